package sandbox

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// journalEntry is a message as journal, histories and getMessage show it.
type journalEntry struct {
	Type          string         `json:"type"`
	IDMessage     string         `json:"idMessage,omitempty"`
	Timestamp     int64          `json:"timestamp,omitempty"`
	TypeMessage   string         `json:"typeMessage"`
	ChatID        string         `json:"chatId,omitempty"`
	TextMessage   string         `json:"textMessage,omitempty"`
	Contact       *contactData   `json:"contact,omitempty"`
	QuotedMessage *quotedMessage `json:"quotedMessage,omitempty"`
	StatusMessage string         `json:"statusMessage,omitempty"`
	SendByAPI     *bool          `json:"sendByApi,omitempty"`
}

type contactData struct {
	DisplayName     string `json:"displayName"`
	Vcard           string `json:"vcard"`
	IsForwarded     bool   `json:"isForwarded"`
	ForwardingScore int    `json:"forwardingScore"`
}

type quotedMessage struct {
	StanzaID string `json:"stanzaId"`
}

// stub is what the API shows of a message it knows nothing of yet.
func stub() journalEntry { return journalEntry{Type: "outgoing"} }

// asSent is an entry with the time it was sent at, whatever happened to it later.
func (s *Sandbox) asSent(e *entry, now time.Time) journalEntry {
	status, _ := s.status(e, now)
	return s.journalEntry(e, now, status, e.left())
}

// journalEntry shows a message with the given status and time.
func (s *Sandbox) journalEntry(e *entry, now time.Time, status string, at time.Time) journalEntry {
	byAPI := e.Origin != OriginPhone
	j := journalEntry{
		Type: "outgoing", IDMessage: e.IDMessage, ChatID: e.ChatID, Timestamp: s.clock.shows(at).Unix(),
		StatusMessage: status, SendByAPI: &byAPI,
	}
	if s.options.Quirks.LidChats {
		j.ChatID = lid(e.ChatID)
	}
	switch {
	case now.Sub(s.appears(e)) < s.options.Quirks.Stubs:
		j.StatusMessage, j.SendByAPI = "", nil
	case e.Text != "":
		j.TypeMessage, j.TextMessage = "textMessage", e.Text
	default:
		j.TypeMessage, j.Contact = "contactMessage", e.Contact.data()
	}
	if e.QuotedMessageID != "" && j.TypeMessage != "" {
		j.QuotedMessage = &quotedMessage{e.QuotedMessageID}
	}
	return j
}

// data is the card as WhatsApp carries it.
func (c Contact) data() *contactData {
	name := strings.Join(strings.Fields(c.FirstName+" "+c.MiddleName+" "+c.LastName), " ")
	name = cmp.Or(name, c.Company)
	var card strings.Builder
	fmt.Fprintf(&card, "BEGIN:VCARD\nVERSION:3.0\nN:%s;%s;%s;;\nFN:%s\n",
		escape(c.LastName), escape(c.FirstName), escape(c.MiddleName), escape(name))
	if c.Company != "" {
		fmt.Fprintf(&card, "ORG:%s\n", escape(c.Company))
	}
	fmt.Fprintf(&card, "TEL;type=CELL;waid=%d:%s\nEND:VCARD", c.PhoneContact, spaced(c.PhoneContact))
	return &contactData{DisplayName: name, Vcard: card.String()}
}

// spaced writes a number as WhatsApp does, roughly: +7 900 555 0101.
func spaced(phone int64) string {
	digits := fmt.Sprintf("%011d", phone)
	country := len(digits) - 10
	return fmt.Sprintf("+%s %s %s %s", digits[:country], digits[country:country+3], digits[country+3:country+6], digits[country+6:])
}

// escape writes a text value of a vCard 3.0 (RFC 2426, 5).
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// lid is a person's hidden-number id; groups keep theirs.
func lid(chat string) string {
	if digits, ok := strings.CutSuffix(chat, "@c.us"); ok {
		return fmt.Sprintf("%015d@lid", mix(hash(digits))%1e15)
	}
	return chat
}
