package importer

import (
	"slices"

	"contactcast/importer/cells"
	"contactcast/importer/phone"
	"contactcast/internal/layout"
	"contactcast/internal/memo"
	"contactcast/internal/words"
)

// reader turns rows of cells into messages or problems.
type reader struct {
	phones      *phone.Parser
	least, most int  // digits of a phoneContact
	digitsGiven bool // by the operator
	fixed       Row  // what is the same in every row; its warnings are told once, for all

	columns []fieldColumn
	width   int  // of the source's own header, cells without a name included
	named   int  // of its columns up to the last that has a name
	offset  int  // of the source's first column
	guarded bool // the file is a CSV report: Guard is to be undone
	parted  bool // a delimiter parts the cells, and the file has a header: see overflow

	countries []countryColumn // where the region completes numbers
	bare      map[Field]*bareNumbers
	names     *memo.Memo[readName]

	source []string // reused from row to row
	cells  int      // how many of the source's own the row has

	survey  func() (map[Field]*phone.Column, error) // see column; nil where there are no columns
	numbers map[Field]*phone.Column                 // what it found
	err     error                                   // of the survey
}

type fieldColumn struct {
	field Field
	index int // among the source's own columns
}

// lay tells the reader where the fields stand.
func (r *reader) lay(m mapping, offset int, header []string) {
	r.width, r.offset = len(header), offset
	for i, name := range header {
		if !blank(name) {
			r.named = i + 1
		}
	}
	for _, f := range Fields() {
		if i, ok := m[f]; ok {
			r.columns = append(r.columns, fieldColumn{f, i})
		}
	}
}

// row reads one row; ok is false if it is blank.
func (r *reader) row(raw cells.Row) (row Row, ok bool) {
	seen := r.takeCells(raw.Cells)
	if !seen && raw.Problem == "" {
		return Row{}, false
	}
	row.Message = r.fixed.Message
	row.Number = raw.Number
	if raw.Problem != "" {
		row.Problem = problem(raw.Problem)
	} else if row.Problem = r.overflow(); row.Problem == nil {
		row.Problem = r.read(&row)
	}
	row.Source = r.source
	if row.Problem != nil {
		return Row{Number: row.Number, Source: row.Source, Problem: row.Problem}, true
	}
	return row, true
}

// overflow returns the problem of a row with more than its header names: a comma
// without quotation marks, or a row of another list, has moved what it holds. What
// stands beside a table in a workbook, or below a header's cell without a name, is a note.
func (r *reader) overflow() *Problem {
	if !r.parted || r.cells <= r.width {
		return nil
	}
	i := slices.IndexFunc(r.source[r.named:], func(text string) bool { return !blank(text) })
	if i < 0 {
		return nil
	}
	i += r.named
	if len(r.source) == r.width {
		r.source = append(r.source, "") // a report's row overflows as well
	}
	return &Problem{Reason: words.New("bad-row/overflow"), Column: columnLetters(r.offset + i), Cell: r.source[i]}
}

// takeCells keeps the source's own cells and reports whether there is anything to be seen in them.
func (r *reader) takeCells(all []cells.Cell) (seen bool) {
	own := all[min(r.offset, len(all)):]
	r.source, r.cells = r.source[:0], len(own)
	for _, c := range own {
		if r.guarded {
			c.Text = layout.Unguard(c.Text)
		}
		seen = seen || c.Kind > cells.Text || !blank(c.Text)
		r.source = append(r.source, c.Text)
	}
	for n := len(r.source); n > r.width && blank(r.source[n-1]); n-- {
		r.source = r.source[:n-1]
	}
	for len(r.source) < r.width {
		r.source = append(r.source, "")
	}
	for _, c := range r.columns {
		if c.index < len(own) && own[c.index].Kind > cells.Text {
			r.source[c.index] = written(own[c.index])
		}
	}
	return seen
}

// read fills in the message, or returns the first problem on the way.
func (r *reader) read(row *Row) *Problem {
	for _, c := range r.columns {
		text := r.source[c.index]
		if p := r.field(row, c.field, text); p != nil {
			p.Column = columnLetters(r.offset + c.index)
			if text != noValue {
				p.Cell = text
			}
			return p
		}
	}
	if !row.Message.Contact.Named() {
		return &Problem{Field: "name", Reason: words.New("missing/name"), Column: r.nameColumn()}
	}
	if p := unfinished(row.Message); p != nil {
		return r.placed(p)
	}
	row.Example = isExample(row.Message)
	return sizeProblem(row.Message)
}

// placed is a problem with the place of its field.
func (r *reader) placed(p *Problem) *Problem {
	for _, c := range r.columns {
		if string(c.field) == p.Field {
			p.Column, p.Cell = columnLetters(r.offset+c.index), r.source[c.index]
		}
	}
	return p
}

// nameColumn is the letter of the first column for a name, or "".
func (r *reader) nameColumn() string {
	for _, c := range r.columns {
		switch c.field {
		case FirstName, MiddleName, LastName, Company:
			return columnLetters(r.offset + c.index)
		}
	}
	return ""
}

// warn adds a warning about a field, or about the whole row if it is "".
func (row *Row) warn(f Field, fact words.Fact) {
	row.Warnings = append(row.Warnings, Warning{f, fact})
}
