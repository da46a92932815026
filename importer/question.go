package importer

import (
	"fmt"
	"strings"

	"contactcast/importer/cells"
)

// QuestionError says that a person has to decide how the file is read. It holds facts; which
// flags answer it is told by who asked for the file.
type QuestionError struct {
	// Code is "no-header", "missing-column" or "duplicate-column".
	Code string
	// Row is the number of the row that names the columns, or 0 if there is none.
	Row int
	// Field is the field that several columns may be, or the one that --map names a column
	// for that is not there; "" in all other cases.
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

// Choice is a column that may be what is asked for.
type Choice struct {
	Letter  string   // as the spreadsheet program names it
	Header  string   // trimmed; "" if it has none
	Name    string   // what names the column in Options.Map: its header, or its letter where that is not enough
	Field   Field    // what it is read as, or ""
	Values  []string // its first values
	Numbers bool     // its values are phone numbers or chat ids
	Phone   bool     // its header speaks of a phone, or its values are numbers
}

// Hint is something about a column that a person should know.
type Hint struct {
	Kind   HintKind
	Choice        // the column
	Field  Field  // what the column may be, or what was chosen from another
	Usual  string // HintNear: the name it almost has
	Chosen string // the letter of the column that was chosen instead, or ""
}

// HintKind says why a column is mentioned.
type HintKind string

// The kinds of hints.
const (
	HintNear    HintKind = "near"     // its header is almost the name of a field
	HintName    HintKind = "name"     // it looks like a person's name, and is not on the card
	HintOther   HintKind = "other"    // another column of phones was chosen, as its header says more
	HintSecond  HintKind = "second"   // it is a second surname, which goes behind the one that was chosen
	HintSetCard HintKind = "set-card" // it is the recipient's name, and the card is set for all
	HintWhole   HintKind = "whole"    // it is part of a name that another column holds whole
)

// Error tells the question for people.
func (e *QuestionError) Error() string {
	where := ""
	if e.Row > 0 {
		where = fmt.Sprintf("row %d: ", e.Row)
	}
	switch {
	case e.Named != "":
		return fmt.Sprintf("%sno column is called %q, which was to be %s", where, e.Named, e.Field)
	case len(e.Candidates) > 0:
		names := make([]string, len(e.Candidates))
		for i, c := range e.Candidates {
			names[i] = fmt.Sprintf("%s %q", c.Letter, beginning(c.Header))
		}
		return fmt.Sprintf("%swhich column is %s: %s?", where, e.Field, strings.Join(names, ", "))
	case len(e.Lacking) > 0:
		names := make([]string, len(e.Lacking))
		for i, f := range e.Lacking {
			names[i] = string(f)
		}
		return fmt.Sprintf("%sno column for %s", where, strings.Join(names, ", nor for "))
	}
	return where + "no row names the columns"
}

// choice describes a column.
func (r *resolver) choice(c column, all []column) Choice {
	letter := columnLetters(r.offset + c.index)
	header := trim(c.header)
	name := header
	for _, other := range all {
		if other.index != c.index && other.key == c.key {
			name = letter
		}
	}
	if c.key == "" {
		name = letter
	}
	numbers := c.numbers()
	return Choice{Letter: letter, Header: header, Name: name, Values: c.values, Numbers: numbers, Phone: numbers || c.phone != noPhone}
}

// choices describes columns; of all of them, those in which there is something.
func (r *resolver) choices(columns, all []column) (cs []Choice) {
	for _, c := range columns {
		if trim(c.header) != "" || c.filled > 0 {
			cs = append(cs, r.choice(c, all))
		}
	}
	return cs
}

// columnLetters names a column, counted from 0, as spreadsheet programs do.
func columnLetters(i int) string {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return letters
}

// beginning is what of a header is worth showing: without one, a file's first row may hold anything.
func beginning(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
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
