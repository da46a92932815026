package importer

import (
	"strings"
	"unicode"
)

// trim takes space and everything invisible off both ends.
func trim(text string) string {
	if text == "" || plain(text[0]) && plain(text[len(text)-1]) {
		return text
	}
	return strings.TrimFunc(text, invisible)
}

// tidy trims text and makes every line break in it the same, so that a name
// stays the same name when a program saves the file with other line breaks.
func tidy(text string) string {
	text = trim(text)
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// plain tells a byte that is neither a space nor part of a longer character.
func plain(b byte) bool { return b > ' ' && b < 0x7f }

// invisible tells a character that shows nothing where it stands at an end. The
// tags of flag emoji and the joiner between emoji parts are not among the former.
func invisible(r rune) bool {
	switch {
	case unicode.IsSpace(r), unicode.IsControl(r):
		return true
	case r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	case r == 0x2800, r == 0x3164, r == 0x115f, r == 0x1160:
		return true
	}
	return false
}

// blank tells a text in which nobody would see anything.
func blank(text string) bool { return trim(text) == "" }
