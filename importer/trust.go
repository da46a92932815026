package importer

import (
	"contactcast/importer/cells"
	"contactcast/importer/phone"
	"contactcast/internal/layout"
)

// number reads a cell with one phone number. What a number without + is may depend
// on the others of its column.
func (r *reader) number(f Field, text string) (phone.Number, error) {
	n, err := r.phones.Parse(text)
	if home, ok := r.phones.National(err); ok {
		if c := r.column(f); c != nil && c.National() {
			return home, nil
		}
	}
	if n.Bare {
		if c := r.column(f); c != nil && !c.Trusts(n) {
			return n, r.phones.NoCountry()
		}
	}
	return n, err
}

// column returns a field's column with all its numbers, or nil if it has none. The
// first number that asks has the file read once more, ahead of the rows; lists of
// which no number asks are read once.
func (r *reader) column(f Field) *phone.Column {
	if r.survey != nil {
		r.numbers, r.err = r.survey()
		r.survey = nil
	}
	return r.numbers[f]
}

// survey reads all rows for the numbers in their columns.
func (t *Table) survey() (map[Field]*phone.Column, error) {
	numbers := map[Field]*phone.Column{}
	var columns []fieldColumn
	for _, c := range t.reader.columns {
		if c.field == ChatID || c.field == PhoneContact {
			numbers[c.field] = phone.NewColumn(t.reader.phones)
			columns = append(columns, c)
		}
	}
	for row, err := range t.file.Rows() {
		if err != nil {
			return nil, err
		}
		if row.Number <= t.HeaderRow || row.Problem != "" {
			continue
		}
		for _, c := range columns {
			if i := t.reader.offset + c.index; i < len(row.Cells) {
				numbers[c.field].Add(t.reader.text(row.Cells[i]))
			}
		}
	}
	return numbers, nil
}

// text is what a field's cell holds.
func (r *reader) text(c cells.Cell) string {
	if r.guarded {
		c.Text = layout.Unguard(c.Text)
	}
	return written(c)
}
