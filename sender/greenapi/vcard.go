package greenapi

import (
	"strconv"
	"strings"

	"github.com/emersion/go-vcard"

	"contactcast/internal/card"
)

// Phone is the card's number as digits: WhatsApp's waid if the vCard holds one, else its telephone number.
func (m JournalMessage) Phone() (digits int64, ok bool) {
	phone := m.Card().PhoneContact
	return phone, phone != 0
}

// Card reads what the vCard gives of the contact that was sent: its number, and N and ORG as the names and the company.
// What it does not give is empty. (Its FN is the names joined in an order that is not documented, like DisplayName.)
func (m JournalMessage) Card() card.Contact {
	shown, _ := vcard.NewDecoder(strings.NewReader(m.VCard)).Decode() // what was read before an error still counts
	var c card.Contact
	c.PhoneContact = phone(shown[vcard.FieldTelephone])
	if f := shown.Get(vcard.FieldName); f != nil {
		n := append(components(f.Value), "", "", "")
		c.LastName, c.FirstName, c.MiddleName = n[0], n[1], n[2]
	}
	if f := shown.Get(vcard.FieldOrganization); f != nil {
		c.Company = components(f.Value)[0]
	}
	return c
}

// phone prefers waid: TEL is written for people.
func phone(fields []*vcard.Field) int64 {
	for _, f := range fields {
		if n := digits(f.Params.Get("WAID")); n != 0 {
			return n
		}
	}
	for _, f := range fields {
		if n := digits(f.Value); n != 0 {
			return n
		}
	}
	return 0
}

// digits is the number that the ASCII digits of s form, or 0.
func digits(s string) int64 {
	keep := func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}
	n, err := strconv.ParseInt(strings.Map(keep, s), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// components splits a structured value at its semicolons, but not at an escaped one, which the library leaves as it is.
func components(value string) []string {
	const escaped = "\x00"
	parts := strings.Split(strings.ReplaceAll(value, `\;`, escaped), ";")
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(p, escaped, ";"))
	}
	return parts
}
