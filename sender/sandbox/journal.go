package sandbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
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

// lastOutgoingMessages lists messages of any chat whose last change lies in the minutes asked for (a day's by
// default), the last to leave first. It is cut at 500 entries; times are those of the last change.
func (s *Sandbox) lastOutgoingMessages(c call) reply {
	minutes, err := strconv.Atoi(cmp.Or(c.query.Get("minutes"), "1440"))
	if err != nil || minutes <= 0 {
		return refuse(http.StatusBadRequest, invalid("'minutes' must be a positive number"))
	}
	since := c.now.Add(-time.Duration(minutes) * time.Minute)
	longest := max(s.options.ReadAfter, deliveredAfter)
	list := []journalEntry{}
	more := false
	for i := len(s.record.entries) - 1; i >= 0 && !more; i-- {
		e := &s.record.entries[i]
		if e.LeavesAt.Add(longest).Before(since) {
			break // and all before it
		}
		status, changed := s.status(e, c.now)
		if !s.shown(e, c.now) || changed.Before(since) {
			continue
		}
		if more = len(list) == pageSize; !more {
			list = append(list, s.journalEntry(e, c.now, status, changed))
		}
	}
	if more && s.options.Quirks.JournalBroken {
		return reply{status: http.StatusOK, body: strayComma(list)}
	}
	return reply{status: http.StatusOK, body: list}
}

// strayComma is the listing as an old release of the service wrote it.
func strayComma(list []journalEntry) []byte {
	body, _ := json.Marshal(list) // plain structs: it cannot fail
	return append(body[:len(body)-1], ",]"...)
}

type chatQuery struct {
	ChatID    string `json:"chatId"`
	IDMessage string `json:"idMessage"`
	Count     *int   `json:"count"`
}

// getChatHistory lists a chat's messages, newest first, 100 unless told otherwise; times are those of sending.
func (s *Sandbox) getChatHistory(c call) reply {
	var q chatQuery
	if problem := decodeQuery(c.body, &q); problem != "" {
		return refuse(http.StatusBadRequest, problem)
	}
	count := 100
	if q.Count != nil {
		count = *q.Count
	}
	list := []journalEntry{}
	for i, ok := s.newestIn(q.ChatID); ok && i >= 0 && len(list) < count; i = s.record.entries[i].previous {
		if e := &s.record.entries[i]; s.shown(e, c.now) {
			list = append(list, s.timeless(e, c.now))
		}
	}
	return reply{status: http.StatusOK, body: list}
}

func (s *Sandbox) newestIn(chat string) (int32, bool) {
	i, ok := s.record.byChat[chat]
	return i, ok
}

// getMessage shows one message, or a stub before it is in the journal and if its recipient has no account.
func (s *Sandbox) getMessage(c call) reply {
	var q chatQuery
	if problem := decodeQuery(c.body, &q); problem != "" {
		return refuse(http.StatusBadRequest, problem)
	}
	if q.IDMessage == "" {
		return refuse(http.StatusBadRequest, invalid("'idMessage' is required"))
	}
	i, ok := s.record.byID[q.IDMessage]
	if !ok || !s.sameChat(s.record.entries[i].ChatID, q.ChatID) {
		return refuse(http.StatusBadRequest, "bad request data")
	}
	e := &s.record.entries[i]
	if status, _ := s.status(e, c.now); status == "noAccount" || !s.shown(e, c.now) {
		return reply{status: http.StatusOK, body: stub()}
	}
	return reply{status: http.StatusOK, body: s.timeless(e, c.now)}
}

func (s *Sandbox) sameChat(chat, asked string) bool {
	return asked == chat || s.options.Quirks.LidChats && asked == lid(chat)
}

func decodeQuery(body []byte, q *chatQuery) (problem string) {
	if err := json.Unmarshal(body, q); err != nil {
		return "bad request data"
	}
	if q.ChatID == "" {
		return invalid("'chatId' is required")
	}
	return ""
}

// timeless is an entry with the time it was sent at, whatever happened to it later.
func (s *Sandbox) timeless(e *entry, now time.Time) journalEntry {
	status, _ := s.status(e, now)
	return s.journalEntry(e, now, status, e.left())
}

// journalEntry shows a message with the given status and time.
func (s *Sandbox) journalEntry(e *entry, now time.Time, status string, at time.Time) journalEntry {
	byAPI := e.Origin != OriginPhone
	j := journalEntry{
		Type: "outgoing", IDMessage: e.IDMessage, ChatID: e.ChatID, Timestamp: at.Add(s.options.ClockSkew).Unix(),
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

// left is when the message went to WhatsApp, or was refused there.
func (e *entry) left() time.Time {
	if e.fate == refused {
		return e.refusedAt
	}
	return e.LeavesAt
}

// appears is when the message shows in the journal, if it does.
func (s *Sandbox) appears(e *entry) time.Time {
	lag := s.options.JournalLag
	if jitter := s.options.Quirks.JournalJitter; jitter > 0 {
		lag += time.Duration(s.chance(e.IDMessage, 0) * float64(jitter))
	}
	return e.left().Add(lag)
}

func (s *Sandbox) shown(e *entry, now time.Time) bool {
	q := &s.options.Quirks
	return !q.JournalOff && e.fate != expires && !now.Before(s.appears(e)) &&
		(q.JournalGaps == 0 || s.chance(e.IDMessage, 1) >= q.JournalGaps)
}

// How long after a message left its status changes.
const (
	sentAfter      = time.Second
	deliveredAfter = 3 * time.Second
)

// status is the message's delivery status and when that last changed.
func (s *Sandbox) status(e *entry, now time.Time) (string, time.Time) {
	if e.fate == refused {
		return "yellowCard", e.refusedAt
	}
	digits, _, _ := strings.Cut(e.ChatID, "@")
	for ending, status := range s.options.Outcomes {
		if strings.HasSuffix(digits, ending) {
			return status, e.LeavesAt
		}
	}
	age := now.Sub(e.LeavesAt)
	switch {
	case age >= s.options.ReadAfter && mix(hash(e.ChatID))%2 == 0:
		return "read", e.LeavesAt.Add(s.options.ReadAfter)
	case age >= deliveredAfter:
		return "delivered", e.LeavesAt.Add(deliveredAfter)
	case age >= sentAfter:
		return "sent", e.LeavesAt.Add(sentAfter)
	}
	return "pending", e.LeavesAt
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
	fmt.Fprintf(&card, "TEL;type=CELL;waid=%[1]d:+%[1]d\nEND:VCARD", c.PhoneContact)
	return &contactData{DisplayName: name, Vcard: card.String()}
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
