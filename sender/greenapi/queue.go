package greenapi

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"contactcast/internal/card"
)

// Queue is a listing of what waits in the account's queue, oldest first. It shows the first 500 at most and
// is known to hide the message at its head: that a message is not in it proves nothing.
type Queue struct {
	Messages []QueuedMessage
	// Date is the server's clock; zero if it sent none.
	Date time.Time
}

// QueuedMessage is an entry of the queue.
type QueuedMessage struct {
	// IDMessage is the id that the send call gave.
	IDMessage string
	// Type is the method that queued it, such as "sendContact".
	Type string
	// card.Card is the request's body when Type is sendContact, else empty.
	card.Card
}

// ShowMessagesQueue lists the account's queue. One request a second.
// https://green-api.com/en/docs/api/queues/ShowMessagesQueue/
func (c *Client) ShowMessagesQueue(ctx context.Context) (Queue, error) {
	const method = "showMessagesQueue"
	a, err := c.get(ctx, method, "")
	if err != nil {
		return Queue{}, err
	}
	var entries []queueEntry
	if json.Unmarshal(a.body, &entries) != nil || entries == nil {
		return Queue{}, c.unusable(method, a, "the answer is not a list")
	}
	q := Queue{Messages: make([]QueuedMessage, len(entries)), Date: a.date}
	for i, e := range entries {
		q.Messages[i] = e.message()
	}
	return q, nil
}

// queueEntry is an entry as it comes. The documentation has both spellings of the id.
type queueEntry struct {
	MessageID text            `json:"messageID"`
	IDMessage text            `json:"idMessage"`
	Type      text            `json:"type"`
	Body      json.RawMessage `json:"body"`
}

func (e queueEntry) message() QueuedMessage {
	m := QueuedMessage{IDMessage: string(e.MessageID), Type: string(e.Type)}
	if m.IDMessage == "" {
		m.IDMessage = string(e.IDMessage)
	}
	if strings.EqualFold(m.Type, "sendContact") {
		m.Card = contactMessage(e.Body)
	}
	return m
}

// contactMessage reads a queued request; someone else may have sent its number as a string.
func contactMessage(body []byte) card.Card {
	var b struct {
		ChatID          text
		QuotedMessageID text
		Contact         struct {
			PhoneContact                             whole
			FirstName, MiddleName, LastName, Company text
		}
	}
	if json.Unmarshal(body, &b) != nil {
		return card.Card{}
	}
	return card.Card{
		ChatID: string(b.ChatID),
		Contact: card.Contact{
			PhoneContact: max(int64(b.Contact.PhoneContact), 0),
			FirstName:    string(b.Contact.FirstName),
			MiddleName:   string(b.Contact.MiddleName),
			LastName:     string(b.Contact.LastName),
			Company:      string(b.Contact.Company),
		},
		QuotedMessageID: string(b.QuotedMessageID),
	}
}

// queueLength is a length of the queue, and when it was answered.
type queueLength struct {
	n  int
	at time.Time
}

// GetMessagesCount counts the messages in the account's queue. The API renews the count every 10 s, so whoever asks
// again while the method's turn has not come is given the last answer, and waits for nothing.
// https://green-api.com/en/docs/api/queues/GetMessagesCount/
func (c *Client) GetMessagesCount(ctx context.Context) (int, error) {
	const method = "getMessagesCount"
	c.mu.Lock()
	last := c.count
	c.mu.Unlock()
	if !last.at.IsZero() && time.Since(last.at) < readEvery {
		return last.n, nil
	}
	a, err := c.get(ctx, method, "")
	if err != nil {
		return 0, err
	}
	n := struct {
		Latin    whole `json:"count"`
		Cyrillic whole `json:"\u0441ount"` // as the documentation prints it, with a Cyrillic es
	}{-1, -1}
	if json.Unmarshal(a.body, &n) != nil || max(n.Latin, n.Cyrillic) < 0 {
		return 0, c.unusable(method, a, "the answer holds no count")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count = queueLength{int(max(n.Latin, n.Cyrillic)), time.Now()}
	return c.count.n, nil
}
