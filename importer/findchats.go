package importer

import (
	"regexp"
	"strings"
	"unicode"

	"contactcast/importer/phone"
)

// found is what the text of a cell holds.
type found struct {
	chats    []string // stand there
	also     []string // are read as well, since one too many does no harm, and prove nothing
	possible []string // are read where a chat must stand
	digits   bool     // there are digits, addresses and links aside
	bare     bool     // there are no letters
	unread   int      // the digits of the longest stretch that looks like a number and was not read
}

// chatFinder finds the chats in texts.
type chatFinder struct {
	phones *phone.Parser
	region string
}

func newChatFinder(region string) (*chatFinder, error) {
	phones, err := phone.NewParser(region)
	return &chatFinder{phones, region}, err
}

// international reports whether only numbers with their country code are read.
func (f *chatFinder) international() bool { return f.region == "" }

// unreadable stands for digits that are there and cannot be seen.
const unreadable = 99

// find finds the chats in the text of a cell, as written returns it.
func (f *chatFinder) find(text string) found {
	switch {
	case text == noValue, errorName(text):
		return found{digits: true, bare: true, unread: unreadable}
	case strings.IndexFunc(text, unicode.IsDigit) < 0:
		return found{bare: true}
	}
	var r found
	text = phone.Clean(text)
	if id, _, p := parseChat(f.phones, text); p == nil {
		r.chats = append(r.chats, id)
		if strings.ContainsRune(id, '@') && id[len(id)-5:] != "@c.us" {
			r.digits = true
			return r
		}
	}
	if strings.Contains(text, "%") {
		text = escapes.Replace(text)
	}
	text = f.addresses(&r, text)
	r.digits = strings.ContainsAny(text, "0123456789") || len(r.chats) > 0
	r.bare = strings.IndexFunc(text, unicode.IsLetter) < 0
	if !r.bare {
		text = withoutCodes(&r, text)
	}
	f.stretches(&r, text)
	return r
}

// escapes are the signs of numbers in links.
var escapes = strings.NewReplacer("%2B", "+", "%2b", "+", "%20", " ", "%40", "@", "%3A", ":", "%3a", ":")

var (
	chatIDs = regexp.MustCompile(`(?i)([0-9]{5,20}(?:-[0-9]{10})?)(?:[._:][0-9:]+)?@(c\.us|s\.whatsapp\.net|g\.us|lid)\b`)
	links   = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://\S+`)
	mails   = regexp.MustCompile(`[^\s<>,;:"()|]+@[^\s<>,;:"()|]+\.[^\s<>,;:"()|]+`)
)

// addresses takes chat ids out of a text, and addresses and links, whose digits are
// read without any claim.
func (f *chatFinder) addresses(r *found, text string) string {
	if strings.IndexByte(text, '@') >= 0 {
		text = f.chatIDs(r, text)
	}
	aside := func(address string) string {
		if lower := strings.ToLower(address); strings.Contains(lower, "whatsapp") || strings.Contains(lower, "//wa.me/") {
			return address
		}
		var inner found
		f.stretches(&inner, address)
		r.also = append(append(r.also, inner.chats...), inner.also...)
		return ";"
	}
	if strings.Contains(text, "://") {
		text = links.ReplaceAllStringFunc(text, aside)
	}
	if strings.IndexByte(text, '@') >= 0 {
		text = mails.ReplaceAllStringFunc(text, aside)
	}
	return text
}

// chatIDs takes whole ids out of a text, and the ends off those that are written like numbers.
func (f *chatFinder) chatIDs(r *found, text string) string {
	var rest strings.Builder
	from := 0
	for _, m := range chatIDs.FindAllStringSubmatchIndex(text, -1) {
		local, end := text[m[2]:m[3]], strings.ToLower(text[m[4]:m[5]])
		if end == "s.whatsapp.net" {
			end = "c.us"
		}
		rest.WriteString(text[from:m[0]])
		from = m[1]
		begun := strings.TrimRight(text[:m[0]], " ()./-")
		if chatShape(local, end) {
			r.chats = append(r.chats, local+"@"+end)
		}
		if end == "c.us" && (!chatShape(local, end) || begun != "" && unicode.IsDigit(rune(begun[len(begun)-1]))) {
			rest.WriteString(local) // 49 171 3920701@c.us
		}
		rest.WriteByte(';')
	}
	return rest.String() + text[from:]
}

var (
	uuids          = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	roundedNumbers = regexp.MustCompile(`\b[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+\b`)
	words          = regexp.MustCompile(`[0-9A-Za-z]+`)
)

// withoutCodes takes out of a text what is digits and letters, and no number.
func withoutCodes(r *found, text string) string {
	if lost := roundedNumbers.ReplaceAllString(text, ";"); lost != text {
		text, r.unread = lost, unreadable
	}
	text = uuids.ReplaceAllString(text, ";")
	if !strings.Contains(text, " ") { // a mistyped number is not passed over as an id
		return text
	}
	return words.ReplaceAllStringFunc(text, func(word string) string {
		if isCode(word) {
			return ";"
		}
		return word
	})
}

// isCode reports whether a word is an id or a moment, such as 3EB0C767D097 or 20260131T100000Z:
// digits and letters by turns, and none of it as long as a phone number.
func isCode(word string) bool {
	runs, longest, length := 0, 0, 0
	for i := range len(word) {
		if word[i] > '9' {
			length = 0
			continue
		}
		if length == 0 {
			runs++
		}
		length++
		longest = max(longest, length)
	}
	return runs > 1 && longest < 9
}

// stretches reads every stretch of digits and the signs between them.
func (f *chatFinder) stretches(r *found, text string) {
	for i := 0; i < len(text); {
		if !isDigit(text[i]) {
			i++
			continue
		}
		plus := strings.HasSuffix(strings.TrimRight(text[:i], " ("), "+")
		end := i
		for end < len(text) && (isDigit(text[end]) || strings.IndexByte(" ()./-", text[end]) >= 0) {
			end++
		}
		f.stretch(r, strings.TrimRight(text[i:end], " ()./-"), plus)
		i = end
	}
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
