package sandbox

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Incoming is a text message that somebody sent to the account.
type Incoming struct {
	IDMessage string `json:"idMessage"`
	// ChatID is where it shows: a person's "...@c.us" or "...@lid", or a group.
	ChatID string `json:"chatId"`
	// SenderID is who sent it, where that is not the chat.
	SenderID string    `json:"senderId,omitempty"`
	Text     string    `json:"text"`
	At       time.Time `json:"at"`
}

// Receive lets somebody send the account a message and returns its id; senderID is "" where the chat is the sender.
func (s *Sandbox) Receive(chatID, senderID, text string) (string, error) {
	if chatID == "" || text == "" {
		return "", errors.New("sandbox: an incoming message has a chatId and a text")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.catchUp(now)
	m := Incoming{IDMessage: s.newID(), ChatID: chatID, SenderID: senderID, Text: text, At: now}
	if err := s.memory.write(event{Incoming: &m}); err != nil {
		return "", err
	}
	s.incoming = append(s.incoming, m)
	return m.IDMessage, nil
}

// lastIncomingMessages lists messages that came in within the minutes asked for (a day's by default), the newest
// first. It is cut at 500 entries, and shows nothing that came in while the account's settings hide it.
func (s *Sandbox) lastIncomingMessages(c call) reply {
	minutes, err := strconv.Atoi(cmp.Or(c.query.Get("minutes"), "1440"))
	if err != nil || minutes <= 0 {
		return refuse(http.StatusBadRequest, invalid("'minutes' must be a positive number"))
	}
	since := c.now.Add(-time.Duration(minutes) * time.Minute)
	list := []incomingEntry{}
	for _, m := range slices.Backward(s.incoming) {
		if s.hears(m, c.now) && !m.At.Before(since) && (len(list) < pageSize || s.options.Quirks.JournalWhole) {
			list = append(list, s.incomingEntry(m))
		}
	}
	return reply{status: http.StatusOK, body: list}
}

// hears says that the journal shows a message by now.
func (s *Sandbox) hears(m Incoming, now time.Time) bool {
	return !s.options.Quirks.IncomingOff && !m.At.Add(s.options.JournalLag).After(now) &&
		(s.options.Quirks.IncomingKept == 0 || now.Sub(m.At) <= s.options.Quirks.IncomingKept)
}

type incomingEntry struct {
	Type        string `json:"type"`
	IDMessage   string `json:"idMessage"`
	Timestamp   int64  `json:"timestamp"`
	TypeMessage string `json:"typeMessage"`
	ChatID      string `json:"chatId"`
	TextMessage string `json:"textMessage"`
	SenderID    string `json:"senderId"`
	SenderName  string `json:"senderName"`
}

func (s *Sandbox) incomingEntry(m Incoming) incomingEntry {
	e := incomingEntry{Type: "incoming", IDMessage: m.IDMessage, Timestamp: s.clock.shows(m.At).Unix(), TypeMessage: "textMessage",
		ChatID: m.ChatID, TextMessage: m.Text, SenderID: cmp.Or(m.SenderID, m.ChatID), SenderName: "Somebody"}
	if s.options.Quirks.LidChats {
		e.ChatID, e.SenderID = lid(e.ChatID), lid(e.SenderID)
	}
	return e
}

// chatOf is the chat that is asked for, by its number or, where the account shows such, its hidden number.
func (s *Sandbox) chatOf(asked string) string {
	if s.options.Quirks.LidChats && strings.HasSuffix(asked, "@lid") {
		for chat := range s.record.byChat {
			if lid(chat) == asked {
				return chat
			}
		}
	}
	return asked
}

// setting is "yes" or "no", as the API writes switches.
func setting(on bool) string {
	if on {
		return "yes"
	}
	return "no"
}
