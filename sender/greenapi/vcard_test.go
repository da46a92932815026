package greenapi

import (
	"testing"

	"contactcast/internal/card"
)

func TestCard(t *testing.T) {
	tests := []struct {
		name, vcard string
		want        card.Contact
	}{
		{"documented sample", sampleVCard, card.Contact{PhoneContact: 79000000002, FirstName: "Anna", LastName: "Example"}},
		{"grouped, CRLF, all names", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Anna;Maria;;\r\nORG:Example\\, Sons & Co;Sales\r\nitem1.TEL;waid=79000000002:+7 900\r\nEND:VCARD\r\n",
			card.Contact{PhoneContact: 79000000002, FirstName: "Anna", MiddleName: "Maria", LastName: "Example", Company: "Example, Sons & Co"}},
		{"only the number for people", "BEGIN:VCARD\nTEL:+7 (900) 000-00-02\nEND:VCARD", card.Contact{PhoneContact: 79000000002}},
		{"waid of a later number", "BEGIN:VCARD\nTEL:112\nTEL;waid=79000000002:x\nEND:VCARD", card.Contact{PhoneContact: 79000000002}},
		{"empty waid", "BEGIN:VCARD\nTEL;waid=:79000000002\nEND:VCARD", card.Contact{PhoneContact: 79000000002}},
		{"only a company", "BEGIN:VCARD\nN:;;;;\nFN:Bicycle\nORG:Bicycle;\nTEL;waid=79000000002:1\nEND:VCARD", card.Contact{PhoneContact: 79000000002, Company: "Bicycle"}},
		{"escaped semicolon", "BEGIN:VCARD\nN:A\\;B;C\nEND:VCARD", card.Contact{LastName: "A;B", FirstName: "C"}},
		{"no end", "BEGIN:VCARD\nN:Example\nTEL;waid=79000000002:1", card.Contact{PhoneContact: 79000000002, LastName: "Example"}},
		{"no number", "BEGIN:VCARD\nFN:Anna\nTEL:ask\nEND:VCARD", card.Contact{}},
		{"number beyond reason", "BEGIN:VCARD\nTEL:99999999999999999999\nEND:VCARD", card.Contact{}},
		{"not a vCard", "hello", card.Contact{}},
		{"empty", "", card.Contact{}},
	}
	for _, test := range tests {
		m := JournalMessage{VCard: test.vcard}
		if got := m.Card(); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
		if digits, ok := m.Phone(); digits != test.want.PhoneContact || ok != (digits != 0) {
			t.Errorf("%s: phone %d, %v", test.name, digits, ok)
		}
	}
}

// Other people's vCards reach us through the journal.
func FuzzCard(f *testing.F) {
	f.Add(sampleVCard)
	f.Add("BEGIN:VCARD\nTEL;waid=\"7\\9\";x:1\n folded\nN:\\;;\nEND:VCARD")
	f.Fuzz(func(t *testing.T, vcard string) {
		m := JournalMessage{VCard: vcard}
		if digits, ok := m.Phone(); ok != (digits > 0) || digits != m.Card().PhoneContact {
			t.Errorf("phone %d, %v; card %+v", digits, ok, m.Card())
		}
	})
}
