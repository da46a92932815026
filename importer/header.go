package importer

import (
	"errors"
	"fmt"
	"slices"

	"contactcast/importer/cells"
)

// searched is how many rows that are not blank may stand above the header.
const searched = 100

// findHeader reads on to the row that names the fields: the first one with all
// that is needed, or with two columns for one field. If there is none, the row
// that came nearest says what is missing.
func (t *Table) findHeader(r *resolver) (mapping, error) {
	var nearest error
	most, first := 0, ""
	for seen := 0; seen < searched || t.opts.HeaderRow > 0; seen++ {
		row, err, ok := t.next()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		report := isReport(row)
		chosen := report || row.Number == t.opts.HeaderRow
		if t.opts.HeaderRow > 0 && row.Number > t.opts.HeaderRow && !chosen {
			break
		}
		if t.opts.HeaderRow > 0 && !chosen {
			continue
		}
		t.takeHeader(r, row, report)
		m, err := r.resolve(t.Header)
		err = atRow(err, row.Number)
		if err == nil || chosen || len(m) > 1 && isDuplicate(err) {
			return m, err
		}
		if len(m) > most {
			nearest, most = err, len(m)
		}
		if first == "" {
			first = fmt.Sprintf("row %d is %s", row.Number, r.listColumns(t.Header, nil))
		}
	}
	if nearest != nil {
		return nil, nearest
	}
	return nil, noHeader(t.opts.HeaderRow, first)
}

// takeHeader makes row the header. Blank headers at its end are no columns.
func (t *Table) takeHeader(r *resolver, row cells.Row, report bool) {
	t.HeaderRow, t.IsReport, t.Header, r.offset = row.Number, report, nil, 0
	if report {
		r.offset = len(ReportColumns())
	}
	for _, c := range row.Cells[r.offset:] {
		if report && t.Format == "csv" {
			c.Text = unguard(c.Text)
		}
		t.Header = append(t.Header, c.Text)
	}
	for len(t.Header) > 0 && blank(t.Header[len(t.Header)-1]) {
		t.Header = t.Header[:len(t.Header)-1]
	}
}

// columnsGiven takes the operator's word for a file without header. A report of
// such a file has one nevertheless, which is passed over.
func (t *Table) columnsGiven(r *resolver) (mapping, error) {
	for _, name := range t.opts.Columns {
		if name == "-" {
			name = ""
		}
		t.Header = append(t.Header, name)
	}
	first, err, ok := t.next()
	switch {
	case err != nil:
		return nil, err
	case ok && isReport(first):
		t.IsReport, r.offset = true, len(ReportColumns())
	case ok:
		t.peeked = &first
	}
	return r.resolve(t.Header)
}

// isReport tells whether a row begins with exactly a report's columns.
func isReport(row cells.Row) bool {
	own := ReportColumns()
	return len(row.Cells) >= len(own) &&
		slices.EqualFunc(row.Cells[:len(own)], own, func(c cells.Cell, name string) bool { return c.Text == name })
}

func isDuplicate(err error) bool {
	refused, ok := errors.AsType[*cells.FileError](err)
	return ok && refused.Code == "duplicate-column"
}

// atRow adds the row to an error about the header.
func atRow(err error, row int) error {
	if refused, ok := errors.AsType[*cells.FileError](err); ok {
		refused.Row = row
		refused.Text = fmt.Sprintf("row %d: %s", row, refused.Text)
	}
	return err
}

// noHeader is the error of a file in which no row names a field; first tells its first row.
func noHeader(row int, first string) error {
	what := "no row names the columns"
	switch {
	case row > 0:
		what = fmt.Sprintf("row %d, where the columns should be named, is blank", row)
	case first != "":
		what += ": " + first
	}
	return &cells.FileError{Code: "no-header", Row: row, Text: what +
		"; if there is a header, say which column is which with --map field=Header, " +
		"if there is none, name the columns in their order, as in --columns chatId,phoneContact,firstName,lastName; " +
		"contactcast template makes an example"}
}
