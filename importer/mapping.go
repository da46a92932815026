package importer

import (
	"slices"
	"strings"
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
	named  map[Field]string // Options.Map
	fixed  map[Field]bool   // fields that need no column: Options.Set and Options.Card
	offset int              // columns of a report before the source's own
}

// resolve says which columns are which fields. The error is a *cells.FileError:
// two columns for one field, or a field without a column. The mapping is then
// what was understood.
func (r *resolver) resolve(header []string) (mapping, error) {
	keys := make([]string, len(header))
	for i, h := range header {
		keys[i] = headerKey(h)
	}
	c := r.claim(header, keys)
	r.settlePhones(c)
	r.settleNames(c, keys)
	m := mapping{}
	for f, columns := range c {
		m[f] = columns[0]
	}
	return m, r.judge(c, m, header)
}

// claims are the columns that say they are a field.
type claims map[Field][]int

// claim asks the operator's own names first; the headers they name are free of
// any other meaning, and the fields they fill ask no other column.
func (r *resolver) claim(header, keys []string) claims {
	c, free := claims{}, map[int]bool{}
	for f, name := range r.named {
		for i, key := range keys {
			if header[i] == name || key != "" && key == headerKey(name) {
				c[f] = append(c[f], i)
				free[i] = true
			}
		}
	}
	for i, h := range header {
		f := meaning(h)
		if f != "" && !free[i] && !r.settled(f) {
			c[f] = append(c[f], i)
		}
	}
	return c
}

// meaning is what a header says its column is, or "". What stands in brackets
// behind a name explains it: Phone (with country code).
func meaning(header string) Field {
	if f := meanings[headerKey(header)]; f != "" {
		return f
	}
	name, _, _ := strings.Cut(header, "(")
	return meanings[headerKey(name)]
}

// settled tells whether a field asks no column by its usual names.
func (r *resolver) settled(f Field) bool {
	_, named := r.named[f]
	return named || r.fixed[f]
}

// settlePhones gives a phone of nobody in particular to the card if there is a
// recipient without it, else to the recipient.
func (r *resolver) settlePhones(c claims) {
	field := PhoneContact
	if len(c[ChatID]) == 0 && !r.settled(ChatID) {
		field = ChatID
	}
	r.settle(c, anyPhone, field)
}

// settleNames gives a name of no particular kind to the first name. Beside a
// first and a last name it says nothing new and stays an ordinary column; German
// sheets call the last name so.
func (r *resolver) settleNames(c claims, keys []string) {
	first := c[FirstName]
	switch {
	case len(first) > 0 && len(c[LastName]) > 0:
		delete(c, anyName)
	case len(first) == 1 && keys[first[0]] == "vorname":
		r.settle(c, anyName, LastName)
	default:
		r.settle(c, anyName, FirstName)
	}
}

// settle moves the claims on a vague meaning to a field.
func (r *resolver) settle(c claims, vague, field Field) {
	columns := c[vague]
	delete(c, vague)
	if len(columns) > 0 && !r.settled(field) {
		c[field] = append(c[field], columns...)
		slices.Sort(c[field])
	}
}
