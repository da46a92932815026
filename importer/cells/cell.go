package cells

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// cell is what a c element says.
type cell struct {
	column  int
	style   int
	kind    cellType
	formula bool
	valued  bool // something stands in it
	start   int  // where in the row's text
}

// cellType is how a cell's value is stored.
type cellType uint8

const (
	storedNumber cellType = iota
	storedIndex           // of a shared string
	storedText
	storedRuns // text in runs, unescaped already
	storedBool
	storedError
	storedDate
)

// typeOf reads the t attribute.
func typeOf(t []byte) cellType {
	switch string(t) {
	case "s":
		return storedIndex
	case "str", "inlineStr":
		return storedText
	case "b":
		return storedBool
	case "e":
		return storedError
	case "d":
		return storedDate
	}
	return storedNumber
}

// readCell reads the c element just opened.
func (s *sheetScan) readCell() error {
	if string(s.x.name) != "c" {
		return nil
	}
	if err := s.readTag(); err != nil {
		return err
	}
	c := &s.cell
	err := s.x.each(func() (err error) {
		switch string(s.x.name) {
		case "f":
			c.formula = true
		case "v":
			c.valued = true
			s.text, err = s.x.content(s.text[:c.start])
		case "is":
			c.valued, c.kind = true, storedRuns
			s.text, err = richText(s.x, s.text[:c.start])
		}
		if len(s.text) > maxRowText {
			return errTooLong
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.finishCell()
}

// readTag reads the attributes of a c element.
func (s *sheetScan) readTag() error {
	last := s.cell.column
	s.cell = cell{column: last + 1, start: len(s.text)}
	for _, a := range s.x.attrs {
		switch string(a.name) {
		case "r":
			if err := s.reference(a.value); err != nil {
				return err
			}
		case "s":
			s.cell.style, _ = strconv.Atoi(string(a.value)) // 0 if there is none
		case "t":
			s.cell.kind = typeOf(a.value)
		}
	}
	if s.cell.column <= last || s.cell.column >= maxColumns {
		return fmt.Errorf("column %d follows column %d", s.cell.column+1, last+1)
	}
	s.settled = true
	return nil
}

// reference takes the current cell's place from a reference. A row without a
// number has that of its first reference.
func (s *sheetScan) reference(ref []byte) error {
	column, row, err := parseReference(ref)
	if err != nil {
		return err
	}
	if !s.settled && row > s.number && row <= maxRows {
		s.number = row
	}
	if row != s.number {
		return fmt.Errorf("the cell %.20q stands in row %d", ref, s.number)
	}
	s.cell.column = column
	return nil
}

// parseReference reads a reference such as B5, which is column 1 and row 5.
func parseReference(ref []byte) (column, row int, err error) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		letter := ref[i] &^ 0x20
		if letter < 'A' || letter > 'Z' {
			break
		}
		column = 26*column + int(letter-'A') + 1
	}
	row, err = strconv.Atoi(string(ref[i:]))
	if err != nil || column == 0 {
		return 0, 0, fmt.Errorf("the cell reference %.20q", ref)
	}
	return column - 1, row, nil
}

// finishCell adds the current cell to the row, unless nothing is in it.
func (s *sheetScan) finishCell() error {
	c := &s.cell
	done, err := s.value(c)
	if done.Kind == Empty || done.Kind == NoValue {
		s.text = s.text[:c.start]
	}
	own := len(s.text) > c.start
	if err != nil || done.Kind == Empty || done.Kind == Text && done.Text == "" && !own {
		return err
	}
	for len(s.cells) < c.column {
		s.cells = append(s.cells, Cell{})
	}
	s.cells = append(s.cells, done)
	if own {
		s.spans = append(s.spans, span{c.column, c.start, len(s.text)})
	}
	return nil
}

// value makes the cell of what is stored in it. Its text is left at the end of
// s.text, but for a shared string.
func (s *sheetScan) value(c *cell) (Cell, error) {
	raw := bytes.TrimSpace(s.text[c.start:])
	switch {
	case c.valued && c.kind == storedRuns:
		return Cell{Kind: Text}, nil
	case c.valued && c.kind == storedText:
		s.text = unescape(s.text, c.start)
		return Cell{Kind: Text}, nil
	case len(raw) == 0 && c.formula:
		return Cell{Kind: NoValue}, nil
	case len(raw) == 0:
		return Cell{}, nil
	case c.kind == storedIndex:
		i, err := s.strings.index(raw)
		if err != nil {
			return Cell{}, err
		}
		s.text = s.text[:c.start]
		return Cell{Text, s.strings.at(i)}, nil
	case c.kind == storedError:
		return Cell{Kind: Error}, nil
	}
	return Cell{Kind: s.scalar(c, raw)}, nil
}

// scalar rewrites a stored number, truth value or date as people see it.
func (s *sheetScan) scalar(c *cell, raw []byte) (kind Kind) {
	var text string
	switch {
	case c.kind == storedBool:
		kind, text = Bool, "FALSE"
		if string(raw) == "1" || strings.EqualFold(string(raw), "true") {
			text = "TRUE"
		}
	case c.kind == storedDate:
		kind, text = Date, isoDate(string(raw))
	default:
		f := &numberFormat{}
		if c.style >= 0 && c.style < len(s.styles) {
			f = &s.styles[c.style]
		}
		if plainDigits(raw) && f.plain() {
			s.text = append(s.text[:c.start], raw...)
			return Number
		}
		kind, text = f.show(string(raw), s.date0)
	}
	s.text = append(s.text[:c.start], text...)
	return kind
}
