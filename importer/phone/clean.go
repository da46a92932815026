package phone

import (
	"strings"
	"unicode"
)

// Clean makes the signs that people and programs put into numbers plain: marks
// that nobody sees are dropped, every space becomes " ", every line break "\n",
// every dash "-", every decimal digit its ASCII form. Both ends are trimmed, and
// what exporters put around a number to keep it text is taken off: ="...", a
// leading = or ', quotation marks; so is what other programs put around it to
// say what it is: tel:, whatsapp:, a link that opens a chat.
func Clean(text string) string {
	if plainDigits(text) {
		return text
	}
	return unwrap(strings.TrimSpace(strings.Map(plain, text)))
}

func plainDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

func plain(r rune) rune {
	switch {
	case r > ' ' && r < 0x7f:
		return r
	case r == '\n', r == '\r', r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
		return '\n'
	case r == '\t', unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	case unicode.Is(unicode.Pd, r), r == 0x2212:
		return '-'
	case r == 0xff0b:
		return '+'
	case unicode.Is(unicode.Nd, r):
		return '0' + digitValue(r)
	}
	return r
}

// digitValue relies on Unicode keeping decimal digits in runs of ten from zero on.
func digitValue(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func unwrap(s string) string {
	if s == "" || isDigit(s[0]) && (isDigit(s[len(s)-1]) || strings.IndexByte(s, '@') >= 0) {
		return s // a number as it is, or an id
	}
	s = strings.TrimPrefix(s, "'")
	if inner, ok := strings.CutPrefix(s, "="); ok {
		s = strings.TrimSpace(inner)
	}
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	if s == "" {
		return s
	}
	return strings.TrimSpace(unspelled(s))
}
