package phone

import (
	"net/url"
	"regexp"
	"strings"
)

// How other programs write a number: behind a word for what it is (whatsapp:,
// tel:, p: in lead forms), in a link that opens a chat, or as WhatsApp's own id
// of a person, with the device it was seen on.
var (
	label = regexp.MustCompile(`(?i)^(?:(?:` + kind + `|callto|smsto|sms|[mptw])\.? ?: ?(?://)?|(?:` + kind + `)\.? ?)`)
	// note stands behind a number, in brackets or not.
	note = regexp.MustCompile(`(?i) ?(?:\((?:` + kind + `)\)|(?:` + kind + `))\.?$`)
	link = regexp.MustCompile(`(?i)^(?:https?://)?(?:www\.)?(?:wa\.me/(?:c/)?` +
		`|(?:(?:(?:api|web|www)\.)?whatsapp\.com/|whatsapp://|intent://)send/?\?(?:[^ #]*&)?phone=)` +
		`((?:[0-9+().-]|%[0-9a-f]{2})+)/?(?:[?&#](.*))?$`)
	userID = regexp.MustCompile(`^([0-9]+)(?:(?:[._][0-9])?:[0-9]{1,3})?@(?:c\.us|s\.whatsapp\.net)$`)
)

// kind is what people and programs call a number of a person.
const kind = `whats ?app|wa|telephone|tel|phone|mobile|mobil|mob|cell|handy|móvil|movil|celular|cel|portable|тел|телефон|моб|сот|вацап|ватсап`

// UserID returns the digits of WhatsApp's own id of a person, such as
// 79000000000@c.us or 79000000000:12@s.whatsapp.net, and whether text is one.
func UserID(text string) (digits string, ok bool) {
	if strings.IndexByte(text, '@') < 0 {
		return "", false
	}
	m := userID.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	return m[1], true
}

// unspelled takes off what other programs write around the number in s. What
// does not hold exactly one number that way stays as it is.
func unspelled(s string) string {
	if s = withoutNote(s); s == "" {
		return s
	}
	if number, ok := linked(s); ok {
		return number
	}
	if digits, ok := strings.CutSuffix(s, "+"); ok && plainDigits(digits) { // as sheets from right to left show it
		return "+" + digits
	}
	if s[0] == '+' || s[0] == '(' {
		return s
	}
	if m := link.FindStringSubmatch(s); m != nil {
		if number, err := url.PathUnescape(m[1]); err == nil && oneAddress(s, m[2]) {
			return number
		}
		return s
	}
	if n := label.FindString(s); n != "" {
		return s[len(n):]
	}
	return s
}

// withoutNote takes off what stands behind a number: a word for what it is, a sign too many.
func withoutNote(s string) string {
	if isDigit(s[len(s)-1]) {
		return s
	}
	if n := note.FindString(s); n != "" && len(n) < len(s) {
		s = s[:len(s)-len(n)]
	}
	return strings.TrimRight(s, " ,;")
}

// oneAddress reports whether a link names one number only; rest is what follows it.
func oneAddress(link, rest string) bool {
	link = strings.ToLower(link)
	return strings.Count(link, "phone=") <= 1 && strings.Count(link, "wa.me/") <= 1 &&
		!strings.ContainsAny(rest, " \n") && countDigits(rest) < enoughDigits
}
