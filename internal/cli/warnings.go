package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"contactcast/importer"
	"contactcast/internal/words"
)

// warning is one doubt about rows that can be sent, in however many of them.
type warning struct {
	about       []importer.Warning
	rows        []int // the first ones
	count       int
	alternative string // the other number of the first row, or ""
}

// warnings are what to look at before sending, by what they are about.
type warnings map[string]*warning

func (w warnings) add(row importer.Row) {
	if len(row.Warnings) == 0 {
		return
	}
	var key string
	for _, one := range row.Warnings {
		key += string(one.Field) + " " + one.Fact.Encode() + "\n"
	}
	one := w[key]
	if one == nil {
		one = &warning{about: row.Warnings, alternative: row.Alternative}
		w[key] = one
	}
	one.count++
	if len(one.rows) < shownRows {
		one.rows = append(one.rows, row.Number)
	}
}

// tellWarnings tells what to look at before sending, the commonest first.
func (in *input) tellWarnings(a *app) {
	all := slices.SortedFunc(maps.Values(in.warnings), func(x, y *warning) int {
		return cmp.Or(cmp.Compare(y.count, x.count), cmp.Compare(x.rows[0], y.rows[0]))
	})
	for i, w := range all {
		if i == shownProblems {
			a.log("and %d more kinds of warnings", len(all)-i)
			break
		}
		a.log("%s", w)
	}
}

func (w *warning) text() string {
	var all []string
	for _, one := range w.about {
		text := words.English().Sentence(one.Fact)
		if one.Field != "" {
			text = string(one.Field) + ": " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// String tells the doubt, where it is, and what else the first number may be.
func (w *warning) String() string {
	text := fmt.Sprintf("warning, %d %s (%s): %s", w.count, plural(w.count, "row", "rows"), joinRows(w.rows, w.count), w.text())
	if w.alternative != "" {
		text += fmt.Sprintf(", which is %s in row %d", w.alternative, w.rows[0])
	}
	return text
}
