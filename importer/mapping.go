package importer

import (
	"strings"

	"contactcast/importer/cells"
)

// Fields returns all fields, in the order in which a row is looked at.
func Fields() []Field {
	return []Field{ChatID, PhoneContact, FirstName, MiddleName, LastName, Company, QuotedMessageID}
}

// nameFields are those of which a card needs one.
func nameFields() []Field { return []Field{FirstName, MiddleName, LastName, Company} }

// mapping says in which of the source's own columns, counted from 0, a field stands.
type mapping map[Field]int

func (m mapping) fieldOf(column int) Field {
	for f, c := range m {
		if c == column {
			return f
		}
	}
	return ""
}

// resolver turns a header into a mapping.
type resolver struct {
	named   map[Field]string // Options.Map
	without map[Field]bool   // fields that Options.Map says have no column
	fixed   map[Field]bool   // fields that need no column: Options.Set and Options.Card
	setCard bool             // Options.Set gives the card's number: the sheet's names are not the card's
	whole   bool             // the rows that are looked at are all that the file has
	offset  int              // columns of a report before the source's own
}

// understanding is what a header came to: a mapping, or a question.
type understanding struct {
	*resolver
	columns  []column
	sample   []cells.Row
	claims   map[Field][]int // the columns that say they are a field
	freed    map[int]bool    // the columns that Options.Map names
	mapping  mapping
	hints    []Hint
	question *QuestionError
	known    int // columns that are understood, those that no field needs included
}

// resolve finds out which columns are which fields, from the header and the rows below it.
func (r *resolver) resolve(header []string, sample []cells.Row) *understanding {
	u := &understanding{resolver: r, columns: newColumns(header, sample, r.offset), sample: sample,
		claims: map[Field][]int{}, freed: map[int]bool{}, mapping: mapping{}}
	for _, c := range u.columns {
		if c.field != "" || c.phone != noPhone {
			u.known++
		}
	}
	u.claim()
	for _, step := range []func(){u.misnamed, u.recipient, u.card, u.whose, u.names, u.several, u.lacking} {
		if u.question == nil {
			step()
		}
	}
	for f, columns := range u.claims {
		if len(columns) > 0 && isField(f) {
			u.mapping[f] = columns[0]
		}
	}
	u.leftOver()
	if u.question != nil {
		u.question.Columns, u.question.Given = r.choices(u.columns, u.columns), r.given()
		for i, c := range u.question.Columns {
			for f, at := range u.mapping {
				if columnLetters(r.offset+at) == c.Letter {
					u.question.Columns[i].Field = f
				}
			}
		}
		u.question.Hints = u.hints
	}
	return u
}

// claim asks the operator's own names first; the headers they name are free of any other
// meaning, and the fields they fill ask no other column.
func (u *understanding) claim() {
	for f, name := range u.named {
		for _, i := range u.called(name) {
			u.claims[f] = append(u.claims[f], i)
			u.freed[i] = true
		}
	}
	for _, c := range u.columns {
		if c.field != "" && !u.freed[c.index] && !u.settled(c.field) {
			u.claims[c.field] = append(u.claims[c.field], c.index)
		}
	}
}

// called returns the columns of that header, or else the one of that letter.
func (u *understanding) called(name string) (found []int) {
	key := headerKey(name)
	for _, c := range u.columns {
		if c.header == name || key != "" && c.key == key {
			found = append(found, c.index)
		}
	}
	if len(found) > 0 {
		return found
	}
	for _, c := range u.columns {
		if strings.EqualFold(strings.TrimSpace(name), columnLetters(u.offset+c.index)) {
			return []int{c.index}
		}
	}
	return nil
}

// settled reports whether a field asks no column by its usual names.
func (r *resolver) settled(f Field) bool {
	_, named := r.named[f]
	return named || r.fixed[f] || r.without[f]
}

// given returns the fields that need no column.
func (r *resolver) given() (fields []Field) {
	for _, f := range Fields() {
		if r.fixed[f] {
			fields = append(fields, f)
		}
	}
	return fields
}

// open reports whether a field still needs a column.
func (u *understanding) open(f Field) bool { return !u.settled(f) && len(u.claims[f]) == 0 }

// misnamed refuses a name of Options.Map that no column or several have.
func (u *understanding) misnamed() {
	for _, f := range Fields() {
		name, ok := u.named[f]
		switch {
		case ok && len(u.claims[f]) == 0:
			u.question = &QuestionError{Code: "missing-column", Field: f, Named: name}
			return
		case ok && len(u.claims[f]) > 1:
			u.ask("duplicate-column", f, u.at(u.claims[f]))
			return
		}
	}
}

// several refuses two columns for one field.
func (u *understanding) several() {
	for _, f := range Fields() {
		if len(u.claims[f]) > 1 {
			u.ask("duplicate-column", f, u.at(u.claims[f]))
			return
		}
	}
}

// lacking refuses a header without a column that is needed.
func (u *understanding) lacking() {
	var lacking []Field
	for _, f := range []Field{ChatID, PhoneContact} {
		if len(u.claims[f]) == 0 && !u.fixed[f] {
			lacking = append(lacking, f)
		}
	}
	named := false
	for _, f := range nameFields() {
		named = named || len(u.claims[f]) > 0 || u.fixed[f]
	}
	if !named {
		lacking = append(lacking, anyName)
	}
	if len(lacking) > 0 {
		u.question = &QuestionError{Code: "missing-column", Lacking: lacking}
	}
}

// ask asks which of several columns is a field.
func (u *understanding) ask(code string, f Field, candidates []column) {
	u.question = &QuestionError{Code: code, Field: f, Candidates: u.choices(candidates, u.columns)}
}

func (u *understanding) at(indexes []int) (columns []column) {
	for _, i := range indexes {
		columns = append(columns, u.columns[i])
	}
	return columns
}
