package greenapi

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/internal/card"
)

// testdata/sdk-bodies.json holds what the official Go SDK sent for these cards. Our bodies are the same JSON values;
// the SDK writes < > & as escapes and we do not. For empty fields there is no difference: both leave them out.
func TestBodyIsThatOfTheOfficialSDK(t *testing.T) {
	cards := map[string]card.Card{
		"all fields": {ChatID: "79000000001@c.us", Contact: card.Contact{
			PhoneContact: 79000000002, FirstName: "Anna", MiddleName: "Maria", LastName: "Example", Company: "Example Ltd"}},
		"only company":    {ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79000000002, Company: "Bicycle"}},
		"only first name": {ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79000000002, FirstName: "Анна"}},
		"quoted": {ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79000000002, LastName: "Example"},
			QuotedMessageID: "3EB0C767D097B7C7C030"},
		"group": {ChatID: "120363000000000001@g.us", Contact: card.Contact{PhoneContact: 380990000000, FirstName: "Олена", LastName: "Приклад"}},
		"awkward characters": {ChatID: "79000000001@c.us", Contact: card.Contact{
			PhoneContact: 79000000002, FirstName: `A <b> & "c" \ d'`, LastName: "line\nbreak\tü 😀 \u2028", Company: "\u007f/é"}},
		"empty quote": {ChatID: "79000000001@c.us", Contact: card.Contact{PhoneContact: 79000000002, FirstName: "Anna"}},
	}
	type request struct{ Card, Verb, Path, ContentType, Body string }
	var recorded struct{ Requests []request }
	file, err := os.ReadFile("testdata/sdk-bodies.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &recorded); err != nil {
		t.Fatal(err)
	}
	if len(recorded.Requests) != len(cards) {
		t.Fatalf("%d recorded requests for %d cards", len(recorded.Requests), len(cards))
	}
	var got request
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = request{Verb: r.Method, Path: r.URL.Path, ContentType: r.Header.Get("Content-Type"), Body: string(body)}
		io.WriteString(w, `{"idMessage":"1"}`)
	}, Options{})
	c.credentials.Token = "token-of-the-recording"
	for _, want := range recorded.Requests {
		if _, err := c.SendContact(context.Background(), cards[want.Card]); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(jsonValue(t, want.Body), jsonValue(t, got.Body)); diff != "" {
			t.Errorf("%s: body differs (-SDK +ours):\n%s", want.Card, diff)
		}
		got.Card, got.Body, want.Body = want.Card, "", ""
		if got != want {
			t.Errorf("%s: request differs: SDK %v, ours %v", want.Card, want, got)
		}
	}
}

func jsonValue(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}
