package importer

import (
	"strings"
	"testing"

	"contactcast/importer/phone"
)

// Whatever is accepted has a chat id's shape and is accepted again as it is.
func FuzzChatID(f *testing.F) {
	for _, text := range []string{"79000000101@c.us", "120363043968066561@g.us", "79000000702-1581234048@g.us", "120650379300963@lid", "79000000101@с.us", "+7 900 000-01-01"} {
		f.Add(text)
	}
	phones, err := phone.NewParser("RU")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, p := parseChat(phones, text)
		if p != nil {
			if id != "" || p.Code() == "" {
				t.Fatalf("%q: %q with %+v", text, id, p)
			}
			return
		}
		if local, end, _ := strings.Cut(id, "@"); !chatShape(local, end) {
			t.Fatalf("%q became %q", text, id)
		}
		if again, p := parseChat(phones, id); p != nil || again != id {
			t.Fatalf("%q became %q, and that %q, %v", text, id, again, p)
		}
	})
}
