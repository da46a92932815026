package importer

import (
	"strings"
	"testing"
)

// Every name means one field, however it is written: with other case, spaces and punctuation.
func TestAliases(t *testing.T) {
	field := map[string]Field{}
	for _, a := range aliases {
		if other, ok := field[a.key]; ok && other != a.field {
			t.Errorf("%q means %s and %s", a.text, other, a.field)
		}
		field[a.key] = a.field
		for _, written := range []string{
			strings.ToUpper(a.text),
			strings.ToLower(a.text),
			" * " + strings.ReplaceAll(a.text, " ", "_") + ":\u00a0",
			strings.ReplaceAll(a.text, " ", ""),
			"(" + strings.Join(strings.Fields(a.text), "-\u200f") + ")",
		} {
			if got := meanings[headerKey(written)]; got != a.field {
				t.Errorf("%q means %q, want %s as %q does", written, got, a.field, a.text)
			}
		}
	}
	for _, f := range Fields() {
		if meanings[headerKey(string(f))] != f {
			t.Errorf("%s is not known by its own name", f)
		}
	}
}
