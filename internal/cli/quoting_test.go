package cli

import (
	"os/exec"
	"strings"
	"testing"
	"unicode"
)

// words that a shell, or a reader, would take for something else.
func awkward() []string {
	return []string{"", "list.csv", "my list.csv", "O'Brien", "a\nb", "a\tb", "a\u202Eb", "\u200Eleft", "zero\u200Bwidth", "\u2028line", "back\\slash\n", "it's\na 'quote'",
		"\xff\xfe", "half\xc3", "$HOME `id` $(id)", "*?[a]", "~", "#x", "!x", "список.csv", "a\u00a0b", "\u3000", "=ls", "a&b|c;d<e>f", "\a\x1b[31m", "é'\n", "\uFFFD\n", "x\uFFFD"}
}

// What is suggested is read back by a shell as the word that was meant, and nothing in it is invisible.
func TestQuotedIsReadBack(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "busybox"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			t.Log("skipped:", err)
			continue
		}
		args := []string{"-c"}
		if shell == "busybox" {
			args = []string{"sh", "-c"}
		}
		for _, word := range awkward() {
			out, err := exec.Command(path, append(args, "printf %s "+quotedFor("linux", word))...).Output()
			if err != nil || string(out) != word {
				t.Errorf("%s: %q, quoted %s, is read as %q, %v", shell, word, quotedFor("linux", word), out, err)
			}
		}
	}
	for _, word := range awkward() {
		if q := quotedFor("linux", word); strings.ContainsFunc(q, func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%q: something in %q cannot be seen", word, q)
		}
	}
}

func TestQuotedOnWindows(t *testing.T) {
	for word, want := range map[string]string{`C:\lists\a.csv`: `C:\lists\a.csv`, "my list.csv": `"my list.csv"`, "": `""`} {
		if got := quotedFor("windows", word); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
}
