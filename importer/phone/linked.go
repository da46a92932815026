package phone

import (
	"regexp"
	"strings"
)

// How programs write a link and what is shown for it: a spreadsheet's formula, Markdown,
// HTML, and a mail program's copy.
var (
	formula  = regexp.MustCompile(`^\p{L}+\( ?"(?P<link>[^"]*)" ?(?:[,;] ?"(?P<shown>[^"]*)" ?)?\)$`)
	markdown = regexp.MustCompile(`^\[(?P<shown>[^\[\]]*)\] ?\((?P<link>[^()]*)\)$`)
	anchor   = regexp.MustCompile(`(?i)^<a (?:[^<>]* )?href=["']?(?P<link>[^"'<> ]*)["']?(?: [^<>]*)?>(?P<shown>[^<>]*)</a>$`)
	angled   = regexp.MustCompile(`^(?P<shown>[^<>]*)<(?P<link>[^<>]*)>$`)
)

// linked returns the one number of a link, which what is shown for it may repeat.
func linked(s string) (number string, ok bool) {
	if last := s[len(s)-1]; last != ')' && last != '>' {
		return "", false
	}
	for _, form := range []*regexp.Regexp{formula, markdown, anchor, angled} {
		if m := form.FindStringSubmatch(s); m != nil {
			return oneOf(Clean(m[form.SubexpIndex("link")]), Clean(m[form.SubexpIndex("shown")]))
		}
	}
	return "", false
}

// oneOf is the number of a link, or what is shown for it where only that has the + in front.
func oneOf(link, shown string) (number string, ok bool) {
	if !allowed(link) || countDigits(link) < enoughDigits {
		return "", false
	}
	if countDigits(shown) < enoughDigits { // Anna, write to us
		return link, true
	}
	digits, international := strip(link)
	again, whole := strip(shown)
	if !allowed(shown) || !sameEnd(digits, again) {
		return "", false
	}
	if whole && !international {
		return shown, true
	}
	return link, true
}

// sameEnd reports whether two numbers are one, of which one may lack its country code.
func sameEnd(a, b string) bool {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return len(a) >= enoughDigits && len(b) >= enoughDigits && (strings.HasSuffix(a, b) || strings.HasSuffix(b, a))
}
