package sandbox

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// Whatever is posted gets an answer, and what is accepted is a message that can be written down again.
func FuzzSendContact(f *testing.F) {
	for _, seed := range []string{validCard, "", "{}", "[", `{"chatId":1}`, "\ufeff{}", `{"contact":{}}`, `{"chatId":"\ud800"}`, card(1)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, refusal := decodeSendContact("application/json", body, [2]int{11, 12})
		if refusal != nil {
			if refusal.status != 400 || refusal.body.(failure).Message == "" {
				t.Errorf("%+v", refusal)
			}
			return
		}
		if !json.Valid(body) || !utf8.Valid(body) || m.chatID == "" || m.contact.PhoneContact < 1e10 {
			t.Errorf("accepted %q as %+v", body, m)
		}
	})
}

// Fault texts are refused or usable.
func FuzzParseFaults(f *testing.F) {
	f.Add("before:502=3%,after:drop=2%,late(30s):504=1%,after:hang=#17,getSettings:before:429(2s)=#1+3-4@x")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseFaults(text)
		if err != nil {
			return
		}
		s := open(t, Options{Faults: list})
		for i := range s.faults {
			s.faults[i].reply()
		}
	})
}
