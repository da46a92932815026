package importer

import (
	"contactcast/importer/cells"
	"contactcast/internal/words"
)

// QuestionError says that a person has to decide how the file is read. It holds facts; which
// flags answer it is said by whoever asked for the file.
type QuestionError struct {
	// Code is "no-header", "missing-column" or "duplicate-column".
	Code string
	// Row is the number of the row that names the columns, or 0 if there is none.
	Row int
	// Field is the field that several columns may be, or the one for which
	// Options.Map names a column that is not there; "" in all other cases.
	Field Field
	// Named is the header that no column has, though Options.Map names it.
	Named string
	// Lacking are the fields that are needed and that nothing gives: ChatID, PhoneContact,
	// "name" for one of the four names.
	Lacking []Field
	// Given are the fields that have the same value in every row and need no column.
	Given []Field
	// Candidates are the columns of which one may be Field.
	Candidates []Choice
	// Whose is the column of the card's number where it is not clear whose name goes with it, or nil.
	Whose *Choice
	// Columns are all columns with a header or a value.
	Columns []Choice
	// Hints are columns whose header is almost a name of what is lacking, or that look like it.
	Hints []Hint
	// Below is the number of a row that names the columns, but below rows that look like
	// data; Data is the first of those, or the row that Options.HeaderRow says names the
	// columns, if it holds a number. 0 if there is none.
	Below, Data int
	// Joined is the sign between the values of rows that all stand in one column, or 0. Quoted
	// reports whether they are texts in quotes, which no delimiter takes apart.
	Joined rune
	Quoted bool
	// Format and Sheet are what was read, SheetsWithHeader the other sheets that name columns,
	// Sheets all visible ones.
	Format           string
	Sheet            string
	SheetsWithHeader []string
	Sheets           []string
	// Encoding is the text's encoding if nothing but its letters told it, else "".
	Encoding string
}

// Error is for programmers; whoever speaks to people makes its words from the fact.
func (e *QuestionError) Error() string { return e.Fact().String() }

// Fact is the question, without where it arose and what answers it.
func (e *QuestionError) Fact() words.Fact {
	which, whose := words.Code("duplicate-column/which"), words.Code("duplicate-column/whose")
	if e.Code == "missing-column" {
		which, whose = "missing-column/which", "missing-column/whose"
	}
	switch {
	case e.Named != "":
		return words.New("missing-column/named", "header", beginning(e.Named), "field", e.Field.Fact())
	case e.Whose != nil:
		return words.New(whose, "letter", e.Whose.Letter, "header", beginning(e.Whose.Header))
	case len(e.Candidates) == 1 && e.Code == "missing-column":
		return words.New("missing-column/perhaps", "field", e.Field.Fact(), "column", e.Candidates[0].brief())
	case len(e.Candidates) > 0:
		return words.New(which, "field", e.Field.Fact())
	case e.Below > 0:
		return words.New("no-header/below", "below", e.Below, "data", e.Data)
	case e.Data > 0:
		return words.New("no-header/data", "row", e.Row)
	case e.Code != "no-header":
		lacking := make([]words.Fact, len(e.Lacking))
		for i, f := range e.Lacking {
			lacking[i] = f.Fact()
		}
		return words.New("missing-column/lacking", "fields", words.Chain("field/nor", lacking...))
	case e.Row > 0 && len(e.Columns) == 0:
		return words.New("no-header/blank", "row", e.Row)
	}
	return words.New("no-header")
}

// Fact is what the field is for people.
func (f Field) Fact() words.Fact {
	if f == ChatID || f == PhoneContact || f == "name" {
		return words.New(words.Code("field/" + f))
	}
	return words.AsTold(string(f))
}

// cellTexts are a row's texts, without those of a report.
func cellTexts(row cells.Row, offset int) []string {
	var texts []string
	for _, c := range row.Cells[min(offset, len(row.Cells)):] {
		texts = append(texts, c.Text)
	}
	for len(texts) > 0 && blank(texts[len(texts)-1]) {
		texts = texts[:len(texts)-1]
	}
	return texts
}
