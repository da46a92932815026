package greenapi

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"contactcast/internal/card"
)

// Written without HTML escapes, a body is still the same JSON value as json.Marshal's, and the message reads back from it.
func TestBodyIsTheMessage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := card.Card{
			ChatID: rapid.String().Draw(t, "chatId"),
			Contact: card.Contact{
				PhoneContact: rapid.Int64().Draw(t, "phone"),
				FirstName:    rapid.String().Draw(t, "first"),
				MiddleName:   rapid.StringOf(rapid.RuneFrom([]rune("<>&\u2028\"\\ "))).Draw(t, "middle"),
				LastName:     rapid.String().Draw(t, "last"),
				Company:      rapid.String().Draw(t, "company"),
			},
			QuotedMessageID: rapid.String().Draw(t, "quoted"),
		}
		ours, err := encode(m)
		if err != nil {
			t.Fatal(err)
		}
		var back card.Card
		if err := json.Unmarshal(ours, &back); err != nil || back != m {
			t.Fatalf("%s reads back as %+v, %v", ours, back, err)
		}
		usual, err := json.Marshal(back)
		if err != nil {
			t.Fatal(err)
		}
		plain := bytes.NewBuffer(nil)
		json.HTMLEscape(plain, bytes.TrimSpace(ours))
		if !bytes.Equal(plain.Bytes(), usual) {
			t.Fatalf("%s, json.Marshal has %s", plain, usual)
		}
	})
}
