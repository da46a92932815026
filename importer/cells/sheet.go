package cells

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The size of a sheet, as in Excel.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
	maxRowText = 16 << 20 // bytes in one row
)

// errStop ends a scan because its rows are wanted no more.
var errStop = errors.New("no more rows wanted")

// sheetScan reads one pass over the rows of a sheet.
type sheetScan struct {
	*workbook
	x      *xmlReader
	hidden hiddenRows
	yield  func(Row) bool

	number int     // of the current row
	cells  []Cell  // of the current row
	text   []byte  // the text of its cells that is not shared
	spans  []span  // where in text
	inRow  bool    // the row number is settled
	ref    cellTag // the current cell
}

// span is the text of a cell.
type span struct{ column, from, to int }

// cellTag is what the tag of a cell says.
type cellTag struct {
	column  int
	style   int
	kind    []byte
	formula bool
	valued  bool
}

// rows reads the chosen sheet and yields its rows that are not blank.
func (w *workbook) rows(what HiddenRows, yield func(Row) bool) error {
	s := &sheetScan{workbook: w, hidden: hiddenRows{what: what}, yield: yield}
	err := w.pack.read(w.sheet.part, maxSheet, func(x *xmlReader) error {
		s.x = x
		if err := x.root("worksheet"); err != nil {
			return err
		}
		return x.each(func() error {
			if string(x.name) == "sheetData" {
				return x.each(s.row)
			}
			return nil
		})
	})
	if err == nil {
		return s.hidden.question()
	}
	var known *FileError
	if errors.As(err, &known) && known.Row == 0 && s.number > 0 && !errors.Is(err, zip.ErrChecksum) {
		known.Row = s.number
		known.Text = fmt.Sprintf("at row %d: %s", s.number, known.Text)
	}
	return err
}

// row reads the row element just opened.
func (s *sheetScan) row() error {
	if string(s.x.name) != "row" {
		return nil
	}
	last := s.number
	hide := s.x.flag("hidden")
	r := s.x.raw("r")
	s.number, s.inRow = last+1, r != nil
	if r != nil {
		s.number, _ = strconv.Atoi(string(bytes.TrimSpace(r))) // 0 if it is no number
	}
	if s.number <= last || s.number > maxRows {
		return fmt.Errorf("row %.20q follows row %d", r, last)
	}
	s.cells, s.text, s.spans = s.cells[:0], s.text[:0], s.spans[:0]
	s.ref.column = -1
	if err := s.x.each(s.cell); err != nil {
		return err
	}
	return s.finishRow(hide)
}

// finishRow yields the row if it is not blank.
func (s *sheetScan) finishRow(hide bool) error {
	text := string(s.text)
	for _, p := range s.spans {
		s.cells[p.column].Text = text[p.from:p.to]
	}
	row := Row{Number: s.number, Cells: s.cells}
	if row.blank() || hide && s.hidden.skip(row.Number) || s.hidden.rows > 0 {
		return nil
	}
	for _, c := range row.Cells {
		if strings.IndexByte(c.Text, 0) >= 0 {
			row.Problem = nulProblem
		}
	}
	if !s.yield(row) {
		return errStop
	}
	return nil
}

// cell reads the c element just opened.
func (s *sheetScan) cell() error {
	if string(s.x.name) != "c" {
		return nil
	}
	if err := s.cellTag(); err != nil {
		return err
	}
	start := len(s.text)
	err := s.x.each(func() (err error) {
		switch string(s.x.name) {
		case "f":
			s.ref.formula = true
		case "v":
			s.ref.valued = true
			s.text, err = s.x.content(s.text[:start])
		case "is":
			s.ref.valued = true
			s.ref.kind = []byte("is")
			s.text, err = richText(s.x, s.text[:start])
		}
		if len(s.text) > maxRowText {
			return errTooLong
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.value(start)
}

// cellTag reads the attributes of a c element.
func (s *sheetScan) cellTag() error {
	last := s.ref.column
	s.ref = cellTag{column: last + 1}
	for _, a := range s.x.attrs {
		switch string(a.name) {
		case "r":
			if err := s.reference(a.value); err != nil {
				return err
			}
		case "s":
			s.ref.style, _ = strconv.Atoi(string(a.value)) // 0 if there is none
		case "t":
			s.ref.kind = internKind(a.value)
		}
	}
	if s.ref.column <= last || s.ref.column >= maxColumns {
		return fmt.Errorf("column %d follows column %d", s.ref.column+1, last+1)
	}
	s.inRow = true
	return nil
}

// reference reads a reference such as B5.
func (s *sheetScan) reference(ref []byte) error {
	column, i := 0, 0
	for ; i < len(ref) && i < 4; i++ {
		letter := ref[i] &^ 0x20
		if letter < 'A' || letter > 'Z' {
			break
		}
		column = 26*column + int(letter-'A') + 1
	}
	row, err := strconv.Atoi(string(ref[i:]))
	if err != nil || column == 0 {
		return fmt.Errorf("the cell reference %.20q", ref)
	}
	if !s.inRow && row >= s.number && row <= maxRows {
		s.number = row
	}
	if row != s.number {
		return fmt.Errorf("the cell %.20q stands in row %d", ref, s.number)
	}
	s.ref.column = column - 1
	return nil
}

// internKind keeps a cell's type past the next token.
func internKind(t []byte) []byte {
	for _, known := range cellKinds {
		if string(known) == string(t) {
			return known
		}
	}
	return bytes.Clone(t)
}

var cellKinds = [][]byte{[]byte("s"), []byte("n"), []byte("str"), []byte("inlineStr"), []byte("b"), []byte("e"), []byte("d")}
