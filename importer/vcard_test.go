package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/importer"
	"contactcast/internal/card"
	"contactcast/internal/words"
)

// vCard joins the lines of a card as the format wants them.
func vCard(lines ...string) string {
	return "BEGIN:VCARD\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCARD\r\n"
}

func TestReadCard(t *testing.T) {
	tests := []struct {
		name, text string
		want       card.Contact
	}{
		{"version 3", vCard("VERSION:3.0", "N:Example;Anna;Maria;Dr.;", "FN:Dr. Anna Example", "ORG:Example & Co;Sales",
			"TEL;type=CELL;type=VOICE;waid=79000000101:+7 900 000-01-01", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", " SkZJRg=="),
			card.Contact{PhoneContact: 79000000101, FirstName: "Anna", MiddleName: "Maria", LastName: "Example", Company: "Example & Co"}},
		{"version 4", vCard("VERSION:4.0", "FN:Пекарня", "N:;;;;", `TEL;VALUE=uri;TYPE="voice,home":tel:+7-900-000-01-01`, "KIND:org"),
			card.Contact{PhoneContact: 79000000101, FirstName: "Пекарня"}},
		{"a company's", vCard("VERSION:3.0", "N:;;;;", "FN:Example", "ORG:Example;", "item1.TEL:+79000000101", "item1.X-ABLabel:main"),
			card.Contact{PhoneContact: 79000000101, Company: "Example"}},
		{"byte order mark", "\ufeff" + vCard("VERSION:3.0", "FN:Anna", "TEL:79000000101"),
			card.Contact{PhoneContact: 79000000101, FirstName: "Anna"}},
		{"escapes", vCard("VERSION:3.0", `N:Smith\; Brown;Anna\, B.;;;`, `ORG:A\;B\, C;D`, "TEL:+79000000101"),
			card.Contact{PhoneContact: 79000000101, FirstName: "Anna, B.", LastName: "Smith; Brown", Company: "A;B, C"}},
		{"the same number twice, and one without country code", vCard("VERSION:3.0", "FN:Anna", "TEL:+79000000101", "TEL;type=WORK:+7 (900) 000-01-01", "TEL:8 900 000-01-01"),
			card.Contact{PhoneContact: 79000000101, FirstName: "Anna"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := importer.ReadCard(write(t, "card.vcf", test.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusedCards(t *testing.T) {
	one := vCard("VERSION:3.0", "FN:Anna", "TEL:+79000000101")
	for name, test := range map[string]struct{ text, says string }{
		"empty":            {"", "no vCard"},
		"not a card":       {"chatId,phoneContact\n79000000101:79000000201\n", "no whole vCard"},
		"cut off":          {strings.TrimSuffix(one, "END:VCARD\r\n"), "no whole vCard"},
		"two cards":        {one + one, "more than one card"},
		"text behind":      {one + "X:Y\r\n", "more than one card"},
		"version 2.1":      {vCard("VERSION:2.1", "N;ENCODING=QUOTED-PRINTABLE:=41;=42", "TEL:+79000000101"), "2.1"},
		"no number":        {vCard("VERSION:3.0", "FN:Anna"), "TEL"},
		"national number":  {vCard("VERSION:3.0", "FN:Anna", "TEL:8 900 000-01-01"), "country code"},
		"several numbers":  {vCard("VERSION:3.0", "FN:Anna", "TEL:+79000000101", "TEL:+79000000102"), "several numbers"},
		"no name":          {vCard("VERSION:3.0", "TEL:+79000000101"), "name"},
		"another encoding": {vCard("VERSION:3.0", "FN:\xc0\xed\xed\xe0", "TEL:+79000000101"), "UTF-8"},
	} {
		got, err := importer.ReadCard(write(t, "card.vcf", test.text))
		if err == nil || !strings.Contains(told(words.Of(err)), test.says) || !strings.Contains(err.Error(), "card.vcf") {
			t.Errorf("%s: got %+v, %v; want an error that says %q", name, got, err, test.says)
		}
	}
}

func FuzzReadCard(f *testing.F) {
	f.Add(vCard("VERSION:3.0", "N:Example;Anna;;;", "TEL;type=CELL:+79000000101"))
	f.Add(vCard("VERSION:4.0", `TEL;VALUE=uri;TYPE="a,b":tel:+79000000101`, " FN:x"))
	f.Fuzz(func(t *testing.T, text string) {
		got, err := importer.ReadCard(write(t, "card.vcf", text))
		if err == nil && (got.PhoneContact < 1e7 || got.FirstName+got.MiddleName+got.LastName+got.Company == "") {
			t.Errorf("%q became %+v", text, got)
		}
	})
}
