package cells

import (
	"bytes"
	"cmp"
	"slices"
)

// maxMergeSheet is the size up to which a sheet is read ahead for its merged
// cells, which stand behind its rows. What lists are larger are made by programs.
const maxMergeSheet = 16 << 20

// merges tells which cells are covered by merged ones: programs leave values
// there, but people see the first cell only.
type merges struct {
	ranges  []mergedRange // by their first row
	next    int           // the first range not reached yet
	active  []mergedRange // in the current row
	covered []bool        // columns of the current row, or nil
}

type mergedRange struct{ left, top, right, bottom int }

// readMerges reads the merged ranges of the chosen sheet. That the sheet is damaged
// is for the reading of its rows to say.
func (w *workbook) readMerges() *merges {
	m := &merges{}
	f, _ := w.pack.find(w.sheet.part)
	if f == nil || f.UncompressedSize64 > maxMergeSheet {
		return m
	}
	_ = w.pack.read(w.sheet.part, maxSheet, func(x *xmlReader) error {
		if err := x.root("worksheet"); err != nil {
			return err
		}
		return x.each(func() error {
			if string(x.name) != "mergeCells" {
				return nil
			}
			return x.each(func() error {
				m.add(x.raw("ref"))
				return nil
			})
		})
	})
	slices.SortFunc(m.ranges, func(a, b mergedRange) int { return cmp.Compare(a.top, b.top) })
	return m
}

// add adds a range such as A1:C1, if it is one.
func (m *merges) add(ref []byte) {
	from, to, _ := bytes.Cut(ref, []byte(":"))
	left, top, err1 := parseReference(from)
	right, bottom, err2 := parseReference(to)
	if err1 == nil && err2 == nil && left <= right && right < maxColumns && top <= bottom {
		m.ranges = append(m.ranges, mergedRange{left, top, right, bottom})
	}
}

// enter prepares for a row; rows come in order. Ranges may not overlap: what is
// too much for one row is left out.
func (m *merges) enter(row int) {
	m.active = slices.DeleteFunc(m.active, func(r mergedRange) bool { return r.bottom < row })
	for ; m.next < len(m.ranges) && m.ranges[m.next].top <= row; m.next++ {
		if r := m.ranges[m.next]; r.bottom >= row && len(m.active) < maxColumns {
			m.active = append(m.active, r)
		}
	}
	m.covered = m.covered[:0]
	width := 0
	for _, r := range m.active {
		if width += r.right - r.left + 1; width > maxColumns {
			return
		}
		for len(m.covered) <= r.right {
			m.covered = append(m.covered, false)
		}
		for c := r.left; c <= r.right; c++ {
			m.covered[c] = c != r.left || row != r.top
		}
	}
}

// uncovered empties the cells of a row that are covered. Rows come in order.
func (m *merges) uncovered(row int, cells []Cell) []Cell {
	if len(m.ranges) == 0 || len(cells) == 0 {
		return cells
	}
	m.enter(row)
	for c := range min(len(cells), len(m.covered)) {
		if m.covered[c] {
			cells[c] = Cell{}
		}
	}
	for len(cells) > 0 && cells[len(cells)-1].Kind == Empty {
		cells = cells[:len(cells)-1]
	}
	return cells
}
