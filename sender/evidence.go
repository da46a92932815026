package sender

import (
	"context"
	"strings"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/settle"
)

const (
	// historyCount is how many messages of a chat are asked for: the API's default.
	historyCount = 100
	// allMinutes is the journal's reach by default: a day.
	allMinutes = 1440
)

// cutOff tells whether a listing of that length may lack entries. A listing is documented
// to end at 500; beyond that, only one that ends at a round number looks cut off.
func cutOff(n int) bool { return n >= 500 && (n%100 == 0 || n&(n-1) == 0) }

// skew is how far the server's clock is ahead of ours.
type skew struct {
	ahead time.Duration
	known bool
}

func skewOf(date time.Time) skew {
	if date.IsZero() {
		return skew{}
	}
	return skew{ahead: time.Until(date), known: true}
}

// look reads one view of the account. Its error is the API's; the view is then unreadable.
// last is the skew as last seen, for the one method whose answers are read without their date.
func look(ctx context.Context, c *greenapi.Client, r settle.Read, last skew) (settle.View, error) {
	v := settle.View{Source: r.Source, ChatID: r.ChatID, IDMessage: r.IDMessage, ReadAt: time.Now(), Minutes: min(r.Minutes, allMinutes)}
	clock, err := last, error(nil)
	switch r.Source {
	case settle.Queue:
		clock, err = lookAtQueue(ctx, c, &v)
	case settle.Journal:
		var j greenapi.Journal
		j, err = c.LastOutgoingMessages(ctx, v.Minutes)
		clock, v.Entries, v.Cut = skewOf(j.Date), journalEntries(j), cutOff(len(j.Messages))
	case settle.ChatHistory:
		var j greenapi.Journal
		j, err = c.GetChatHistory(ctx, r.ChatID, historyCount)
		clock, v.Entries, v.Cut = skewOf(j.Date), journalEntries(j), len(j.Messages) >= historyCount
	case settle.Message:
		var m greenapi.JournalMessage
		m, err = c.GetMessage(ctx, r.ChatID, r.IDMessage)
		v.Entries = []settle.Entry{journalEntry(m)}
	}
	v.Skew, v.SkewKnown = clock.ahead, clock.known
	if err != nil {
		v.Unreadable, v.Entries = true, nil
	}
	return v, err
}

// lookAtQueue reads the listing and the count: the listing alone hides its head.
func lookAtQueue(ctx context.Context, c *greenapi.Client, v *settle.View) (skew, error) {
	q, err := c.ShowMessagesQueue(ctx)
	if err != nil {
		return skew{}, err
	}
	for _, m := range q.Messages {
		e := settle.Entry{IDMessage: m.IDMessage, ChatID: m.ChatID, Type: settle.Other}
		if strings.EqualFold(m.Type, "sendContact") {
			e.Type = settle.Stub
			if m.Contact.PhoneContact != 0 {
				body := m.Card
				e.Type, e.Phone, e.Request = settle.Contact, body.Contact.PhoneContact, &body
			}
		}
		v.Entries = append(v.Entries, e)
	}
	v.Cut = cutOff(len(q.Messages))
	if len(q.Messages) == 0 {
		n, err := c.GetMessagesCount(ctx)
		v.Empty = err == nil && n == 0
	}
	return skewOf(q.Date), nil
}

func journalEntries(j greenapi.Journal) []settle.Entry {
	entries := make([]settle.Entry, len(j.Messages))
	for i, m := range j.Messages {
		entries[i] = journalEntry(m)
	}
	return entries
}

func journalEntry(m greenapi.JournalMessage) settle.Entry {
	e := settle.Entry{IDMessage: m.IDMessage, ChatID: m.ChatID, DisplayName: m.DisplayName,
		Time: m.Timestamp, Incoming: m.Type == "incoming", Type: typeOf(m.TypeMessage)}
	if phone, ok := m.Phone(); ok {
		e.Phone = phone
	}
	return e
}

// typeOf tells cards, and what surely is none: the documented types of messages that a
// card never turns into. Anything else may be a card that the API does not show yet.
func typeOf(typeMessage string) settle.Type {
	switch typeMessage {
	case "contactMessage":
		return settle.Contact
	case "textMessage", "extendedTextMessage", "imageMessage", "videoMessage", "documentMessage", "audioMessage",
		"locationMessage", "pollMessage", "stickerMessage", "reactionMessage":
		return settle.Other
	}
	return settle.Stub
}
