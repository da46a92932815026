package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"contactcast/internal/layout"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// columns are those that stand before the source's own.
func (r Result) columns() []string { return layout.Columns(r.Job.Header, len(r.Accounts) > 1) }

// resultCells are a line's values in the order of the columns that are given: whole
// numbers, texts, and a local time or nil.
func (r Result) resultCells(columns []string, l ledger.Line) []any {
	var acceptedAt any
	if !l.AcceptedAt.IsZero() {
		acceptedAt = l.AcceptedAt.Local().Truncate(time.Second)
	}
	return []any{
		l.Row, string(l.Status), l.IDMessage, l.ErrorCode, explained(r.language(), l), l.Attempts, acceptedAt, l.Delivery, sentTo(l),
		cmp.Or(r.Accounts[l.Account], l.Account),
	}[:len(columns)]
}

// explained is the error with the field that it is about: these reports have no column for it.
func explained(in words.Language, l ledger.Line) string {
	text := in.Sentence(l.Reason)
	if l.Field == "" || l.Field == "name" {
		return text
	}
	return l.Field + ": " + text
}

// sentTo is the chat id that the row stands for, as it is or would be sent.
func sentTo(l ledger.Line) string {
	if l.Message == nil {
		return ""
	}
	return l.Message.ChatID
}

// plain is a value of resultCells where there are only texts.
func plain(cell any) string {
	switch cell := cell.(type) {
	case nil:
		return ""
	case time.Time:
		return cell.Format(time.RFC3339)
	default:
		return fmt.Sprint(cell)
	}
}

// keys names a line's own cells where every cell needs a name of its own.
type keys struct {
	header []string
	names  []string
	taken  map[string]bool
}

func newKeys(header []string) *keys {
	k := &keys{header: header, taken: make(map[string]bool)}
	for _, name := range header {
		k.taken[name] = true
	}
	return k
}

// name returns the header of own column i. One that is empty, missing or the
// same as an earlier one gets a number, so that no cell is lost.
func (k *keys) name(i int) string {
	for n := len(k.names); n <= i; n++ {
		k.names = append(k.names, k.next(n))
	}
	return k.names[i]
}

func (k *keys) next(i int) string {
	name := fmt.Sprintf("column %d", i+1)
	if i < len(k.header) && k.header[i] != "" {
		name = k.header[i]
		if slices.Index(k.header, name) == i {
			return name
		}
	}
	for n, base := 2, name; k.taken[name]; n++ {
		name = fmt.Sprintf("%s (%d)", base, n)
	}
	k.taken[name] = true
	return name
}

// printable replaces what neither XML nor a page may hold: control characters
// and, as it is called through strings.Map and runes.Map, bytes that are not UTF-8.
func printable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
		return utf8.RuneError
	}
	return r
}
