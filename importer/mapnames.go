package importer

import (
	"slices"
	"strings"
	"unicode"

	"contactcast/importer/cells"
)

// names settles what a name of no particular kind is. Where the card's number is the same
// for all, the sheet's names are its recipients' and not the card's.
func (u *understanding) names() {
	if u.setCard {
		u.leaveNames()
		return
	}
	u.dropNumbered()
	if len(u.claims[anyParty]) > 0 {
		to := anyName
		if u.person() && u.open(Company) {
			to = Company
		}
		u.move(anyParty, to)
	}
	if len(u.claims[surname]) > 0 {
		to := anyName
		if u.given(FirstName) && !u.given(LastName) {
			to = LastName
		}
		u.move(surname, to)
	}
	u.sameName()
	u.wholeName()
}

// wholeName gives a whole name to the first name. Beside a first and a last name it says
// nothing new and stays an ordinary column.
func (u *understanding) wholeName() {
	whole := u.claims[anyName]
	switch {
	case len(whole) == 0:
	case u.given(FirstName) && u.given(LastName) || u.settled(FirstName):
		delete(u.claims, anyName)
	case len(whole) == 1 && u.given(LastName) && !u.given(FirstName) && !givenName(u.columns[whole[0]].key) && !u.settled(LastName) &&
		!u.differ(whole[0], u.claims[LastName]):
		for _, i := range u.claims[LastName] {
			u.hint(HintWhole, u.columns[i], LastName, whole[0])
		}
		delete(u.claims, LastName)
		u.move(anyName, FirstName)
	default:
		u.move(anyName, FirstName)
	}
}

// sameName leaves one of several columns that hold the same name: of whole ones the first, and
// a whole one before its first part.
func (u *understanding) sameName() {
	all := u.claims[anyName]
	if len(all) > 1 && !slices.ContainsFunc(all[1:], func(i int) bool { return !u.repeats(i, all[0]) }) {
		for _, i := range all[1:] {
			u.hint(HintWhole, u.columns[i], FirstName, all[0])
		}
		u.claims[anyName] = all[:1]
	}
	first := u.claims[FirstName]
	if len(u.claims[anyName]) == 1 && len(first) == 1 && !u.given(LastName) && !u.settled(FirstName) && u.repeats(u.claims[anyName][0], first[0]) {
		u.hint(HintWhole, u.columns[first[0]], FirstName, u.claims[anyName][0])
		delete(u.claims, FirstName)
	}
}

// differ reports whether what is called a whole name has, in rows that have both, nothing of the last one.
func (u *understanding) differ(whole int, last []int) bool {
	return len(last) == 1 && !u.repeats(whole, last[0]) && slices.ContainsFunc(u.sample, func(row cells.Row) bool {
		return len(nameWords(row, u.offset+whole)) > 0 && len(nameWords(row, u.offset+last[0])) > 0
	})
}

// repeats reports whether each row's value in one column holds the words of the other, which
// is not blank everywhere.
func (u *understanding) repeats(whole, part int) (any bool) {
	for _, row := range u.sample {
		words := nameWords(row, u.offset+part)
		if len(words) == 0 {
			continue
		}
		any = true
		all := nameWords(row, u.offset+whole)
		if slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(all, w) }) {
			return false
		}
	}
	return any
}

// nameWords are the words of one cell.
func nameWords(row cells.Row, at int) []string {
	if at >= len(row.Cells) {
		return nil
	}
	return strings.FieldsFunc(strings.ToLower(row.Cells[at].Text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// givenName reports whether a header says no more than name, which beside a last name is the first.
func givenName(key string) bool {
	return slices.Contains([]string{"name", "naam", "nama", "namn", "navn", "nimi"}, key) || key == headerKey("שם") || key == headerKey("الاسم")
}

// dropNumbered leaves out a column that says it is a whole name and holds none, such as the
// number of an order.
func (u *understanding) dropNumbered() {
	for _, f := range []Field{anyName, surname, anyParty} {
		if len(u.claims[anyName])+len(u.claims[surname])+len(u.claims[anyParty]) < 2 && !u.given(FirstName) {
			return
		}
		u.claims[f] = slices.DeleteFunc(u.claims[f], func(i int) bool {
			c := u.columns[i]
			return c.filled > 0 && !slices.ContainsFunc(c.values, lettered)
		})
	}
}

// lettered reports whether there is a word in a text.
func lettered(text string) bool { return strings.IndexFunc(text, unicode.IsLetter) >= 0 }

// person reports whether some column is a person's name.
func (u *understanding) person() bool {
	for _, f := range []Field{FirstName, LastName, anyName, surname} {
		if len(u.claims[f]) > 0 {
			return true
		}
	}
	return false
}

// given reports whether a field has a column or a value.
func (u *understanding) given(f Field) bool { return len(u.claims[f]) > 0 || u.settled(f) }

// move gives the claims on a vague meaning to a field.
func (u *understanding) move(from, to Field) {
	columns := u.claims[from]
	delete(u.claims, from)
	if isField(to) && u.settled(to) {
		return
	}
	u.claims[to] = append(u.claims[to], columns...)
	slices.Sort(u.claims[to])
}

// leaveNames leaves the sheet's names out of a card whose number is set for all, but for
// those that the operator names.
func (u *understanding) leaveNames() {
	for _, f := range append(nameFields(), anyName, surname, anyParty) {
		if _, named := u.named[f]; named {
			continue
		}
		for _, i := range u.claims[f] {
			to := f
			if !isField(f) {
				to = FirstName
			}
			u.hint(HintSetCard, u.columns[i], to, -1)
		}
		delete(u.claims, f)
	}
}

// hint notes something about a column; chosen is the index of the one it gave way to, or -1.
func (u *understanding) hint(kind HintKind, c column, f Field, chosen int) {
	h := Hint{Kind: kind, Choice: u.choice(c, u.columns), Field: f}
	if chosen >= 0 {
		h.Chosen = columnLetters(u.offset + chosen)
	}
	u.hints = append(u.hints, h)
}
