package report

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"contactcast/internal/layout"
)

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\uFEFF"

// writeCSV separates by commas, or by semicolons as the list did: its spreadsheet program
// is then one that takes commas for decimal points. Lines end in LF, which every spreadsheet
// program reads: encoding/csv would change line breaks within cells for CRLF,
// and a changed cell would come back as another message.
func writeCSV(ctx context.Context, w io.Writer, _ string, r Result) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if r.Job.Delimiter == ";" {
		out.Comma = ';'
	}
	columns := r.columns()
	record := slices.Clone(columns)
	for _, name := range r.Job.Header {
		record = append(record, guard(name))
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for l, err := range r.lines(ctx) {
		if err != nil {
			return err
		}
		record = record[:0]
		for _, cell := range r.resultCells(columns, l) {
			record = append(record, guard(plain(cell)))
		}
		for _, cell := range l.Source {
			record = append(record, guard(cell))
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guard makes text safe to open in a spreadsheet program. The importer undoes it.
func guard(text string) string { return layout.Guard(clean(text)) }

// clean replaces what no text file may hold: NUL, and bytes that are not UTF-8.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == 0 {
			return utf8.RuneError
		}
		return r
	}, text)
}
