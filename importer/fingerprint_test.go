package importer_test

import (
	"testing"

	"contactcast/importer"
	"contactcast/importer/cells"
)

func TestFingerprint(t *testing.T) {
	card := newCard()
	other := newCard()
	other.Company = "Other"
	path := csvFile(t, "chatId,phoneContact,firstName", "79000000101,79000000201,Anna")
	changed := csvFile(t, "chatId,phoneContact,firstName", "79000000101,79000000201,Anne")
	seen := map[string]string{}
	for name, of := range map[string]struct {
		path string
		opts importer.Options
	}{
		"as it is":     {path, importer.Options{}},
		"changed":      {changed, importer.Options{}},
		"region":       {path, importer.Options{Region: "RU"}},
		"digits":       {path, importer.Options{MinDigits: 10, MaxDigits: 13}},
		"hidden rows":  {path, importer.Options{Cells: cells.Options{HiddenRows: cells.SkipHidden}}},
		"encoding":     {path, importer.Options{Cells: cells.Options{Encoding: "windows-1251"}}},
		"set":          {path, importer.Options{Set: map[importer.Field]string{importer.Company: "A"}}},
		"map":          {path, importer.Options{Map: map[importer.Field]string{importer.Company: "A"}}},
		"card":         {path, importer.Options{Card: &card}},
		"another card": {path, importer.Options{Card: &other}},
	} {
		got, err := importer.Fingerprint(of.path, of.opts)
		if err != nil {
			t.Fatal(err)
		}
		if twin, ok := seen[got]; ok {
			t.Errorf("%s and %s have the same fingerprint", name, twin)
		}
		seen[got] = name
		copied := of.opts
		if of.opts.Card != nil {
			twin := *of.opts.Card
			copied.Card = &twin
		}
		if again, _ := importer.Fingerprint(of.path, copied); again != got {
			t.Errorf("%s: %s, then %s", name, got, again)
		}
	}
	if _, err := importer.Fingerprint("testdata/none.csv", importer.Options{}); err == nil {
		t.Error("no file has a fingerprint")
	}
}
