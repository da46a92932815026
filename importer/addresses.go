package importer

import (
	"regexp"
	"strings"
)

var (
	chatIDs = regexp.MustCompile(`(?i)([0-9]{1,20}(?:-[0-9]{10})?)(?:[._:][0-9:]+)?@(c\.us|s\.whatsapp\.net|g\.us|lid)\b`)
	links   = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://\S+`)

	// What stands for a sign in links.
	escapes = strings.NewReplacer("%2B", "+", "%2b", "+", "%20", " ", "%40", "@", "%3A", ":", "%3a", ":")
)

// addresses takes the chat ids out of a text, and the addresses and links whose
// digits need be no number: they are read, without any claim.
func (f *chatFinder) addresses(r *found, text string) string {
	if strings.IndexByte(text, '%') >= 0 {
		text = escapes.Replace(text)
	}
	if strings.Contains(text, "://") {
		text = links.ReplaceAllStringFunc(text, func(link string) string { return f.aside(r, link) })
	}
	if strings.IndexByte(text, '@') >= 0 {
		text = f.mails(r, f.chatIDs(r, text))
	}
	return text
}

// aside reads an address that need not hold a number, and returns what is left of it.
func (f *chatFinder) aside(r *found, address string) string {
	if lower := strings.ToLower(address); strings.Contains(lower, "whatsapp") || strings.Contains(lower, "//wa.me/") {
		return address
	}
	var inner found
	f.stretches(&inner, address)
	r.also = append(append(r.also, inner.chats...), inner.also...)
	return ";"
}

// chatIDs takes whole ids out of a text, and the ends off those that are written
// like numbers: 49 171 3920701@c.us.
func (f *chatFinder) chatIDs(r *found, text string) string {
	matches := chatIDs.FindAllStringSubmatchIndex(text, -1)
	if matches == nil {
		return text
	}
	var rest strings.Builder
	from := 0
	for _, m := range matches {
		local, end := text[m[2]:m[3]], strings.ToLower(text[m[4]:m[5]])
		if end == "s.whatsapp.net" {
			end = "c.us"
		}
		rest.WriteString(text[from:m[0]])
		from = m[1]
		whole := chatShape(local, end)
		if whole {
			r.chats = append(r.chats, local+"@"+end)
		}
		before := strings.TrimRight(text[:m[0]], " ()./-")
		if !whole || end == "c.us" && before != "" && isDigit(before[len(before)-1]) {
			rest.WriteString(local)
		}
		rest.WriteByte(';')
	}
	return rest.String() + text[from:]
}

// mails takes e-mail addresses out of a text.
func (f *chatFinder) mails(r *found, text string) string {
	var rest strings.Builder
	for {
		at := strings.IndexByte(text, '@')
		if at < 0 {
			return rest.String() + text
		}
		from := strings.LastIndexAny(text[:at], mailEnds) + 1
		to := len(text)
		if n := strings.IndexAny(text[at:], mailEnds); n >= 0 {
			to = at + n
		}
		rest.WriteString(text[:from])
		if strings.IndexByte(text[at:to], '.') >= 0 {
			rest.WriteString(f.aside(r, text[from:to]))
		} else {
			rest.WriteString(strings.ReplaceAll(text[from:to], "@", ";"))
		}
		text = text[to:]
	}
}

// mailEnds are signs that do not stand in e-mail addresses.
const mailEnds = " \n<>,;:\"()|[]"
