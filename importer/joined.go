package importer

import "strings"

// separators are the signs that people and programs put between values, the usual ones first.
const (
	usualSeparators   = ",;\t|"
	unusualSeparators = ":~^#!/*"
)

// joined looks for a sign that takes apart rows that all stand in one column: every line of
// a text in quotes, or with an unusual sign between its values.
func (t *Table) joined(r *resolver, q *QuestionError) {
	if len(q.Columns) > 1 {
		return
	}
	for _, row := range t.first {
		texts := cellTexts(row, 0)
		if len(texts) == 0 {
			continue
		}
		for _, sign := range usualSeparators + unusualSeparators {
			u := r.resolve(strings.Split(texts[0], string(sign)), nil)
			if u.known > 1 {
				q.Joined, q.Quoted = sign, t.Format != "csv" || strings.ContainsRune(usualSeparators, sign)
				return
			}
		}
	}
}

// otherSheets looks for sheets whose columns are named, where the one that was read names none.
func otherSheets(path string, opts Options, q *QuestionError) {
	if q.Code != "no-header" && len(q.Lacking) == 0 || len(q.Sheets) < 2 || opts.Cells.Sheet != "" {
		return
	}
	for _, sheet := range q.Sheets {
		if sheet == q.Sheet || len(q.SheetsWithHeader) == mostSheets {
			continue
		}
		opts.Cells.Sheet = sheet
		if t, err := openTable(path, opts); err == nil {
			q.SheetsWithHeader = append(q.SheetsWithHeader, sheet)
			t.Close()
		}
	}
}

// mostSheets is how many other sheets are named to people.
const mostSheets = 3
