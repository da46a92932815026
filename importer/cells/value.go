package cells

import (
	"bytes"
	"strings"
)

// value makes a cell of the text that was read from start on.
func (s *sheetScan) value(start int) error {
	raw := s.text[start:]
	var cell Cell
	switch kind := string(s.ref.kind); {
	case !s.ref.valued && s.ref.formula:
		cell.Kind = NoValue
	case !s.ref.valued:
	case kind == "s":
		if raw = bytes.TrimSpace(raw); len(raw) == 0 {
			break
		}
		i, err := s.strings.index(raw)
		if err != nil {
			return err
		}
		s.text = s.text[:start]
		cell = Cell{Text, s.strings.at(i)}
	case kind == "is", kind == "inlineStr", kind == "str":
		cell.Kind = Text
		if kind != "is" {
			s.text = unescape(s.text, start)
		}
	case len(bytes.TrimSpace(raw)) == 0:
		if s.ref.formula {
			cell.Kind = NoValue
		}
	case kind == "e":
		cell.Kind = Error
	default:
		cell.Kind = s.scalar(start)
	}
	s.put(cell, start)
	return nil
}

// scalar rewrites the stored number, truth value or date from start on as people see it.
func (s *sheetScan) scalar(start int) Kind {
	raw := bytes.TrimSpace(s.text[start:])
	var kind Kind
	var text string
	switch string(s.ref.kind) {
	case "b":
		kind, text = Bool, "FALSE"
		if string(raw) == "1" || strings.EqualFold(string(raw), "true") {
			text = "TRUE"
		}
	case "d":
		kind, text = Date, isoDate(string(raw))
	default:
		var f *numberFormat
		if s.ref.style >= 0 && s.ref.style < len(s.styles) {
			f = &s.styles[s.ref.style]
		}
		if plainDigits(raw) && (f == nil || f.plain()) {
			s.text = append(s.text[:start], raw...)
			return Number
		}
		kind, text = f.show(string(raw), s.date0)
	}
	s.text = append(s.text[:start], text...)
	return kind
}

// put stores the current cell, whose own text starts at start. Empty text is no text.
func (s *sheetScan) put(cell Cell, start int) {
	own := len(s.text) > start && cell.Kind != Empty && cell.Kind != NoValue
	if cell.Kind == Text && !own && cell.Text == "" {
		cell.Kind = Empty
	}
	if cell.Kind == Empty {
		s.text = s.text[:start]
		return
	}
	for len(s.cells) < s.ref.column {
		s.cells = append(s.cells, Cell{})
	}
	s.cells = append(s.cells, cell)
	if own {
		s.spans = append(s.spans, span{s.ref.column, start, len(s.text)})
	}
}
