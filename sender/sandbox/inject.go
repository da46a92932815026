package sandbox

import (
	"fmt"
	"time"
)

// Injection is a message of another sender on the same account.
type Injection struct {
	// ChatID is whom it goes to; empty means a chat of its own for each message.
	ChatID string `json:"chatId"`
	// Contact is the card; without one it is a text message.
	Contact Contact `json:"contact"`
	// QuotedMessageID belongs to the card.
	QuotedMessageID string `json:"quotedMessageId"`
	// Origin is OriginApplication, the default, or OriginPhone.
	Origin string `json:"origin"`
}

// Inject lets another sender send n messages and returns their ids.
func (s *Sandbox) Inject(n int, i Injection) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.catchUp(now)
	ids := make([]string, 0, n)
	for range n {
		a := Acceptance{
			IDMessage: s.newID(), ChatID: i.ChatID, Contact: i.Contact, QuotedMessageID: i.QuotedMessageID,
			Origin: i.Origin, RequestedAt: now, AcceptedAt: now,
		}
		if a.Origin == "" {
			a.Origin = OriginApplication
		}
		if a.ChatID == "" {
			a.ChatID = fmt.Sprintf("7900%07d@c.us", s.sequence%1e7)
		}
		if a.Contact == (Contact{}) {
			a.Text = "Hello from another application"
		}
		if err := s.keep(a); err != nil {
			return ids, err
		}
		ids = append(ids, a.IDMessage)
	}
	return ids, nil
}
