package sandbox

import (
	"net/http"
	"time"
)

// method is one of the API's, with its documented limit.
type method struct {
	verb      string
	perSecond int
	serve     func(*Sandbox, call) reply
}

// methods are those the sandbox knows; all others are not found.
var methods = map[string]method{
	"sendContact":          {http.MethodPost, 50, (*Sandbox).sendContact},
	"getStateInstance":     {http.MethodGet, 1, (*Sandbox).getStateInstance},
	"getSettings":          {http.MethodGet, 1, (*Sandbox).getSettings},
	"getWaSettings":        {http.MethodGet, 1, (*Sandbox).getWaSettings},
	"showMessagesQueue":    {http.MethodGet, 1, (*Sandbox).showMessagesQueue},
	"getMessagesCount":     {http.MethodGet, 1, (*Sandbox).getMessagesCount},
	"lastOutgoingMessages": {http.MethodGet, 1, (*Sandbox).lastOutgoingMessages},
	"lastIncomingMessages": {http.MethodGet, 1, (*Sandbox).lastIncomingMessages},
	"getChatHistory":       {http.MethodPost, 1, (*Sandbox).getChatHistory},
	"getMessage":           {http.MethodPost, 10, (*Sandbox).getMessage},

	"setSettings":         {http.MethodPost, 1, forbid(map[string]bool{"saveSettings": true})},
	"reboot":              {http.MethodGet, 1, forbid(map[string]bool{"isReboot": true})},
	"logout":              {http.MethodGet, 1, forbid(map[string]bool{"isLogout": true})},
	"clearMessagesQueue":  {http.MethodGet, 1, forbid(map[string]bool{"isCleared": true})},
	"receiveNotification": {http.MethodGet, 100, forbid([]byte("null"))},
	"deleteNotification":  {http.MethodDelete, 100, forbid(map[string]bool{"result": true})},
}

// forbid answers as if all were well, does nothing and notes that it was asked.
func forbid(body any) func(*Sandbox, call) reply {
	return func(s *Sandbox, c call) reply {
		s.forbidden = append(s.forbidden, c.method)
		return reply{status: http.StatusOK, body: body}
	}
}

func (s *Sandbox) getStateInstance(call) reply {
	return reply{status: http.StatusOK, body: map[string]any{"stateInstance": s.wireState()}}
}

func (s *Sandbox) wireState() any {
	switch s.record.state {
	case StateNone:
		return nil
	case StateStuck:
		return StateAuthorized
	}
	return s.record.state
}

// ownPhone is the number of the simulated account.
const ownPhone = "79005550000"

type settings struct {
	Wid                               string `json:"wid"`
	WebhookURL                        string `json:"webhookUrl"`
	WebhookURLToken                   string `json:"webhookUrlToken"`
	DelaySendMessagesMilliseconds     int64  `json:"delaySendMessagesMilliseconds"`
	MarkIncomingMessagesReaded        string `json:"markIncomingMessagesReaded"`
	MarkIncomingMessagesReadedOnReply string `json:"markIncomingMessagesReadedOnReply"`
	OutgoingWebhook                   string `json:"outgoingWebhook"`
	OutgoingMessageWebhook            string `json:"outgoingMessageWebhook"`
	OutgoingAPIMessageWebhook         string `json:"outgoingAPIMessageWebhook"`
	IncomingWebhook                   string `json:"incomingWebhook"`
	DeviceWebhook                     string `json:"deviceWebhook"`
	StateWebhook                      string `json:"stateWebhook"`
	KeepOnlineStatus                  string `json:"keepOnlineStatus"`
	PollMessageWebhook                string `json:"pollMessageWebhook"`
	IncomingBlockWebhook              string `json:"incomingBlockWebhook"`
	IncomingCallWebhook               string `json:"incomingCallWebhook"`
	EditedMessageWebhook              string `json:"editedMessageWebhook"`
	DeletedMessageWebhook             string `json:"deletedMessageWebhook"`
}

func (s *Sandbox) getSettings(call) reply {
	journal := "yes"
	if s.options.Quirks.JournalOff {
		journal = "no"
	}
	return reply{status: http.StatusOK, body: settings{
		Wid:                               ownPhone + "@c.us",
		DelaySendMessagesMilliseconds:     s.options.Delay.Milliseconds(),
		MarkIncomingMessagesReaded:        "no",
		MarkIncomingMessagesReadedOnReply: "no",
		OutgoingWebhook:                   journal,
		OutgoingMessageWebhook:            journal,
		OutgoingAPIMessageWebhook:         journal,
		IncomingWebhook:                   setting(!s.options.Quirks.IncomingOff),
		DeviceWebhook:                     "no",
		StateWebhook:                      "yes",
		KeepOnlineStatus:                  "no",
		PollMessageWebhook:                "no",
		IncomingBlockWebhook:              "no",
		IncomingCallWebhook:               "no",
		EditedMessageWebhook:              "no",
		DeletedMessageWebhook:             "no",
	}}
}

type waSettings struct {
	Avatar         string `json:"avatar"`
	Phone          string `json:"phone"`
	StateInstance  any    `json:"stateInstance"`
	DeviceID       string `json:"deviceId"`
	SuspendedUntil int64  `json:"suspendedUntil,omitempty"` // Unix time
}

// getWaSettings leaves the phone empty where no phone is linked.
func (s *Sandbox) getWaSettings(call) reply {
	body := waSettings{StateInstance: s.wireState()}
	switch s.record.state {
	case StateNotAuthorized, StateBlocked, StateStarting, StateNone:
	case StateSuspended, StateYellowCard:
		body.SuspendedUntil = s.options.SuspendedUntil.Unix()
		fallthrough
	default:
		body.Phone, body.DeviceID = ownPhone, ownPhone+":1@s.whatsapp.net"
	}
	return reply{status: http.StatusOK, body: body}
}

// counted is a queue length as it was read last.
type counted struct {
	value int
	at    time.Time
}

// getMessagesCount counts at most once in 10 s, as documented.
func (s *Sandbox) getMessagesCount(c call) reply {
	if s.options.Quirks.LiveCount || s.count.at.IsZero() || c.now.Sub(s.count.at) >= 10*time.Second {
		_, n := s.record.queue(c.now, 0)
		s.count = counted{n, c.now}
	}
	key := "count"
	if s.options.Quirks.CyrillicCount {
		key = "\u0441ount"
	}
	return reply{status: http.StatusOK, body: map[string]int{key: s.count.value}}
}

// pageSize is how many entries a listing has at most.
const pageSize = 500

type queued struct {
	MessageID string `json:"messageID"`
	Type      string `json:"type"`
	Body      any    `json:"body"`
}

// queuedContact is a sendContact request as the queue shows it.
type queuedContact struct {
	ChatID          string  `json:"chatId"`
	Contact         Contact `json:"contact"`
	QuotedMessageID string  `json:"quotedMessageId,omitempty"`
	TypingTime      *int    `json:"typingTime"`
}

type queuedText struct {
	ChatID  string `json:"chatId"`
	Message string `json:"message"`
}

func (s *Sandbox) showMessagesQueue(c call) reply {
	waiting, _ := s.record.queue(c.now, pageSize+1)
	if !s.options.Quirks.ShowHead && len(waiting) > 0 {
		waiting = waiting[1:]
	}
	list := []queued{}
	for _, e := range waiting[:min(len(waiting), pageSize)] {
		if e.Text != "" {
			list = append(list, queued{e.IDMessage, "sendMessage", queuedText{e.ChatID, e.Text}})
			continue
		}
		list = append(list, queued{e.IDMessage, "sendContact",
			queuedContact{ChatID: e.ChatID, Contact: e.Contact, QuotedMessageID: e.QuotedMessageID}})
	}
	return reply{status: http.StatusOK, body: list}
}
