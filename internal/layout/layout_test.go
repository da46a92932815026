package layout

import (
	"testing"

	"pgregory.net/rapid"
)

func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Anna": "Anna", "'Anna": "'Anna", "=1": "'=1", "+7": "'+7", "-": "'-", "@a": "'@a", "\ta": "'\ta", "\ra": "'\ra",
		"'=1": "''=1", "''=1": "'''=1", "a=1": "a=1", " =1": " =1", "'": "'",
	} {
		if got := Guard(text); got != want {
			t.Errorf("Guard(%q) = %q, want %q", text, got, want)
		}
	}
}

// What was guarded comes back as it was.
func TestUnguard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("'=+-@\t\ra1")), 0, 6, -1).Draw(t, "text")
		if got := Unguard(Guard(text)); got != text {
			t.Fatalf("%q came back as %q", text, got)
		}
	})
}
