package cli

import (
	"fmt"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoted is a word as it stands on a command line: harmless whatever it holds, and nothing in it is invisible.
func quoted(word string) string { return quotedFor(runtime.GOOS, word) }

func quotedFor(system, word string) string {
	bare := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./,:=+@%", r) || r > 127 && !unicode.IsSpace(r)
	}
	switch {
	case system == "windows" && word != "" && strings.IndexFunc(word, func(r rune) bool { return !bare(r) && r != '\\' }) < 0:
		return word
	case system == "windows":
		return `"` + word + `"`
	case hidden(word):
		return escaped(word)
	case word != "" && word[0] != '=' && strings.IndexFunc(word, func(r rune) bool { return !bare(r) }) < 0: // zsh looks for a command behind =
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// shown is a file's name as it may stand on a terminal: as it is, unless something in it cannot be seen.
func shown(name string) string {
	if hidden(name) {
		return escaped(name)
	}
	return name
}

// hidden reports whether something of a text cannot be seen on a terminal, or changes what is: control
// characters, direction marks, bytes that are no text.
func hidden(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) })
}

// escaped writes a word as $'...', whose escapes bash, zsh, ksh and busybox read alike.
func escaped(word string) string {
	var b strings.Builder
	b.WriteString("$'")
	for _, r := range word {
		if r == utf8.RuneError { // perhaps no text: byte by byte, below
			b.Reset()
			break
		}
		writeEscaped(&b, r)
	}
	if b.Len() > 0 {
		return b.String() + "'"
	}
	b.WriteString("$'")
	for _, c := range []byte(word) {
		if c >= utf8.RuneSelf {
			fmt.Fprintf(&b, `\%03o`, c)
		} else {
			writeEscaped(&b, rune(c))
		}
	}
	return b.String() + "'"
}

func writeEscaped(b *strings.Builder, r rune) {
	switch {
	case r == '\'' || r == '\\':
		fmt.Fprintf(b, `\%c`, r)
	case unicode.IsGraphic(r):
		b.WriteRune(r)
	default:
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(b, `\%03o`, c)
		}
	}
}
