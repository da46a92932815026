package greenapi

import (
	"context"
	"encoding/json"
	"time"
)

// State is what an instance says of itself.
type State string

// The documented states. Any other value is one that we do not know.
const (
	StateAuthorized    State = "authorized"    // linked to a WhatsApp account: it can send
	StateNotAuthorized State = "notAuthorized" // not linked: its owner must scan the QR code
	StateBlocked       State = "blocked"       // the WhatsApp account is banned
	StateSleepMode     State = "sleepMode"     // obsolete: the phone is off
	StateStarting      State = "starting"      // starting or being serviced, up to five minutes
	StateYellowCard    State = "yellowCard"    // sending is suspended, in part or wholly, for spam
	StateSuspended     State = "suspended"     // what yellowCard is called since July 2026
)

// GetStateInstance asks for the instance's state: "" is an instance that is still being created. One request a second.
// https://green-api.com/en/docs/api/account/GetStateInstance/
func (c *Client) GetStateInstance(ctx context.Context) (State, error) {
	const method = "getStateInstance"
	a, err := c.get(ctx, method, "")
	if err != nil {
		return "", err
	}
	var s struct {
		StateInstance json.RawMessage
	}
	var state text
	if json.Unmarshal(a.body, &s) != nil || s.StateInstance == nil {
		return "", c.unusable(method, a, "the answer holds no stateInstance")
	}
	_ = state.UnmarshalJSON(s.StateInstance) // never fails
	return State(state), nil
}

// Settings are those of an instance's settings that matter to a sender. Switches are "yes" or "no" as the API writes them, "" if absent.
type Settings struct {
	// WID is the linked account's chat id.
	WID string
	// Delay is the pause that the account's queue keeps between two messages.
	Delay time.Duration
	// OutgoingWebhook switches the statuses of sent messages on.
	OutgoingWebhook string
	// OutgoingAPIMessageWebhook switches notifications of messages sent through the API on.
	OutgoingAPIMessageWebhook string
	// OutgoingMessageWebhook does so for messages sent from the phone.
	OutgoingMessageWebhook string
	// IncomingWebhook does so for messages that come in.
	IncomingWebhook string
	// Date is the server's clock; zero if it sent none.
	Date time.Time
}

// GetSettings reads the instance's settings; an answer without a delay is an error. One request a second.
// https://green-api.com/en/docs/api/account/GetSettings/
func (c *Client) GetSettings(ctx context.Context) (Settings, error) {
	const method = "getSettings"
	a, err := c.get(ctx, method, "")
	if err != nil {
		return Settings{}, err
	}
	s := struct {
		WID                           text
		DelaySendMessagesMilliseconds whole
		OutgoingWebhook               text
		OutgoingAPIMessageWebhook     text
		OutgoingMessageWebhook        text
		IncomingWebhook               text
	}{DelaySendMessagesMilliseconds: -1}
	const sane = int64(366 * 24 * time.Hour / time.Millisecond) // far above any documented maximum, far below overflow
	if json.Unmarshal(a.body, &s) != nil || s.DelaySendMessagesMilliseconds < 0 || int64(s.DelaySendMessagesMilliseconds) > sane {
		return Settings{}, c.unusable(method, a, "the answer holds no delaySendMessagesMilliseconds")
	}
	return Settings{
		WID:                       string(s.WID),
		Delay:                     time.Duration(s.DelaySendMessagesMilliseconds) * time.Millisecond,
		OutgoingWebhook:           string(s.OutgoingWebhook),
		OutgoingAPIMessageWebhook: string(s.OutgoingAPIMessageWebhook),
		OutgoingMessageWebhook:    string(s.OutgoingMessageWebhook),
		IncomingWebhook:           string(s.IncomingWebhook),
		Date:                      a.date,
	}, nil
}

// WaSettings are what the API knows of the linked WhatsApp account.
type WaSettings struct {
	// Phone is the account's number as digits; "" if none is linked.
	Phone string
	// StateInstance is the instance's state.
	StateInstance State
	// SuspendedUntil is the end of a restriction, as the API writes it; "" if there is none.
	SuspendedUntil string
	// Date is the server's clock; zero if it sent none.
	Date time.Time
}

// GetWaSettings reads the linked WhatsApp account. One request a second.
// https://green-api.com/en/docs/api/account/GetWaSettings/
func (c *Client) GetWaSettings(ctx context.Context) (WaSettings, error) {
	const method = "getWaSettings"
	a, err := c.get(ctx, method, "")
	if err != nil {
		return WaSettings{}, err
	}
	var s *struct{ Phone, StateInstance, SuspendedUntil text }
	if json.Unmarshal(a.body, &s) != nil || s == nil {
		return WaSettings{}, c.unusable(method, a, "the answer is not an object")
	}
	return WaSettings{
		Phone:          string(s.Phone),
		StateInstance:  State(s.StateInstance),
		SuspendedUntil: until(s.SuspendedUntil),
		Date:           a.date,
	}, nil
}

// until reads the end of a restriction; 0 stands for none.
func until(t text) string {
	if t == "0" {
		return ""
	}
	return string(t)
}
