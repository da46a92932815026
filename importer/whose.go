package importer

import "slices"

// whose leaves one person's name to the card: the one whose number it is, as far as headers
// say so. A row may tell of a client and of a manager. Where it is not said, it is asked.
func (u *understanding) whose() {
	phone := u.claims[PhoneContact]
	if u.setCard || u.fixed[PhoneContact] || len(phone) != 1 {
		return
	}
	if named, ok := u.namedPerson(); ok {
		u.onlyOf(named, func(c column) bool { return !roleOf(c.header).apart(named) })
		return
	}
	card := roleOf(u.columns[phone[0]].header)
	if u.take(card) {
		u.onlyOf(card, func(c column) bool { return roleOf(c.header).same(card) })
		return
	}
	if people := u.people(card); len(people) > 0 && u.doubtful(card, people) {
		u.ask("missing-column", FirstName, people)
		for i, c := range people {
			u.question.Candidates[i].Field = namePart(c.header)
		}
		u.question.Whose = new(u.choice(u.columns[phone[0]], u.columns))
	}
}

// personNames are what may be a person's name.
func personNames() []Field {
	return []Field{FirstName, MiddleName, LastName, anyName, surname, anyParty}
}

// namedPerson is whose name the operator has put on the card.
func (u *understanding) namedPerson() (role, bool) {
	for _, f := range []Field{FirstName, LastName, MiddleName} {
		if _, ok := u.named[f]; ok {
			return roleOf(u.columns[u.claims[f][0]].header), true
		}
		if u.fixed[f] {
			return role{}, true
		}
	}
	return role{}, false
}

// take claims the names of that person which have no usual header, and reports whether there are any.
func (u *understanding) take(card role) (any bool) {
	if card.none() {
		return false
	}
	for _, c := range u.columns {
		if u.freed[c.index] || !u.personal(c, card) || !roleOf(c.header).same(card) {
			continue
		}
		any = true
		if f := namePart(c.header); !u.claimed(c) && !u.settled(f) {
			u.claims[f] = append(u.claims[f], c.index)
		}
	}
	return any
}

// onlyOf takes everybody else's name off the card. A company that nothing gives to a person
// who is one of several may be anybody's.
func (u *understanding) onlyOf(card role, theirs func(c column) bool) {
	others := slices.ContainsFunc(u.people(card), func(c column) bool { return roleOf(c.header).apart(card) })
	for _, f := range personNames() {
		u.claims[f] = slices.DeleteFunc(u.claims[f], func(i int) bool { return !u.freed[i] && !theirs(u.columns[i]) })
	}
	u.claims[Company] = slices.DeleteFunc(u.claims[Company], func(i int) bool {
		c := u.columns[i]
		if u.freed[i] || !card.person || roleOf(c.header).same(card) || !others {
			return false
		}
		u.hint(HintName, c, Company, -1)
		return true
	})
}

// claimed reports whether a column already says that it is a person's name.
func (u *understanding) claimed(c column) bool {
	return slices.ContainsFunc(personNames(), func(f Field) bool { return slices.Contains(u.claims[f], c.index) })
}

// personal reports whether a column holds somebody's name by its header: it is called a name,
// or like a person, or just like the one whose phone is on the card.
func (u *understanding) personal(c column, card role) bool {
	if u.claimed(c) {
		return true
	}
	if c.phone != noPhone || c.number > 0 || c.field != "" && c.field != otherColumn {
		return false
	}
	if c.field == "" && nameHeader(c.header) {
		return true
	}
	r := roleOf(c.header)
	words, _ := splitHeader(c.header)
	return len(r.words) == len(words) && (r.same(card) || c.field == "" && allPeople(r.words))
}

func allPeople(words []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !roleWords.person.has(w) })
}

// people are the columns that hold somebody's name, if one of them is claimed.
func (u *understanding) people(card role) (all []column) {
	for _, c := range u.columns {
		if !u.freed[c.index] && u.personal(c, card) {
			all = append(all, c)
		}
	}
	if !slices.ContainsFunc(all, u.claimed) {
		return nil
	}
	return all
}

// doubtful reports whether the headers leave open which of the people is on the card, none of
// whom is said to be the one of its number.
func (u *understanding) doubtful(card role, people []column) bool {
	if card.person {
		return true
	}
	var first role
	apart, unnamed := false, false
	for _, c := range people {
		r := roleOf(c.header)
		unnamed = unnamed || u.claimed(c) && r.none()
		if !r.person || !u.claimed(c) && !nameHeader(c.header) && card.none() {
			continue
		}
		apart = apart || first.person && r.apart(first)
		first = r
	}
	return apart && !unnamed
}

// namePart is the part of a name that a header speaks of; a whole name is the first one.
func namePart(header string) Field {
	outside, inside := splitHeader(header)
	words := append(outside, inside...)
	switch {
	case slices.ContainsFunc(words, func(w string) bool { return fieldNamed(w) == FirstName && !lastNames.has(w) }):
		return FirstName
	case slices.ContainsFunc(words, lastNames.has):
		return LastName
	case slices.ContainsFunc(words, middleNames.has):
		return MiddleName
	}
	return FirstName
}

// lastNames and middleNames are the words for parts of a name that is not a whole one.
var (
	lastNames = newWordList(`last surname* family famil* lastname* фамил* прізв* apellid* sobrenom* apelid* cognom* *nachname *familienname zuname soyad* soyis* nazwisk* achternaam familienaam prijmen* priezv* prezim*
		efternamn etternavn efternavn sukunimi vezetek* επων* επιθ* belakang 姓 姓氏 苗字 משפחה`)
	middleNames = newWordList(`middle patronym* отчеств* батькові tussenvoegsel tengah`)
)
