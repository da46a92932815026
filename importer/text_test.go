package importer

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The short way out of trim, which nearly all texts take, trims what the long way does.
func TestTrim(t *testing.T) {
	texts := rapid.StringOfN(rapid.RuneFrom([]rune("aЯßéש٠م—中\u00a0\u0085\u00ad\u061c\u200b\u200f\ufeff\t\r \x7f'-")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		if got, want := trim(text), strings.TrimFunc(text, invisible); got != want {
			t.Fatalf("%q: got %q, want %q", text, got, want)
		}
	})
}
