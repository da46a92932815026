package cli

import (
	"fmt"
	"slices"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// shownKinds is how many kinds of mistakes, or of warnings, are told.
const shownKinds = 12

// problemLines tell the commonest mistakes, each once with its rows and its remedies, and how many kinds more there are.
func (a *app) problemLines(problems job.Problems) (lines []string) {
	var remedies []string
	for i, p := range problems {
		if i == shownKinds {
			return append(lines, a.text("problem/more-kinds", "n", len(problems)-i))
		}
		lines = append(lines, a.sentence(problemFact(p)))
		for _, remedy := range a.remedies(p.First.Reason) {
			if !slices.Contains(remedies, remedy) {
				remedies = append(remedies, remedy)
				lines = append(lines, "  "+strings.TrimLeft(remedy, "\n; "))
			}
		}
	}
	return lines
}

// problemFact is what is wrong and where.
func problemFact(p job.Problem) words.Fact {
	where := words.New("at/row", "row", p.First.Row)
	if p.Count > 1 {
		where = words.New("at/rows", "rows", words.Rows(p.Rows, p.Count))
	}
	if p.First.Status == words.Skipped {
		return words.New("problem/skipped", "n", p.Count, "code", p.First.ErrorCode, "where", where, "why", p.First.Reason)
	}
	switch {
	case p.Count > 1 && p.First.Cell != "":
		where = words.New("at/such-cell", "where", where, "column", p.First.Column, "cell", p.First.Cell)
	case p.First.Column != "" && p.First.Cell != "":
		where = words.New("at/cell", "where", where, "column", p.First.Column, "cell", p.First.Cell)
	case p.First.Column != "":
		where = words.New("at/column", "where", where, "column", p.First.Column)
	}
	if p.Count > 1 {
		return words.New("problem/rows", "n", p.Count, "where", where, "why", p.First.Reason)
	}
	return words.New("problem", "where", where, "why", p.First.Reason)
}

// tellWarnings tells what to look at before sending, the commonest first.
func (a *app) tellWarnings(warnings job.Warnings) {
	for i, w := range warnings {
		if i == shownKinds {
			a.say("warnings/more-kinds", "n", len(warnings)-i)
			break
		}
		rows, doubts := words.Rows(w.Rows, w.Count), a.doubtWords(w.First)
		if w.First.Alternative == "" {
			a.say("warnings", "n", w.Count, "rows", rows, "doubts", doubts)
		} else {
			a.say("warnings/alternative", "n", w.Count, "rows", rows, "doubts", doubts, "alternative", w.First.Alternative, "row", w.Rows[0])
		}
	}
}

// tellCountries tells of which countries the numbers without + are, and warns of the few among many.
func (a *app) tellCountries(countries job.Countries) {
	var all, few []string
	for _, column := range countries {
		var counts []string
		for _, c := range column.Counts {
			counts = append(counts, fmt.Sprintf("%s (%d)", c.Country, c.Count))
			if c.Few {
				few = append(few, a.text("countries/few", "country", c.Country, "n", c.Count, "rows", words.Rows(c.Rows, c.Count)))
			}
		}
		all = append(all, a.text("countries/column", "field", column.Field, "countries", listed(counts)))
	}
	switch {
	case len(few) > 0:
		a.say("log/warning", "text", a.text("countries/look", "columns", listed(all), "few", listed(few)))
	case len(all) > 0:
		a.say("countries", "columns", listed(all))
	}
}

// doubtWords say what is doubtful about a row.
func (a *app) doubtWords(w job.RowWarning) string {
	var all []string
	for _, one := range w.About {
		text := a.sentence(one.Fact)
		if one.Field != "" {
			text = a.text("warnings/field", "field", one.Field, "doubt", text)
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}
