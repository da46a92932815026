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
			return append(lines, fmt.Sprintf("and %d more kinds of mistakes; the report has them all", len(problems)-i))
		}
		lines = append(lines, a.problemWords(p))
		for _, remedy := range a.remedies(p.First.Reason) {
			if !slices.Contains(remedies, remedy) {
				remedies = append(remedies, remedy)
				lines = append(lines, "  "+strings.TrimLeft(remedy, "\n; "))
			}
		}
	}
	return lines
}

// problemWords say what is wrong and where.
func (a *app) problemWords(p job.Problem) string {
	text := a.sentence(p.First.Reason)
	where := fmt.Sprintf("row %d", p.First.Row)
	if p.Count > 1 {
		where = "rows " + joinRows(p.Rows, p.Count)
	}
	var cell string
	switch {
	case p.Count > 1 && p.First.Cell != "":
		cell = fmt.Sprintf(", such as column %s %q", p.First.Column, p.First.Cell)
	case p.First.Column != "" && p.First.Cell != "":
		cell = fmt.Sprintf(", column %s %q", p.First.Column, p.First.Cell)
	case p.First.Column != "":
		cell = ", column " + p.First.Column
	}
	switch {
	case p.First.Status == words.Skipped:
		return fmt.Sprintf("%d %s skipped as %s (%s): %s", p.Count, plural(p.Count, "row is", "rows are"), p.First.ErrorCode, where, text)
	case p.Count > 1:
		return fmt.Sprintf("%d rows: %s (%s%s)", p.Count, text, where, cell)
	}
	return fmt.Sprintf("%s%s: %s", where, cell, text)
}

// tellWarnings tells what to look at before sending, the commonest first.
func (a *app) tellWarnings(warnings job.Warnings) {
	for i, w := range warnings {
		if i == shownKinds {
			a.log("and %d more kinds of warnings", len(warnings)-i)
			break
		}
		text := fmt.Sprintf("warning, %d %s (%s): %s", w.Count, plural(w.Count, "row", "rows"), joinRows(w.Rows, w.Count), a.doubtWords(w.First))
		if w.First.Alternative != "" {
			text += fmt.Sprintf(", which is %s in row %d", w.First.Alternative, w.Rows[0])
		}
		a.log("%s", text)
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
				few = append(few, fmt.Sprintf("%s in %s %s", c.Country, plural(c.Count, "row", "rows"), joinRows(c.Rows, c.Count)))
			}
		}
		all = append(all, fmt.Sprintf("%s holds numbers of %s", column.Field, strings.Join(counts, ", ")))
	}
	text := "by the digits of what has no +, " + strings.Join(all, ", ")
	switch {
	case len(few) > 0:
		a.log("warning: %s: look whether the few lack their country code, %s", text, strings.Join(few, ", "))
	case len(all) > 0:
		a.log("%s", text)
	}
}

// doubtWords say what is doubtful about a row.
func (a *app) doubtWords(w job.RowWarning) string {
	var all []string
	for _, one := range w.About {
		text := a.sentence(one.Fact)
		if one.Field != "" {
			text = string(one.Field) + ": " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// joinRows names the first rows of so many.
func joinRows(rows []int, count int) string {
	var b strings.Builder
	for i, r := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, r)
	}
	if count > len(rows) {
		b.WriteString("...")
	}
	return b.String()
}
