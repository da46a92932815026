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

// tidy trims a name and puts it on one line: a line break or tab in it becomes a
// blank, other control characters and byte order marks are dropped.
func tidy(text string) string {
	text = trim(text)
	if strings.IndexFunc(text, untidy) < 0 {
		return text
	}
	var line strings.Builder
	blank := false // is due before the next character
	for _, r := range text {
		switch {
		case breaks(r), blank && r == ' ':
			blank = true
		case untidy(r):
		default:
			if blank {
				line.WriteByte(' ')
				blank = false
			}
			line.WriteRune(r)
		}
	}
	return strings.ReplaceAll(line.String(), "  ", " ")
}

// breaks reports whether r parts words on a line of its own or in a table.
func breaks(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// untidy reports whether r has no place inside a name.
func untidy(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff
}

// plain reports whether a byte is neither a space nor part of a longer character.
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

// blank reports whether nobody would see anything in a text.
func blank(text string) bool { return trim(text) == "" }
