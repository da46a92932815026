package importer

import (
	"html"
	"regexp"
	"strings"

	"contactcast/internal/memo"
	"contactcast/internal/words"
)

// What is told about names that a program has spoilt.
const (
	warnEntities words.Code = "warn/entities"
	warnEncoded  words.Code = "warn/decoded-twice"
	warnNothing  words.Code = "warn/taken-for-empty"
	warnName     words.Code = "warn/taken-for-name"
	warnTags     words.Code = "warn/tags"
)

// readName is how a name's cell is read that nothing has to be told of.
type readName struct {
	name string
	told bool // but there is
}

// newNames remembers how names are read: most come again and again.
func newNames() *memo.Memo[readName] {
	return memo.New(func(text string) readName {
		var row Row
		name := row.name("", text)
		return readName{name, len(row.Warnings) > 0}
	})
}

// name reads the text of a name's cell into the row.
func (r *reader) name(row *Row, f Field, text string) string {
	if n := r.names.Get(text); !n.told {
		return n.name
	}
	return row.name(f, text)
}

// name reads the text of a name's cell: on one line, without what nobody sees and
// without what programs write for an empty cell.
func (row *Row) name(f Field, text string) string {
	name := tidy(text)
	switch emptiness(name) {
	case surelyEmpty:
		return ""
	case likelyEmpty:
		row.warn(f, words.New(warnNothing))
		return ""
	case unlikelyEmpty:
		row.warn(f, words.New(warnName))
	}
	if decoded := decodeEntities(name); decoded != name {
		name = tidy(decoded)
		row.tell(f, warnEntities, name)
	}
	if bare, tagged := withoutTags(name); bare == "" {
		return ""
	} else if tagged {
		row.tell(f, warnTags, bare)
	}
	if decoded := decodeTwice(text); decoded != "" {
		row.tell(f, warnEncoded, tidy(decoded))
	}
	return name
}

// tell adds a warning with what a text is or would be instead.
func (row *Row) tell(f Field, warning words.Code, instead string) {
	fact := words.New(warning)
	if row.Alternative == "" {
		row.Alternative = instead
	} else {
		fact = words.New("warn/instead", "why", fact, "instead", instead)
	}
	row.warn(f, fact)
}

// entity is how HTML and XML write a character.
var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});`)

// decodeEntities returns the text that HTML stands for, written by one program or
// by two, one after the other.
func decodeEntities(text string) string {
	for range 3 {
		if strings.IndexByte(text, '&') < 0 {
			break
		}
		text = entity.ReplaceAllStringFunc(text, decodeEntity)
	}
	return text
}

// decodeEntity leaves alone what is no entity up to its end: &notice; begins with &not.
func decodeEntity(entity string) string {
	if text := html.UnescapeString(entity); !strings.HasSuffix(text, ";") {
		return text
	}
	return entity
}

// tag is one that marks up text, and breaksLine the ones that part words.
var (
	tag        = regexp.MustCompile(`(?i)</?(?:a|b|i|u|s|p|br|em|strong|span|div|font|big|small|sub|sup|h[1-6]|ul|ol|li|table|tbody|tr|td|th|center|strike|del|ins|mark|code|pre|img|hr|html|body|script|style)(?:\s[^<>]*)?/?>`)
	breaksLine = regexp.MustCompile(`(?i)^</?(?:p|br|div|h[1-6]|li|tr|td|th|hr)\b`)
)

// withoutTags returns what of a text HTML shows, and whether there are tags in it.
func withoutTags(text string) (bare string, tagged bool) {
	if strings.IndexByte(text, '<') < 0 {
		return text, false
	}
	bare = tag.ReplaceAllStringFunc(text, func(tag string) string {
		tagged = true
		if breaksLine.MatchString(tag) {
			return "\n"
		}
		return ""
	})
	return tidy(bare), tagged
}
