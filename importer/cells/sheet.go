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
	merges *merges
	hidden hiddenRows
	yield  func(Row) bool

	number  int    // of the current row
	settled bool   // its number is its own, not just the next one
	cells   []Cell // of the current row
	text    []byte // the text of its cells that is not shared
	spans   []span // where in text
	cell    cell   // the current one
}

// span is the text of a cell that is not shared.
type span struct{ column, from, to int }

// rows reads the chosen sheet and yields its rows that are not blank.
func (w *workbook) rows(what HiddenRows, yield func(Row) bool) error {
	s := &sheetScan{workbook: w, merges: w.readMerges(), hidden: hiddenRows{what: what}, yield: yield}
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
	s.number, s.settled = last+1, r != nil
	if s.settled {
		s.number, _ = strconv.Atoi(string(bytes.TrimSpace(r))) // 0 if it is no number
	}
	if s.number <= last || s.number > maxRows {
		return fmt.Errorf("row %.20q follows row %d", r, last)
	}
	s.cells, s.text, s.spans = s.cells[:0], s.text[:0], s.spans[:0]
	s.cell.column = -1
	if err := s.x.each(s.readCell); err != nil {
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
	row := Row{Number: s.number, Cells: s.merges.uncovered(s.number, s.cells)}
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
