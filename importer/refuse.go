package importer

import (
	"fmt"
	"strings"

	"contactcast/importer/cells"
)

// judge refuses a header with two columns for one field, or without a column
// that is needed. The error is a *cells.FileError.
func (r *resolver) judge(c claims, m mapping, header []string) error {
	for _, f := range Fields() {
		if len(c[f]) > 1 {
			return r.duplicateColumn(f, header, c[f])
		}
	}
	for _, f := range Fields() {
		if name, ok := r.named[f]; ok && len(c[f]) == 0 {
			return r.missingColumn(fmt.Sprintf("no column is called %q, which was to be %s", name, f), m, header)
		}
	}
	if lacking := r.lacking(m); len(lacking) > 0 {
		return r.missingColumn("no column for "+strings.Join(lacking, ", nor for "), m, header)
	}
	return nil
}

// lacking names what a message needs and no column gives, for people.
func (r *resolver) lacking(m mapping) (lacking []string) {
	given := func(f Field) bool {
		_, ok := m[f]
		return ok || r.fixed[f]
	}
	if !given(ChatID) {
		lacking = append(lacking, "the recipient (chatId)")
	}
	if !given(PhoneContact) {
		lacking = append(lacking, "the card's number (phoneContact)")
	}
	for _, f := range nameFields() {
		if given(f) {
			return lacking
		}
	}
	return append(lacking, "the card's name (firstName, middleName, lastName or company)")
}

func (r *resolver) duplicateColumn(f Field, header []string, columns []int) error {
	return &cells.FileError{Code: "duplicate-column", Text: fmt.Sprintf(
		"%d columns say they are %s: %s; say which one with --map %s=Header, or rename the others",
		len(columns), f, r.listColumns(header, columns), f)}
}

func (r *resolver) missingColumn(what string, m mapping, header []string) error {
	text := what + "; the columns are " + r.listColumns(header, nil) + "; "
	if near := r.nearMisses(header, m); len(near) > 0 {
		text += strings.Join(near, " ") + " "
	}
	return &cells.FileError{Code: "missing-column", Text: text +
		"name a column with --map field=Header, give one value for all rows with --set field=value, " +
		"or name all columns of a file without headers with --columns"}
}

// mostListed is how many headers a message to people lists.
const mostListed = 12

// listColumns names columns, all that have a header if columns is nil.
func (r *resolver) listColumns(header []string, columns []int) string {
	if columns == nil {
		for i, h := range header {
			if trim(h) != "" {
				columns = append(columns, i)
			}
		}
	}
	var names []string
	for _, i := range columns {
		names = append(names, fmt.Sprintf("%s %q", columnLetters(r.offset+i), beginning(trim(header[i]))))
	}
	if len(names) > mostListed {
		names = append(names[:mostListed], fmt.Sprintf("and %d more", len(names)-mostListed))
	}
	return strings.Join(names, ", ")
}

// beginning is what of a header is worth showing: without one, a file's first row may hold anything.
func beginning(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// columnLetters names a column, counted from 0, as spreadsheet programs do.
func columnLetters(i int) string {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return letters
}
