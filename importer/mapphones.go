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
	if chosen, ok := preferred(pool); ok {
		if other := u.numbersElsewhere(chosen); len(other) > 0 {
			u.ask("missing-column", ChatID, other)
			return
		}
		u.claims[ChatID] = []int{chosen.index}
		return
	}
	u.askPhones(ChatID, pool)
}

// doubtRecipient looks again at a column that says it is the recipients': one that says
// WhatsApp may be meant beside it, and one that holds no numbers where another does holds names.
func (u *understanding) doubtRecipient(claimed []int, pool []column) {
	c := u.columns[claimed[0]]
	if c.key == headerKey(string(ChatID)) {
		return // the field's own name
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

// numbersElsewhere returns the other columns that hold numbers, if c holds none in several rows.
func (u *understanding) numbersElsewhere(c column) (other []column) {
	if c.filled < 2 || c.number > 0 {
		return nil
	}
	for _, o := range u.columns {
		if o.numbers() && o.number > 1 && o.index != c.index && !u.freed[o.index] && o.field != PhoneContact {
			other = append(other, o)
		}
	}
	return other
}
