package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// open starts an account that ends with the test.
func open(t testing.TB, o Options) *Sandbox {
	t.Helper()
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// ask makes a request without a network; a body makes it a POST.
func ask(t testing.TB, s *Sandbox, method, body string) (int, string) {
	t.Helper()
	verb := http.MethodGet
	if body != "" {
		verb = http.MethodPost
	}
	name, query, _ := strings.Cut(method, "?")
	return do(t, s, verb, "/waInstance1/"+name+"/token?"+query, body)
}

func do(t testing.TB, s *Sandbox, verb, path, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(verb, "http://sandbox"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := s.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// card is a sendContact body for one of many recipients.
func card(n int) string {
	return fmt.Sprintf(`{"chatId":"7900555%04d@c.us","contact":{"phoneContact":79005550101,"firstName":"Ada"}}`, n)
}

// send sends a card and returns its idMessage.
func send(t testing.TB, s *Sandbox, body string) string {
	t.Helper()
	status, answer := ask(t, s, "sendContact", body)
	if status != http.StatusOK {
		t.Fatalf("sendContact: %d %s", status, answer)
	}
	return decode[map[string]string](t, answer)["idMessage"]
}

func decode[T any](t testing.TB, text string) (value T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return value
}

// journal reads lastOutgoingMessages.
func journal(t testing.TB, s *Sandbox) []journalEntry {
	t.Helper()
	status, answer := ask(t, s, "lastOutgoingMessages", "")
	if status != http.StatusOK {
		t.Fatalf("lastOutgoingMessages: %d %s", status, answer)
	}
	return decode[[]journalEntry](t, answer)
}

// listed reads showMessagesQueue and returns the ids.
func listed(t testing.TB, s *Sandbox) []string {
	t.Helper()
	status, answer := ask(t, s, "showMessagesQueue", "")
	if status != http.StatusOK {
		t.Fatalf("showMessagesQueue: %d %s", status, answer)
	}
	ids := []string{}
	for _, q := range decode[[]queued](t, answer) {
		ids = append(ids, q.MessageID)
	}
	return ids
}

func journalIDs(entries []journalEntry) []string {
	ids := []string{}
	for _, e := range entries {
		ids = append(ids, e.IDMessage)
	}
	return ids
}
