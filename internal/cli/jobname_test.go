package cli

import (
	"strings"
	"testing"
	"unicode"

	"contactcast/internal/job"
)

func TestJobNames(t *testing.T) {
	for _, name := range []string{"-dash", "--", "a\nb", "a\rb", "a\x1b[31mb", "a\u202Eb", "\u200Fa", "a\u2028b", "zero\u200Bwidth", "\xff", " a", "a ", "\t"} {
		a := new(app)
		if err := job.CheckName(name); err == nil {
			t.Errorf("--job %q is taken", name)
		} else if strings.ContainsFunc(a.errorWords(err), func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("--job %q: something in %q cannot be seen", name, err)
		}
	}
	for _, name := range []string{"list", "my list", "März 2026", "список", "O'Brien", "a-b", "привет-мир"} {
		if err := job.CheckName(name); err != nil {
			t.Errorf("--job %q: %v", name, err)
		}
	}
}
