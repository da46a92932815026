package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"contactcast/importer"
)

// warning is one doubt about rows that can be sent, in however many of them.
type warning struct {
	text        string
	rows        []int // the first ones
	count       int
	alternative string // the other number of the first row, or ""
}

// warnings are what to look at before sending, by their text.
type warnings map[string]*warning

func (w warnings) add(row importer.Row) {
	if row.Warning == "" {
		return
	}
	one := w[row.Warning]
	if one == nil {
		one = &warning{text: row.Warning, alternative: row.Alternative}
		w[row.Warning] = one
	}
	one.count++
	if len(one.rows) < shownRows {
		one.rows = append(one.rows, row.Number)
	}
}

// tellWarnings tells what to look at before sending, the commonest first.
func (in *input) tellWarnings(a *app) {
	all := slices.SortedFunc(maps.Values(in.warnings), func(x, y *warning) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.text, y.text))
	})
	for i, w := range all {
		if i == shownProblems {
			a.log("and %d more kinds of warnings", len(all)-i)
			break
		}
		a.log("%s", w)
	}
}

// String tells the doubt, where it is, and what else the first number may be.
func (w *warning) String() string {
	text := fmt.Sprintf("warning, %d %s (%s): %s", w.count, plural(w.count, "row", "rows"), joinRows(w.rows, w.count), w.text)
	if w.alternative != "" {
		text += fmt.Sprintf(", which is %s in row %d", w.alternative, w.rows[0])
	}
	return text
}
