package greenapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contactcast/internal/card"
)

var serverDate = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// answering gives a client whose server always answers with this body, and what it was last asked.
func answering(t *testing.T, body string) (c *Client, asked *string) {
	t.Helper()
	asked = new(string)
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		question, _ := io.ReadAll(r.Body)
		*asked = strings.TrimSpace(r.Method + " " + strings.TrimSuffix(r.URL.Path, "/"+testToken) + " " + r.URL.RawQuery + string(question))
		w.Header().Set("Date", serverDate.Format(http.TimeFormat))
		io.WriteString(w, body)
	}, Options{}), asked
}

// assertUnusable wants the error of a 200 that can't be understood.
func assertUnusable(t *testing.T, body string, err error) {
	t.Helper()
	assertNoToken(t, err)
	var doubt *NoAnswerError
	if !errors.As(err, &doubt) || doubt.Status != 200 || doubt.Body != body {
		t.Errorf("%s: got %v, want an unusable answer", body, err)
	}
}

func TestGetStateInstance(t *testing.T) {
	for body, want := range map[string]State{
		`{"stateInstance":"authorized"}`:    StateAuthorized,
		`{"stateInstance":"notAuthorized"}`: StateNotAuthorized,
		`{"stateInstance":"yellowCard"}`:    StateYellowCard,
		`{"stateInstance":"new one"}`:       "new one",
		`{"stateInstance":null}`:            "",
	} {
		c, asked := answering(t, body)
		got, err := c.GetStateInstance(context.Background())
		if err != nil || got != want {
			t.Errorf("%s: %q, %v", body, got, err)
		}
		if *asked != "GET /waInstance1101000001/getStateInstance" {
			t.Errorf("asked %s", *asked)
		}
	}
	for _, body := range []string{``, `{}`, `null`, `[]`, `"authorized"`, `authorized`, `{"stateInstance":"autho`} {
		c, _ := answering(t, body)
		_, err := c.GetStateInstance(context.Background())
		assertUnusable(t, body, err)
	}
	c, _ := answering(t, `{"code":401,"description":"Unauthorized"}`)
	_, err := c.GetStateInstance(context.Background())
	var api *APIError
	if !errors.As(err, &api) || api.Status != 401 || api.Method != "getStateInstance" {
		t.Errorf("got %v", err)
	}
}

func TestGetSettings(t *testing.T) {
	c, asked := answering(t, `{"wid":"79000000001@c.us","countryInstance":"","webhookUrl":"","delaySendMessagesMilliseconds":3000,
		"markIncomingMessagesReaded":"no","outgoingWebhook":"yes","outgoingMessageWebhook":"no","outgoingAPIMessageWebhook":"yes","incomingWebhook":true}`)
	got, err := c.GetSettings(context.Background())
	want := Settings{WID: "79000000001@c.us", Delay: 3 * time.Second, OutgoingWebhook: "yes", OutgoingAPIMessageWebhook: "yes",
		OutgoingMessageWebhook: "no", IncomingWebhook: "true", Date: serverDate}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if *asked != "GET /waInstance1101000001/getSettings" {
		t.Errorf("asked %s", *asked)
	}
	for body, want := range map[string]time.Duration{
		`{"delaySendMessagesMilliseconds":0}`:        0,
		`{"delaySendMessagesMilliseconds":"500"}`:    500 * time.Millisecond,
		`{"delaySendMessagesMilliseconds":86400000}`: 24 * time.Hour,
	} {
		c, _ := answering(t, body)
		if got, err := c.GetSettings(context.Background()); err != nil || got.Delay != want {
			t.Errorf("%s: %v, %v", body, got.Delay, err)
		}
	}
	// A delay that is missing must not pass for none.
	for _, body := range []string{`{}`, `[]`, `null`, `no`, `{"delaySendMessagesMilliseconds":null}`, `{"delaySendMessagesMilliseconds":-1}`,
		`{"delaySendMessagesMilliseconds":"soon"}`, `{"delaySendMessagesMilliseconds":9223372036854775807}`} {
		c, _ := answering(t, body)
		_, err := c.GetSettings(context.Background())
		assertUnusable(t, body, err)
	}
}

func TestGetWaSettings(t *testing.T) {
	for body, want := range map[string]WaSettings{
		`{"avatar":"","phone":"79000000001","stateInstance":"authorized","deviceId":"x"}`:        {"79000000001", "authorized", "", serverDate},
		`{"phone":79000000001,"stateInstance":"suspended","suspendedUntil":1767323045}`:          {"79000000001", "suspended", "1767323045", serverDate},
		`{"phone":null,"stateInstance":null,"suspendedUntil":"2026-01-02T03:04:05Z"}`:            {"", "", "2026-01-02T03:04:05Z", serverDate},
		`{"phone":"","stateInstance":"notAuthorized","suspendedUntil":null,"suspended":["yes"]}`: {"", "notAuthorized", "", serverDate},
	} {
		c, _ := answering(t, body)
		if got, err := c.GetWaSettings(context.Background()); err != nil || got != want {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
	for _, body := range []string{`null`, `[]`, ``} {
		c, _ := answering(t, body)
		_, err := c.GetWaSettings(context.Background())
		assertUnusable(t, body, err)
	}
}

func TestShowMessagesQueue(t *testing.T) {
	c, asked := answering(t, `[
		{"messageID":"BAE1","type":"sendContact","body":{"chatId":"120363000000000001@g.us","contact":{"phoneContact":79000000002,"company":"Bicycle"},"quotedMessageId":"BAE0","typingTime":null}},
		{"idMessage":"BAE2","type":"SendContact","body":{"chatId":"79000000001@c.us","contact":{"phoneContact":"79000000002","firstName":"A","middleName":"B","lastName":"C","company":""}}},
		{"messageID":"BAE3","type":"sendMessage","body":{"chatId":"79000000001@c.us","message":"hello"}},
		{"messagesIDs":["BAE4"],"type":"ForwardMessages","body":{}},
		{"messageID":"BAE5","type":"sendContact","body":"odd"},
		{"messageID":"BAE6","type":"sendContact","body":{"chatId":null,"contact":{"phoneContact":7.9e10}}},
		{"messageID":"BAE7","type":"sendContact"}
	]`)
	got, err := c.ShowMessagesQueue(context.Background())
	want := Queue{Date: serverDate, Messages: []QueuedMessage{
		{"BAE1", "sendContact", card.Card{ChatID: "120363000000000001@g.us", Contact: card.Contact{PhoneContact: 79000000002, Company: "Bicycle"}, QuotedMessageID: "BAE0"}},
		{"BAE2", "SendContact", card.Card{ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79000000002, FirstName: "A", MiddleName: "B", LastName: "C"}}},
		{IDMessage: "BAE3", Type: "sendMessage"},
		{Type: "ForwardMessages"},
		{IDMessage: "BAE5", Type: "sendContact"},
		{"BAE6", "sendContact", card.Card{Contact: card.Contact{PhoneContact: 79000000000}}},
		{IDMessage: "BAE7", Type: "sendContact"},
	}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if *asked != "GET /waInstance1101000001/showMessagesQueue" {
		t.Errorf("asked %s", *asked)
	}
	c, _ = answering(t, `[]`)
	if got, err := c.ShowMessagesQueue(context.Background()); err != nil || len(got.Messages) != 0 {
		t.Errorf("empty: %v, %v", got, err)
	}
	for _, body := range []string{``, `null`, `{}`, `[1]`, `[{"messageID":"BAE1"},,]`} {
		c, _ := answering(t, body)
		_, err := c.ShowMessagesQueue(context.Background())
		assertUnusable(t, body, err)
	}
}

func TestGetMessagesCount(t *testing.T) {
	for body, want := range map[string]int{`{"count":17}`: 17, `{"сount":17}`: 17, `{"count":0}`: 0, `{"count":"3"}`: 3} {
		c, asked := answering(t, body)
		got, err := c.GetMessagesCount(context.Background())
		if err != nil || got != want {
			t.Errorf("%s: %d, %v", body, got, err)
		}
		if *asked != "GET /waInstance1101000001/getMessagesCount" {
			t.Errorf("asked %s", *asked)
		}
	}
	for _, body := range []string{`{}`, `17`, `{"count":null}`, `{"count":-1}`, `{"count":[]}`, ``} {
		c, _ := answering(t, body)
		_, err := c.GetMessagesCount(context.Background())
		assertUnusable(t, body, err)
	}
}

const (
	sampleVCard = "BEGIN:VCARD\nVERSION:3.0\nN:Example;Anna;;;\nFN:Anna Example\nTEL;type=CELL;waid=79000000002:+7 900 000 0002\nEND:VCARD"
	sampleEntry = `{"type":"outgoing","idMessage":"BAE1","timestamp":1767323045,"typeMessage":"contactMessage","chatId":"79000000001@c.us",
		"contact":{"displayName":"Anna Example","vcard":"BEGIN:VCARD\nVERSION:3.0\nN:Example;Anna;;;\nFN:Anna Example\nTEL;type=CELL;waid=79000000002:+7 900 000 0002\nEND:VCARD","isForwarded":false},
		"statusMessage":"delivered","sendByApi":true,"quotedMessage":{"stanzaId":"x"}}`
)

var sampleMessage = JournalMessage{
	Type: "outgoing", IDMessage: "BAE1", Timestamp: time.Unix(1767323045, 0), TypeMessage: "contactMessage", ChatID: "79000000001@c.us",
	StatusMessage: "delivered", SendByAPI: true, DisplayName: "Anna Example", VCard: sampleVCard,
}

func TestJournals(t *testing.T) {
	body := `[` + sampleEntry + `,
		{"type":"outgoing","typeMessage":""},
		{"type":"outgoing","idMessage":"BAE2","timestamp":"1767323045","typeMessage":"contactMessage","chatId":"1@lid","contact":"odd","sendByApi":"true","statusMessage":null},
		{"type":"incoming","idMessage":5,"timestamp":{},"typeMessage":"textMessage","textMessage":"hello","sendByApi":1}]`
	want := Journal{Date: serverDate, Messages: []JournalMessage{
		sampleMessage,
		{Type: "outgoing"},
		{Type: "outgoing", IDMessage: "BAE2", Timestamp: time.Unix(1767323045, 0), TypeMessage: "contactMessage", ChatID: "1@lid", SendByAPI: true},
		{Type: "incoming", IDMessage: "5", TypeMessage: "textMessage", Text: "hello"},
	}}
	tests := []struct {
		asks string
		call func(*Client) (Journal, error)
	}{
		{"GET /waInstance1101000001/lastOutgoingMessages minutes=15", func(c *Client) (Journal, error) { return c.LastOutgoingMessages(context.Background(), 15) }},
		{"GET /waInstance1101000001/lastOutgoingMessages", func(c *Client) (Journal, error) { return c.LastOutgoingMessages(context.Background(), 0) }},
		{"GET /waInstance1101000001/lastIncomingMessages minutes=15", func(c *Client) (Journal, error) { return c.LastIncomingMessages(context.Background(), 15) }},
		{`POST /waInstance1101000001/getChatHistory {"chatId":"79000000001@c.us","count":20}`,
			func(c *Client) (Journal, error) {
				return c.GetChatHistory(context.Background(), "79000000001@c.us", 20)
			}},
		{`POST /waInstance1101000001/getChatHistory {"chatId":"79000000001@c.us"}`,
			func(c *Client) (Journal, error) { return c.GetChatHistory(context.Background(), "79000000001@c.us", 0) }},
	}
	for _, test := range tests {
		c, asked := answering(t, body)
		got, err := test.call(c)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Error(err, diff)
		}
		if *asked != test.asks {
			t.Errorf("asked %s, want %s", *asked, test.asks)
		}
		c, _ = answering(t, `[]`)
		if got, err := test.call(c); err != nil || len(got.Messages) != 0 {
			t.Errorf("empty: %v, %v", got, err)
		}
		for _, body := range []string{``, `null`, `{}`, `[` + sampleEntry + `,,` + sampleEntry + `]`, `[` + sampleEntry, `["x"]`} {
			c, _ := answering(t, body)
			_, err := test.call(c)
			assertUnusable(t, body, err)
		}
	}
}

func TestGetMessage(t *testing.T) {
	c, asked := answering(t, sampleEntry)
	got, err := c.GetMessage(context.Background(), "79000000001@c.us", "BAE1")
	if diff := cmp.Diff(sampleMessage, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if want := `POST /waInstance1101000001/getMessage {"chatId":"79000000001@c.us","idMessage":"BAE1"}`; *asked != want {
		t.Errorf("asked %s, want %s", *asked, want)
	}
	c, _ = answering(t, `{"type":"outgoing","typeMessage":""}`)
	if got, err := c.GetMessage(context.Background(), "c", "i"); err != nil || got != (JournalMessage{Type: "outgoing"}) {
		t.Errorf("stub: %v, %v", got, err)
	}
	for _, body := range []string{``, `null`, `[]`, `"x"`} {
		c, _ := answering(t, body)
		_, err := c.GetMessage(context.Background(), "c", "i")
		assertUnusable(t, body, err)
	}
}

// A journal with thumbnails is long; a send's answer is not.
func TestLongJournal(t *testing.T) {
	long := `[{"idMessage":"BAE1","jpegThumbnail":"` + strings.Repeat("x", 2*maxSendAnswer) + `"}]`
	c, _ := answering(t, long)
	if got, err := c.LastOutgoingMessages(context.Background(), 0); err != nil || len(got.Messages) != 1 {
		t.Errorf("%d messages, %v", len(got.Messages), err)
	}
	_, err := c.SendContact(context.Background(), theCard)
	var doubt *NoAnswerError
	if !errors.As(err, &doubt) || len(doubt.Body) != maxBodyText {
		t.Errorf("got %T", err)
	}
}
