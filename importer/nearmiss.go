package importer

// nearMisses finds for every header that no field uses the field without a column whose
// name it almost is.
func (u *understanding) nearMisses() map[int]Field {
	near := map[int]Field{}
	if len(u.columns) > mostNear {
		return near
	}
	for _, c := range u.columns {
		if u.mapping.fieldOf(c.index) != "" || c.field != "" || c.phone != noPhone {
			continue
		}
		wanted := func(f Field) bool { return u.wanted(f) && c.mayHold(f) }
		if a := nearest(c.key, wanted); a.field != "" {
			near[c.index] = a.field
		}
	}
	return near
}

// mostNear is how many columns a header has that a person typed.
const mostNear = 500

// usual is the name that a column almost has.
func (u *understanding) usual(c column, f Field) string {
	return nearest(c.key, func(g Field) bool { return g == f }).text
}

// mayHold reports whether a column's values can be a field's: numbers are no names, and words no numbers.
func (c column) mayHold(f Field) bool {
	switch f {
	case ChatID, PhoneContact, anyPhone:
		return c.filled == 0 || c.number > 0
	}
	return c.number == 0
}

// wanted reports whether a field has no column though it could have one.
func (u *understanding) wanted(f Field) bool {
	lacks := func(f Field) bool {
		_, ok := u.mapping[f]
		return !ok && !u.settled(f) && !(u.setCard && f != ChatID && f != QuotedMessageID)
	}
	switch f {
	case otherColumn:
		return false
	case anyPhone:
		return lacks(ChatID) || lacks(PhoneContact)
	case anyName, surname, anyParty:
		return lacks(FirstName)
	}
	return lacks(f)
}

// nearest finds the name that key is within one edit of, or two in a long word.
func nearest(key string, wanted func(Field) bool) (name alias) {
	runes := []rune(key)
	most := 1
	switch {
	case len(runes) < 5:
		return alias{}
	case len(runes) >= 8:
		most = 2
	}
	for _, a := range aliases {
		if d := len(a.key) - len(key); d > 8 || d < -8 || !wanted(a.field) {
			continue
		}
		if d := distance(runes, []rune(a.key)); d > 0 && d <= most {
			name, most = a, d-1
		}
	}
	return name
}

// distance counts the letters to insert, drop, change or swap with their neighbour.
func distance(a, b []rune) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 3
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
