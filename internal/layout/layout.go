// Package layout is what whoever writes a report and whoever reads it as a list agree on: its
// own columns, and how text is kept from being run as a formula.
package layout

import "strings"

// Columns are the columns that a report puts before the source's own, in
// order. A file whose first columns are exactly these is a report.
func Columns() []string {
	return []string{"row", "status", "idMessage", "errorCode", "error", "attempts", "acceptedAt", "delivery", "sentTo"}
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
