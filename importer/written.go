package importer

import (
	"strconv"

	"contactcast/importer/cells"
)

// noValue stands for a formula whose result was never stored.
const noValue = "#NOVALUE!"

// exactDigits is how many digits of a number spreadsheet programs keep.
const exactDigits = 15

// written is the text of a field's cell, as it is read and as a report holds it.
// All cells of a report are text: what a cell was must be seen from its text
// alone, or a report fed back would give other rows than its source.
func written(c cells.Cell) string {
	switch {
	case c.Kind == cells.NoValue:
		return noValue
	case c.Kind == cells.Error && !errorName(c.Text):
		return "#ERROR!"
	case c.Kind == cells.Number && digitsIn(c.Text) > exactDigits:
		if v, err := strconv.ParseFloat(c.Text, 64); err == nil {
			return strconv.FormatFloat(v, 'E', -1, 64) // as programs show it
		}
	}
	return c.Text
}

func digitsIn(text string) (n int) {
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}
