// Package layout is what whoever writes a report and whoever reads it as a list agree on: its
// own columns, and how text is kept from being run as a formula.
package layout

import (
	"slices"
	"strings"
)

// MostColumns is how many columns of its own a report has at most.
const MostColumns = 10

// SentTo is the index of the column of chat ids as sent.
const SentTo = 8

// account is the last column of a report of a job that went over several accounts.
const account = "account"

// Columns are the columns that a report puts before the source's own, in order. The last, of the account, is there
// where a job went over several; and where the source's first column is called like it, so that it is known whose it is.
func Columns(source []string, several bool) []string {
	columns := []string{"row", "status", "idMessage", "errorCode", "error", "attempts", "acceptedAt", "delivery", "sentTo"}
	if several || len(source) > 0 && source[0] == account {
		columns = append(columns, account)
	}
	return columns
}

// OwnColumns returns how many of a file's first columns are a report's own; 0 if it is none.
func OwnColumns(header []string) int {
	own := Columns(nil, true)
	n := len(own) - 1
	switch {
	case len(header) < n || !slices.Equal(header[:n], own[:n]):
		return 0
	case len(header) > n && header[n] == account:
		return n + 1
	}
	return n
}

// Guard puts a ' before text that a spreadsheet program would run as a formula
// when it opens a CSV file; a report does so with the source's cells. Text that
// already begins with ' before such a sign gets one more, so that reading the
// report again takes off exactly what was put there.
func Guard(text string) string {
	if guardable(text) {
		return "'" + text
	}
	return text
}

// Unguard undoes Guard.
func Unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && guardable(rest) {
		return rest
	}
	return text
}

func guardable(text string) bool {
	if text == "" || text[0] > '@' {
		return false
	}
	rest := strings.TrimLeft(text, "'")
	return rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0
}
