package report

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"contactcast/importer"
)

// byteOrderMark makes Excel read the file as UTF-8.
const byteOrderMark = "\uFEFF"

// writeCSV separates by commas. Lines end in LF, which every spreadsheet
// program reads: encoding/csv would change line breaks within cells for CRLF,
// and a changed cell would come back as another message.
func writeCSV(ctx context.Context, w io.Writer, _ string, r Result) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	record := append(importer.ReportColumns(), guardAll(r.Job.Header)...)
	if err := out.Write(record); err != nil {
		return err
	}
	for l, err := range r.lines(ctx) {
		if err != nil {
			return err
		}
		record = record[:0]
		for _, cell := range resultCells(l) {
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

// guard puts a ' before text that a spreadsheet program would run as a formula.
// Signed numbers get one too: "+79001234567" would become 7.9E+10, and its
// digits would be lost when the file is saved. Text that already looks guarded
// gets another, so that removing one ' gives back every text.
func guard(text string) string {
	text = clean(text)
	if guarded(text) {
		return "'" + text
	}
	return text
}

// guarded tells whether text starts like a formula, whatever number of ' stands before it.
func guarded(text string) bool {
	rest := strings.TrimLeft(text, "'")
	return rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0
}

func guardAll(cells []string) []string {
	cells = slices.Clone(cells)
	for i := range cells {
		cells[i] = guard(cells[i])
	}
	return cells
}

// clean replaces what no text file may hold: bytes that are not UTF-8, and NUL.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.ReplaceAll(text, "\x00", "\uFFFD")
}
