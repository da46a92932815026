// Package card is what is sent: one card to one chat. It is a leaf that whoever reads,
// keeps, sends or reports a card may name.
package card

import (
	"crypto/sha256"
	"encoding/binary"
)

// MostBytes is the size of a request from which on the API refuses it: its documentation says
// that a JSON body over 100 kB answers 500 "request entity too large".
const MostBytes = 100_000

// Card is the body of one sendContact request: whom to send to, and the contact.
// Field names and types are those of the method's documentation.
// https://green-api.com/en/docs/api/sending/SendContact/
type Card struct {
	// ChatID is "<digits>@c.us", a group's "...@g.us" or a hidden-number "...@lid".
	ChatID string `json:"chatId"`
	// Contact is what is shown to the recipient.
	Contact Contact `json:"contact"`
	// QuotedMessageID, if any, is the idMessage of a message in the same chat.
	QuotedMessageID string `json:"quotedMessageId,omitempty"`
}

// Contact is a contact card. One of the four names must not be empty; empty ones are left out of the request.
type Contact struct {
	// PhoneContact is the international number as digits, without "+"; documented as 11 or 12 digits.
	PhoneContact int64  `json:"phoneContact"`
	FirstName    string `json:"firstName,omitempty"`
	MiddleName   string `json:"middleName,omitempty"`
	LastName     string `json:"lastName,omitempty"`
	Company      string `json:"company,omitempty"`
}

// Named reports whether the contact has one of the four names, which the API demands.
func (c Contact) Named() bool {
	return c.FirstName != "" || c.MiddleName != "" || c.LastName != "" || c.Company != ""
}

// Key names a card by its content: two cards have the same key only if all that would be
// sent is the same.
func (c Card) Key() [16]byte {
	b := make([]byte, 0, 256)
	b = binary.BigEndian.AppendUint64(b, uint64(c.Contact.PhoneContact))
	for _, s := range [...]string{c.ChatID, c.Contact.FirstName, c.Contact.MiddleName, c.Contact.LastName, c.Contact.Company, c.QuotedMessageID} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s))) // each text behind its length
		b = append(b, s...)
	}
	sum := sha256.Sum256(b)
	return [16]byte(sum[:16])
}
