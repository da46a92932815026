package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const validCard = `{"chatId":"79005550102@c.us","contact":{"phoneContact":79005550101,"firstName":"Ada"}}`

// The answers to requests that are wrong in themselves, in the words of the documentation.
func TestRefusedRequests(t *testing.T) {
	contact := func(fields string) string { return `{"chatId":"79005550102@c.us","contact":{` + fields + `}}` }
	for _, test := range []struct{ name, verb, path, body, want string }{
		{"wrong instance", "POST", "/waInstance2/sendContact/secret", validCard, "403 Forbidden"},
		{"wrong token", "POST", "/waInstance1/sendContact/guess", validCard, "401 "},
		{"wrong verb", "GET", "/waInstance1/sendContact/secret", "", "404 nginx"},
		{"wrong case", "POST", "/waInstance1/SendContact/secret", validCard, "404 nginx"},
		{"unknown method", "GET", "/waInstance1/sendCard/secret", "", "404 nginx"},
		{"no method", "GET", "/", "", "404 nginx"},
		{"options", "OPTIONS", "/waInstance1/sendContact/secret", "", "204 "},

		{"no JSON", "", "", `{"chatId":x}`, "400 Unexpected token x in JSON at position 10"},
		{"byte order mark", "", "", "\ufeff" + validCard, "400 Unexpected token \ufeff in JSON at position 0"},
		{"cut JSON", "", "", `{"chatId":"7`, "400 Unexpected end of JSON input"},
		{"no body", "", "", " ", "400 Unexpected end of JSON input"},
		{"not UTF-8", "", "", "{\"chatId\":\"\xff\"}", "400 bad request data"},
		{"array", "", "", `[]`, "400 Validation failed. Details: 'value' must be of type object"},
		{"too large", "", "", strings.Repeat(" ", 100<<10) + validCard, "500 request entity too large"},

		{"nothing", "", "", `{}`, "400 Validation failed. Details: 'chatId' is required"},
		{"empty chat", "", "", `{"chatId":""}`, "400 'chatId' is not allowed to be empty"},
		{"chat is a number", "", "", `{"chatId":79005550102}`, "400 'chatId' must be a string"},
		{"chat without server", "", "", `{"chatId":"79005550102"}`, "400 Wrong format. 'chatId'"},
		{"chat with plus", "", "", `{"chatId":"+79005550102@c.us"}`, "400 Wrong format. 'chatId'"},
		{"Cyrillic es in chat", "", "", `{"chatId":"79005550102@\u0441.us"}`, "400 Wrong format. 'chatId'"},
		{"unknown field", "", "", `{"chatId":"79005550102@c.us","text":"x"}`, "400 'text' is not allowed"},
		{"quote is a number", "", "", `{"chatId":"79005550102@c.us","quotedMessageId":1}`, "400 'quotedMessageId' must be a string"},
		{"typing too long", "", "", `{"chatId":"79005550102@c.us","typingTime":20001}`, "400 'typingTime' must be"},
		{"no contact", "", "", `{"chatId":"79005550102@c.us"}`, "400 Validation failed. Details: 'contact' is required"},
		{"contact is null", "", "", `{"chatId":"79005550102@c.us","contact":null}`, "400 'contact' must be of type object"},
		{"no phone", "", "", contact(`"firstName":"Ada"`), "400 'phoneContact' is required"},
		{"phone is a string", "", "", contact(`"phoneContact":"79005550101"`), "400 'phoneContact' must be an integer"},
		{"phone is a float", "", "", contact(`"phoneContact":79005550101.0`), "400 'phoneContact' must be an integer"},
		{"phone with exponent", "", "", contact(`"phoneContact":7.9005550101e10`), "400 'phoneContact' must be an integer"},
		{"negative phone", "", "", contact(`"phoneContact":-79005550101`), "400 'phoneContact' must be an integer"},
		{"phone of 10 digits", "", "", contact(`"phoneContact":9005550101`), "400 valid 11 or 12 digits"},
		{"phone of 13 digits", "", "", contact(`"phoneContact":7900555010123`), "400 valid 11 or 12 digits"},
		{"no name", "", "", contact(`"phoneContact":79005550101`), "400 at least one of"},
		{"empty names", "", "", contact(`"phoneContact":79005550101,"firstName":"","company":""`), "400 at least one of"},
		{"name is null", "", "", contact(`"phoneContact":79005550101,"firstName":null`), "400 'firstName' must be a string"},
		{"unknown name", "", "", contact(`"phoneContact":79005550101,"company":"C","name":"Ada"`), "400 'name' is not allowed"},

		{"minutes", "GET", "/waInstance1/lastOutgoingMessages/secret?minutes=x", "", "400 'minutes'"},
		{"history of nobody", "POST", "/waInstance1/getChatHistory/secret", `{}`, "400 'chatId' is required"},
		{"message without id", "POST", "/waInstance1/getMessage/secret", `{"chatId":"1@c.us"}`, "400 'idMessage' is required"},
		{"unknown message", "POST", "/waInstance1/getMessage/secret", `{"chatId":"1@c.us","idMessage":"X"}`, "400 bad request data"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t, Options{IDInstance: "1", Token: "secret"})
			verb, path := test.verb, test.path
			if path == "" {
				verb, path = "POST", "/waInstance1/sendContact/secret"
			}
			status, body := do(t, s, verb, path, test.body)
			wantStatus, want, _ := strings.Cut(test.want, " ")
			if fmt.Sprint(status) != wantStatus || !strings.Contains(body, want) || want == "" && body != "" {
				t.Errorf("got %d %s, want %s", status, body, test.want)
			}
			if got := len(s.Record()); got != 0 {
				t.Errorf("%d accepted", got)
			}
		})
	}
}

func TestErrorBody(t *testing.T) {
	_, body := ask(t, open(t, Options{}), "sendContact", `{}`)
	if want := `{"statusCode":400,"message":"Validation failed. Details: 'chatId' is required"}`; body != want {
		t.Errorf("got %s, want %s", body, want)
	}
}

func TestWrongContentType(t *testing.T) {
	s := open(t, Options{})
	answer, err := (&http.Client{Transport: s}).Post("http://sandbox/waInstance1/sendContact/t", "text/plain", strings.NewReader(validCard))
	if err != nil || answer.StatusCode != http.StatusBadRequest {
		t.Errorf("got %v, %v", answer.Status, err)
	}
}

// What the documentation, its examples and recorded traffic show to be accepted.
func TestAcceptedRequests(t *testing.T) {
	for name, body := range map[string]string{
		"plain":        validCard,
		"group":        `{"chatId":"120363043968066561@g.us","contact":{"phoneContact":79005550101,"company":"Acme"}}`,
		"old group":    `{"chatId":"79005550102-1600000000@g.us","contact":{"phoneContact":79005550101,"lastName":"L"}}`,
		"hidden":       `{"chatId":"120650379300963@lid","contact":{"phoneContact":79005550101,"middleName":"M"}}`,
		"12 digits":    `{"chatId":"79005550102@c.us","contact":{"phoneContact":390055501012,"firstName":"Ада"}}`,
		"empty names":  `{"chatId":"79005550102@c.us","contact":{"phoneContact":79005550101,"firstName":"","company":"C"}}`,
		"quote":        `{"chatId":"79005550102@c.us","quotedMessageId":"BAE5","contact":{"phoneContact":79005550101,"company":"C"}}`,
		"typing":       `{"chatId":"79005550102@c.us","typingTime":1000,"contact":{"phoneContact":79005550101,"company":"C"}}`,
		"no typing":    `{"chatId":"79005550102@c.us","typingTime":0,"contact":{"phoneContact":79005550101,"company":"C"}}`,
		"almost 100kB": strings.Repeat(" ", 100<<10-len(validCard)) + validCard,
	} {
		s := open(t, Options{})
		status, answer := ask(t, s, "sendContact", body)
		record := s.Record()
		if status != http.StatusOK || len(record) != 1 {
			t.Errorf("%s: %d %s, record %v", name, status, answer, record)
			continue
		}
		if want := `{"idMessage":"` + record[0].IDMessage + `"}`; answer != want || len(record[0].IDMessage) != 20 {
			t.Errorf("%s: got %s, want %s", name, answer, want)
		}
	}
}

func TestPhoneDigits(t *testing.T) {
	s := open(t, Options{PhoneDigits: [2]int{10, 13}})
	for _, phone := range []string{"9005550101", "7900555010123"} {
		send(t, s, `{"chatId":"79005550102@c.us","contact":{"phoneContact":`+phone+`,"company":"C"}}`)
	}
}

func TestForbiddenCallsAreNoted(t *testing.T) {
	s := open(t, Options{})
	send(t, s, validCard)
	if len(s.Forbidden()) != 0 {
		t.Fatalf("forbidden: %v", s.Forbidden())
	}
	for _, method := range []string{"reboot", "logout", "clearMessagesQueue", "receiveNotification"} {
		if status, body := ask(t, s, method, ""); status != http.StatusOK {
			t.Errorf("%s: %d %s", method, status, body)
		}
	}
	ask(t, s, "setSettings", `{"delaySendMessagesMilliseconds":500}`)
	do(t, s, "DELETE", "/waInstance1/deleteNotification/token/7", "")
	r, _ := http.NewRequest("GET", "http://sandbox/waInstance1/getStateInstance/t", nil)
	r.Header.Set("Idempotency-Key", "x")
	if _, err := s.RoundTrip(r); err != nil {
		t.Fatal(err)
	}
	want := "[reboot logout clearMessagesQueue receiveNotification setSettings deleteNotification Idempotency-Key]"
	if got := fmt.Sprint(s.Forbidden()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, queued := s.record.queue(s.Record()[0].AcceptedAt, 0); queued != 1 {
		t.Errorf("the queue was cleared")
	}
}

func TestQuotaBodies(t *testing.T) {
	const goBusiness = `Please go to your personal account and change the tariff to business https://console.green-api.com`
	t.Run("method", func(t *testing.T) {
		s := open(t, Options{Quota: Quota{Calls: map[string]int{"sendContact": 2, "lastOutgoingMessages": 0}}})
		send(t, s, card(1))
		send(t, s, card(2))
		want := `{"invokeStatus":{"method":"sendcontact","used":2,"total":2,"status":"QUOTE_EXCEEDED",` +
			`"description":"Monthly quota has been exceeded. ` + goBusiness + `"}}`
		if status, body := ask(t, s, "sendContact", card(3)); status != 466 || body != want {
			t.Errorf("got %d %s", status, body)
		}
		if status, _ := ask(t, s, "lastOutgoingMessages", ""); status != 466 {
			t.Errorf("journal: got %d", status)
		}
		s.SetQuota(Quota{})
		send(t, s, card(3))
	})
	t.Run("chats", func(t *testing.T) {
		s := open(t, Options{Quota: Quota{Chats: 1}})
		send(t, s, card(1))
		send(t, s, card(1))
		want := `{"invokeStatus":{"method":"sendcontact","used":3,"total":0,"status":"QUOTE_ALLOWED"},` +
			`"correspondentsStatus":{"method":"correspondents","used":1,"total":1,"status":"CORRESPONDENTS_QUOTE_EXCEEDED",` +
			`"description":"Monthly quota has been exceeded. You can only send or receive messages from these numbers: ` +
			`79005550001@c.us. ` + goBusiness + `"}}`
		if status, body := ask(t, s, "sendContact", card(2)); status != 466 || body != want {
			t.Errorf("got %d %s", status, body)
		}
	})
}
