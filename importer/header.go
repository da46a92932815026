package importer

import (
	"slices"

	"contactcast/importer/cells"
	"contactcast/internal/layout"
)

// searched is how many rows that are not blank are looked at to find the header and what
// its columns hold, searchedBytes how much text they may have.
const (
	searched      = 100
	searchedBytes = 4 << 20
)

// look reads the first rows, or those from the header row that was given, and reports whether
// they are all.
func (t *Table) look() (whole bool, err error) {
	size := 0
	for len(t.ahead) < searched && size < searchedBytes {
		row, err, ok := t.next()
		if err != nil {
			return false, err
		}
		if !ok {
			return true, nil
		}
		if len(t.ahead) == 0 && row.Number < t.opts.HeaderRow && !isReport(row) {
			t.Above++
			continue
		}
		row.Cells = slices.Clone(row.Cells)
		for _, c := range row.Cells {
			size += len(c.Text)
		}
		t.ahead = append(t.ahead, row)
	}
	return false, nil
}

// findHeader finds the row that names the columns: of those above the first row that looks
// like data, the one of which most is understood. A header further down is a question, since
// the rows above it would be lost.
func (t *Table) findHeader(r *resolver) (*understanding, error) {
	var err error
	if r.whole, err = t.look(); err != nil {
		return nil, err
	}
	t.first = t.ahead[:min(2, len(t.ahead))]
	if n := t.opts.HeaderRow; n > 0 {
		if len(t.ahead) == 0 || t.ahead[0].Number != n && !isReport(t.ahead[0]) {
			return nil, &QuestionError{Code: "no-header", Row: n}
		}
		if dataLike(t.ahead[0]) && !isReport(t.ahead[0]) {
			return nil, t.dataNamed(r)
		}
		return t.take(r, 0), nil
	}
	zone := t.aboveData()
	best, most := -1, 0
	for i, row := range t.ahead[:zone] {
		if isReport(row) {
			return t.take(r, i), nil
		}
		if known := t.understood(r, row); known > most {
			best, most = i, known
		}
	}
	if best < 0 || t.beside(r, best) {
		return nil, t.noHeader(r, zone)
	}
	return t.take(r, best), nil
}

// dataNamed is the question of a row that was said to name the columns and holds a number.
func (t *Table) dataNamed(r *resolver) *QuestionError {
	q := &QuestionError{Code: "no-header", Row: t.ahead[0].Number, Data: t.ahead[0].Number, Given: r.given()}
	u := r.resolve(make([]string, len(t.ahead[0].Cells)), t.ahead)
	q.Columns = r.choices(u.columns, u.columns)
	return q
}

// beside reports whether a row is no header after all: the column that it names for the chats
// holds none, and columns beyond its end hold numbers. It is a row of data without a number.
func (t *Table) beside(r *resolver, i int) bool {
	header := cellTexts(t.ahead[i], 0)
	u := r.resolve(header, t.ahead[i+1:])
	at, ok := u.mapping[ChatID]
	if !ok || u.freed[at] || u.columns[at].filled == 0 || u.columns[at].number > 0 {
		return false
	}
	for _, row := range t.ahead[i+1:] {
		for _, c := range row.Cells[min(len(header), len(row.Cells)):] {
			if numberLike(trim(c.Text)) {
				return true
			}
		}
	}
	return false
}

// aboveData is how many rows stand above the first that looks like data.
func (t *Table) aboveData() int {
	i := slices.IndexFunc(t.ahead, func(row cells.Row) bool { return dataLike(row) && !isReport(row) })
	if i < 0 {
		return len(t.ahead)
	}
	return i
}

// understood is how many columns a row names, if it were the header. A row of a single cell
// is a title, unless that cell is a usual name.
func (t *Table) understood(r *resolver, row cells.Row) (known int) {
	u := &understanding{resolver: r, columns: newColumns(cellTexts(row, 0), nil, 0), claims: map[Field][]int{}, freed: map[int]bool{}}
	u.claim()
	filled, usual := 0, false
	for _, c := range u.columns {
		if c.field != "" || c.phone != noPhone {
			known++
		}
		if c.key != "" {
			filled++
		}
		usual = usual || c.field != "" || c.known || u.freed[c.index]
	}
	switch {
	case len(u.freed) > 0: // a name that the operator gave is a header's
		return known + len(u.columns)
	case filled == 1 && (!usual || slices.ContainsFunc(row.Cells, func(c cells.Cell) bool { return digitsIn(c.Text) > mostWords })):
		return 0
	}
	return known
}

// take makes the i-th row ahead the header; the rows behind it are still to be read.
func (t *Table) take(r *resolver, i int) *understanding {
	row := t.ahead[i]
	t.HeaderRow, t.Header, r.offset = row.Number, nil, ownColumns(row)
	t.IsReport = r.offset > 0
	for _, text := range cellTexts(row, r.offset) {
		if t.IsReport && t.Format == "csv" {
			text = layout.Unguard(text)
		}
		t.Header = append(t.Header, text)
	}
	t.Above, t.ahead = t.Above+i, t.ahead[i+1:]
	u := r.resolve(t.Header, t.ahead)
	t.unnamed(row, r.offset)
	if u.question != nil {
		u.question.Row = row.Number
	}
	return u
}

// mostUnnamed bounds what a single cell far away costs every row.
const mostUnnamed = 64

// unnamed adds the columns that have no name: the header's last cells in a CSV file, and in
// a workbook those in which something stands beside the table.
func (t *Table) unnamed(header cells.Row, offset int) {
	width := len(header.Cells) - offset
	if t.Format != "csv" {
		for _, row := range t.ahead {
			width = max(width, len(cellTexts(row, offset)))
		}
	}
	for n := min(width, len(t.Header)+mostUnnamed); len(t.Header) < n; {
		t.Header = append(t.Header, "")
	}
}

// columnsGiven takes the operator's word for a file without header. A report of
// such a file has one nevertheless, which is passed over.
func (t *Table) columnsGiven(r *resolver) (*understanding, error) {
	for _, name := range t.opts.Columns {
		if name == "-" {
			name = ""
		}
		t.Header = append(t.Header, name)
	}
	if _, err := t.look(); err != nil {
		return nil, err
	}
	if len(t.ahead) > 0 && isReport(t.ahead[0]) {
		t.IsReport, r.offset = true, ownColumns(t.ahead[0])
		t.ahead = t.ahead[1:]
	}
	return r.resolve(t.Header, nil), nil
}

// isReport reports whether a row begins with exactly a report's columns.
func isReport(row cells.Row) bool { return ownColumns(row) > 0 }

// ownColumns returns how many of a header's columns are a report's own.
func ownColumns(row cells.Row) int {
	var header []string
	for _, c := range row.Cells[:min(len(row.Cells), layout.MostColumns)] {
		header = append(header, c.Text)
	}
	return layout.OwnColumns(header)
}

// noHeader is the question of a file in which no row above the first data names a field. It
// shows what the columns hold, and under which names if a row that could be a header stands there.
func (t *Table) noHeader(r *resolver, zone int) *QuestionError {
	q := &QuestionError{Code: "no-header", Given: r.given()}
	if zone < len(t.ahead) {
		for i := zone + 1; i < len(t.ahead); i++ {
			row := t.ahead[i]
			if !dataLike(row) && t.understood(r, row) > 1 && r.resolve(cellTexts(row, 0), nil).question == nil {
				q.Below, q.Data = row.Number, t.ahead[zone].Number
				break
			}
		}
	}
	if len(t.ahead) == 0 {
		return q
	}
	header, sample := cellTexts(t.ahead[0], 0), t.ahead
	if zone > 0 && zone < len(t.ahead) {
		i := zone - 1
		header, sample, q.Row = cellTexts(t.ahead[i], 0), t.ahead[i+1:], t.ahead[i].Number
	} else {
		header = make([]string, len(header))
	}
	for _, row := range sample {
		for len(header) < min(len(row.Cells), mostNear) {
			header = append(header, "")
		}
	}
	u := r.resolve(header, sample)
	q.Columns = r.choices(u.columns, u.columns)
	return q
}
