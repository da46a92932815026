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
	allMinutes = int(greenapi.JournalReach / time.Minute)
)

// cutOff reports whether a listing of that length may lack entries. A listing is documented
// to end at 500; beyond that, only one that ends at a round number looks cut off.
func cutOff(n int) bool { return n >= greenapi.MaxListed && (n%100 == 0 || n&(n-1) == 0) }

// readView reads one view of the account. Its error is the API's; the view is then unreadable.
func readView(ctx context.Context, c *greenapi.Client, r settle.Read) (settle.View, error) {
	v := settle.View{Source: r.Source, ChatID: r.ChatID, IDMessage: r.IDMessage, Minutes: min(r.Minutes, allMinutes)}
	v.ReadAt, _ = c.ServerTime()
	var err error
	switch r.Source {
	case settle.Queue:
		err = readQueue(ctx, c, &v)
	case settle.Journal:
		var j greenapi.Journal
		j, err = c.LastOutgoingMessages(ctx, v.Minutes)
		v.Entries, v.Cut = journalEntries(j), cutOff(len(j.Messages))
	case settle.ChatHistory:
		var j greenapi.Journal
		j, err = c.GetChatHistory(ctx, r.ChatID, historyCount)
		v.Entries, v.Cut = journalEntries(j), len(j.Messages) >= historyCount
	case settle.Message:
		var m greenapi.JournalMessage
		m, err = c.GetMessage(ctx, r.ChatID, r.IDMessage)
		v.Entries = []settle.Entry{journalEntry(m)}
	}
	now, known := c.ServerTime() // which is what entries are dated by
	v.SkewKnown = known
	v.Minutes -= int(now.Sub(v.ReadAt).Minutes()) // it may have waited for its turn, and reaches back less far then
	if err != nil {
		v.Unreadable, v.Entries = true, nil
	}
	return v, err
}

// readQueue reads the listing and the count: the listing alone hides its head.
func readQueue(ctx context.Context, c *greenapi.Client, v *settle.View) error {
	if err := listQueue(ctx, c, v); err != nil || len(v.Entries) > 0 {
		return err
	}
	n, err := c.GetMessagesCount(ctx)
	v.Empty = err == nil && n == 0
	return nil
}

// listQueue reads the listing.
func listQueue(ctx context.Context, c *greenapi.Client, v *settle.View) error {
	q, err := c.ShowMessagesQueue(ctx)
	if err != nil {
		return err
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
	return nil
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

// typeOf is a card, or what surely is none: one of the documented types of messages that a
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

// idsIn are the ids of all that the views show.
func idsIn(views ...settle.View) []string {
	ids := []string{}
	for _, v := range views {
		for _, e := range v.Entries {
			ids = append(ids, e.IDMessage)
		}
	}
	return ids
}

// chatsIn are the chats under which the views show outgoing messages, by id.
func chatsIn(views ...settle.View) map[string]string {
	chats := map[string]string{}
	for _, v := range views {
		for _, e := range v.Entries {
			if !e.Incoming && e.IDMessage != "" {
				chats[e.IDMessage] = e.ChatID
			}
		}
	}
	return chats
}
