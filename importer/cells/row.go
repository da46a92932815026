package cells

import (
	"strings"
	"unicode"

	"contactcast/internal/words"
)

// blank tells a row in which nobody would see anything.
func (r Row) blank() bool {
	for _, c := range r.Cells {
		if c.Kind == Text && strings.TrimFunc(c.Text, unicode.IsSpace) == "" {
			continue
		}
		if c.Kind != Empty {
			return false
		}
	}
	return true
}

// nulProblem is the problem of a row with a NUL in it.
const nulProblem words.Code = "bad-row/nul"
