package cells

import (
	"strings"
	"unicode"

	"contactcast/internal/words"
)

// blank reports whether nobody would see anything in a row.
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
