package greenapi

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Journal is a stretch of the account's messages, as the API remembers them. New messages appear in it up to two minutes late.
type Journal struct {
	Messages []JournalMessage
	// Date is the server's clock; zero if it sent none.
	Date time.Time
}

// JournalMessage is a message in a journal or a chat's history.
type JournalMessage struct {
	// Type is "outgoing" or "incoming".
	Type string
	// IDMessage is the id that the send call gave.
	IDMessage string
	// Timestamp is the time of the message's last change in the server's clock, in whole seconds; zero if absent.
	Timestamp time.Time
	// TypeMessage is "contactMessage" for a card. Right after sending it may be "" and the rest empty.
	TypeMessage string
	// ChatID may be the chat's hidden-number "...@lid" for a message that was addressed to "...@c.us".
	ChatID string
	// StatusMessage is "pending", "sent", "delivered", "read", "failed", "noAccount", "notInGroup", "yellowCard"
	// or, since July 2026, "suspended" in its place; "" if absent.
	StatusMessage string
	// SendByAPI says that the message came through the API, not from the phone.
	SendByAPI bool
	// DisplayName is the card's title as WhatsApp shows it; the API derives it from the names.
	DisplayName string
	// VCard is the card's text; Card and Phone read it.
	VCard string
	// Text is what the sender wrote, or chose of what was offered: a message's text, the caption of a file, the
	// text of a button or of a list's row, a text as it was edited. SenderID is who sent an incoming message; in a group that is not the chat.
	Text, SenderID string
}

// UnmarshalJSON reads an entry as it comes: odd fields are taken for empty, but an entry must be an object.
func (m *JournalMessage) UnmarshalJSON(b []byte) error {
	var e struct {
		Type, IDMessage, TypeMessage, ChatID, StatusMessage, SenderID, TextMessage text
		Timestamp                                                                  unixTime
		SendByAPI                                                                  yes
		Contact                                                                    json.RawMessage
	}
	if err := json.Unmarshal(b, &e); err != nil {
		return err
	}
	var card struct{ DisplayName, VCard text }
	if json.Unmarshal(e.Contact, &card) != nil {
		card.DisplayName, card.VCard = "", ""
	}
	*m = JournalMessage{
		Text:          said(b, e.TextMessage),
		SenderID:      string(e.SenderID),
		Type:          string(e.Type),
		IDMessage:     string(e.IDMessage),
		Timestamp:     e.Timestamp.Time,
		TypeMessage:   string(e.TypeMessage),
		ChatID:        string(e.ChatID),
		StatusMessage: string(e.StatusMessage),
		SendByAPI:     bool(e.SendByAPI),
		DisplayName:   string(card.DisplayName),
		VCard:         string(card.VCard),
	}
	return nil
}

// said is what an entry's sender wrote or chose. Where it stands depends on the kind of message, and for
// some on the version of the service.
// https://green-api.com/en/docs/api/receiving/notifications-format/
func said(entry []byte, plain text) string {
	if plain != "" {
		return string(plain)
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal(entry, &parts) != nil {
		return ""
	}
	for _, name := range [...]string{"editedMessage", "editedMessageData", "extendedTextMessage", "extendedTextMessageData", "textMessageData",
		"buttonsResponseMessage", "templateButtonReplyMessage", "templateButtonsReplyMessage", "interactiveButtonsResponse", "listResponseMessage",
		"imageMessage", "videoMessage", "documentMessage", "fileMessageData"} {
		var part struct{ TextMessage, Text, SelectedButtonText, SelectedDisplayText, Title, Caption text }
		if json.Unmarshal(parts[name], &part) != nil {
			continue
		}
		if name == "documentMessage" { // its title is the file's
			part.Title = ""
		}
		if found := cmp.Or(part.TextMessage, part.Text, part.SelectedButtonText, part.SelectedDisplayText, part.Caption, part.Title); found != "" {
			return string(found)
		}
	}
	var caption text
	if json.Unmarshal(parts["caption"], &caption) != nil {
		return ""
	}
	return string(caption)
}

// LastOutgoingMessages reads the messages sent in the last minutes, newest first; 0 is the API's default, a day.
// Some versions of the service wrote invalid JSON beyond 500 entries: that is a *NoAnswerError with Status 200. One request a second.
// https://green-api.com/en/docs/api/journals/LastOutgoingMessages/
func (c *Client) LastOutgoingMessages(ctx context.Context, minutes int) (Journal, error) {
	const method = "lastOutgoingMessages"
	query := ""
	if minutes > 0 {
		query = fmt.Sprint("minutes=", minutes)
	}
	a, err := c.get(ctx, method, query)
	return c.journal(method, a, err)
}

// LastIncomingMessages reads the messages that came in within the last minutes, newest first; 0 is the API's default, a
// day. It takes nothing from whoever else reads them. Senders may be "...@lid". One request a second.
// https://green-api.com/en/docs/api/journals/LastIncomingMessages/
func (c *Client) LastIncomingMessages(ctx context.Context, minutes int) (Journal, error) {
	const method = "lastIncomingMessages"
	query := ""
	if minutes > 0 {
		query = fmt.Sprint("minutes=", minutes)
	}
	a, err := c.get(ctx, method, query)
	return c.journal(method, a, err)
}

// GetChatHistory reads the last count messages of a chat, in both directions; 0 is the API's default, 100. One request a second.
// https://green-api.com/en/docs/api/journals/GetChatHistory/
func (c *Client) GetChatHistory(ctx context.Context, chatID string, count int) (Journal, error) {
	const method = "getChatHistory"
	a, err := c.ask(ctx, method, struct {
		ChatID string `json:"chatId"`
		Count  int    `json:"count,omitzero"`
	}{chatID, max(count, 0)})
	return c.journal(method, a, err)
}

func (c *Client) journal(method string, a answer, err error) (Journal, error) {
	if err != nil {
		return Journal{}, err
	}
	j := Journal{Date: a.date}
	if err := json.Unmarshal(a.body, &j.Messages); err != nil {
		return Journal{}, c.unusable(method, a, "the journal can't be read: "+err.Error())
	}
	if j.Messages == nil {
		return Journal{}, c.unusable(method, a, "the answer is not a list")
	}
	return j, nil
}

// GetMessage reads one message by its id. Ten requests a second.
// https://green-api.com/en/docs/api/journals/GetMessage/
func (c *Client) GetMessage(ctx context.Context, chatID, idMessage string) (JournalMessage, error) {
	const method = "getMessage"
	a, err := c.ask(ctx, method, struct {
		ChatID    string `json:"chatId"`
		IDMessage string `json:"idMessage"`
	}{chatID, idMessage})
	if err != nil {
		return JournalMessage{}, err
	}
	var m *JournalMessage
	if json.Unmarshal(a.body, &m) != nil || m == nil {
		return JournalMessage{}, c.unusable(method, a, "the answer is not a message")
	}
	return *m, nil
}
