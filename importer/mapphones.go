package importer

import "slices"

// recipient finds the column of the chats, unless a header says that it is theirs. Of
// columns that speak of phones, one that says WhatsApp comes first, then one that says
// mobile where all others are of some other kind. Everything else is a question.
func (u *understanding) recipient() {
	pool := u.phones()
	if claimed := u.claims[ChatID]; len(claimed) > 0 && !u.settled(ChatID) {
		u.doubtRecipient(claimed, pool)
		return
	}
	if u.settled(ChatID) {
		return
	}
	pool = likely(pool, u.open(PhoneContact))
	if !u.open(PhoneContact) && u.whole {
		pool = filled(pool)
	}
	if chosen, ok := preferred(pool); ok {
		if other := u.numbersElsewhere(chosen); len(other) > 0 {
			u.ask("missing-column", ChatID, other)
			return
		}
		u.claims[ChatID] = []int{chosen.index}
		return
	}
	if len(pool) == 1 && u.only(pool[0]) {
		u.claims[ChatID] = []int{pool[0].index}
		return
	}
	u.askPhones(ChatID, pool)
}

// doubtRecipient looks again at a column that says it is the recipients': one that says
// WhatsApp may be meant beside it, and one that holds no numbers where another does holds names.
func (u *understanding) doubtRecipient(claimed []int, pool []column) {
	if claimed = u.withNumbers(claimed); len(claimed) > 1 {
		return
	}
	c := u.columns[claimed[0]]
	if c.key == headerKey(string(ChatID)) {
		u.doubtID(c, pool)
		return
	}
	for _, p := range pool {
		if p.phone == whatsAppPhone && (p.filled == 0 || p.number > 0) {
			u.claims[ChatID] = append(u.claims[ChatID], p.index)
		}
	}
	if len(u.claims[ChatID]) > 1 {
		return
	}
	if other := u.numbersElsewhere(c); len(other) > 0 {
		u.ask("missing-column", ChatID, other)
	}
}

// withNumbers leaves, of several columns that say they are the recipients', the one that holds
// numbers where the others hold names.
func (u *understanding) withNumbers(claimed []int) []int {
	left := slices.DeleteFunc(slices.Clone(claimed), func(i int) bool { return u.columns[i].number == 0 && u.columns[i].filled > 0 })
	if len(left) != 1 || len(claimed) == 1 {
		return claimed
	}
	for _, i := range claimed {
		if i != left[0] {
			u.columns[i].field = anyName
		}
	}
	u.claims[ChatID] = left
	return left
}

// doubtID asks about chat ids that may be another network's: so few digits, and nothing else.
func (u *understanding) doubtID(c column, pool []column) {
	pool = slices.DeleteFunc(pool, func(p column) bool { return p.number == 0 })
	own := trim(c.header) == string(ChatID)
	switch {
	case c.short == 0 || 2*c.short < c.filled:
	case own && !slices.ContainsFunc(pool, func(p column) bool { return p.short == 0 }):
	case len(pool) > 0 || !own:
		u.ask("missing-column", ChatID, append([]column{c}, pool...))
	}
}

// card finds the column of the card's number: beside a recipient the one column that speaks
// of phones.
func (u *understanding) card() {
	if !u.open(PhoneContact) {
		return
	}
	pool := likely(u.phones(), false)
	if len(pool) == 1 && pool[0].phone >= plainPhone {
		u.claims[PhoneContact] = []int{pool[0].index}
		return
	}
	u.askPhones(PhoneContact, pool)
}

// phones are the columns that speak of phones and are nothing else yet.
func (u *understanding) phones() (pool []column) {
	for _, c := range u.columns {
		if c.phone != noPhone && !u.freed[c.index] && !slices.Contains(u.claims[ChatID], c.index) {
			pool = append(pool, c)
		}
	}
	return pool
}

// likely leaves out, where some column holds numbers, those that do not: a WhatsApp column
// of yes and no, office phones that nobody filled in. A blank column that says mobile or
// WhatsApp stays: its numbers may come later; so does any phone while two of them are wanted.
// Where other phones are, no fax is meant.
func likely(pool []column, two bool) (left []column) {
	numbers := slices.ContainsFunc(pool, func(c column) bool { return c.number > 0 })
	for _, c := range pool {
		switch {
		case numbers && c.number == 0 && (c.filled > 0 || c.phone < plainPhone || c.phone == plainPhone && !two):
		case c.phone == faxPhone && len(pool) > 1 && slices.ContainsFunc(pool, func(o column) bool { return o.phone != faxPhone }):
		default:
			left = append(left, c)
		}
	}
	return left
}

// filled leaves out the columns without a value, if others hold numbers and say that they are
// somebody's own.
func filled(pool []column) []column {
	if !slices.ContainsFunc(pool, func(c column) bool { return c.number > 0 && c.phone >= plainPhone }) {
		return pool
	}
	return slices.DeleteFunc(pool, func(c column) bool { return c.filled == 0 })
}

// only reports whether a column is all that the file has in the way of numbers, and its header
// does not say that they are somebody else's or an office's.
func (u *understanding) only(c column) bool {
	return c.phone == oddPhone && c.number > 0 && c.number == c.filled && !elsewhere(c.header) &&
		!slices.ContainsFunc(u.columns, func(o column) bool { return o.index != c.index && (o.numbers() || o.phone != noPhone) })
}

// preferred is the one column whose header says best that it is the recipients', if there is one.
func preferred(pool []column) (column, bool) {
	var kinds [whatsAppPhone + 1][]column
	numbers := false
	for _, c := range pool {
		kinds[c.phone] = append(kinds[c.phone], c)
		numbers = numbers || c.number > 0
	}
	seen := func(c column) bool { return c.number > 0 || !numbers }
	whatsApp, mobile, plain := kinds[whatsAppPhone], kinds[mobilePhone], kinds[plainPhone]
	switch {
	case len(whatsApp) == 1 && seen(whatsApp[0]):
		return whatsApp[0], true
	case len(whatsApp) > 0:
		return column{}, false
	case len(mobile) == 1 && len(plain) == 0 && seen(mobile[0]):
		return mobile[0], true
	case len(plain) == 1 && len(pool) == 1:
		return plain[0], true
	}
	return column{}, false
}

// askPhones asks for one of the columns that speak of phones, if there are any.
func (u *understanding) askPhones(f Field, pool []column) {
	if len(pool) == 0 {
		return
	}
	code := "missing-column"
	if len(pool) > 1 && slices.ContainsFunc(pool, func(c column) bool { return c.known }) {
		code = "duplicate-column"
	}
	u.ask(code, f, pool)
}

// numbersElsewhere returns the other columns that hold numbers, if c holds words and none of them.
func (u *understanding) numbersElsewhere(c column) (other []column) {
	if c.filled == 0 || c.number > 0 || !slices.ContainsFunc(c.values, lettered) {
		return nil
	}
	for _, o := range u.columns {
		if o.numbers() && (o.number > 1 || o.phone != noPhone) && o.index != c.index && !u.freed[o.index] && o.field != PhoneContact {
			other = append(other, o)
		}
	}
	return other
}
