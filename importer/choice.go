package importer

import (
	"slices"
	"strconv"
	"strings"

	"contactcast/internal/words"
)

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

// Fact is the column with its first values.
func (c Choice) Fact() words.Fact {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = strconv.Quote(beginning(v))
	}
	if len(values) == 0 {
		return words.New("column/blank", "column", c.brief())
	}
	return words.New("column/values", "column", c.brief(), "values", strings.Join(values, ", "))
}

// brief is the column by its letter and its header.
func (c Choice) brief() words.Fact {
	if c.Header == "" {
		return words.New("column/letter", "letter", c.Letter)
	}
	return words.New("column/header", "letter", c.Letter, "header", beginning(c.Header))
}

// Label is the column in a list of columns: by its letter, and its header or else its first value.
func (c Choice) Label() words.Fact {
	if c.Header == "" && len(c.Values) > 0 {
		return words.New("column/unnamed", "letter", c.Letter, "values", strconv.Quote(beginning(c.Values[0])))
	}
	return c.brief()
}

// Fact is what a person should know of the column.
func (h Hint) Fact() words.Fact {
	column := h.brief()
	if h.Header == "" {
		column = words.New("column/headless", "letter", h.Letter)
	}
	kind := words.Code("hint/" + h.Kind)
	switch {
	case h.Kind == HintNear && !h.Field.ofList():
		return words.New(kind+"-kind", "column", column, "usual", h.Usual)
	case h.Kind == HintNear:
		return words.New(kind, "column", column, "usual", h.Usual)
	case h.Kind == HintName && h.Chosen != "":
		return words.New(kind+"-instead", "column", h.Choice.Fact(), "chosen", h.Chosen)
	case h.Kind == HintName || h.Kind == HintSecond:
		return words.New(kind, "column", h.Choice.Fact())
	case h.Kind == HintWhole && h.Field == FirstName:
		return words.New(kind+"-instead", "column", column, "chosen", h.Chosen)
	}
	return words.New(kind, "column", column, "chosen", h.Chosen)
}

// ofList reports whether the field is one of a list, not a kind of columns.
func (f Field) ofList() bool { return slices.Contains(Fields(), f) }

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
	line := words.OneLine(text)
	if r := []rune(line); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return line
}
