package importer

import (
	"regexp"
	"slices"
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
	maybe    int      // the digits of the longest stretch that may be a possible chat
}

// open is how many digits are left of which one cannot be sure.
func (f *found) open() int { return max(f.unread, f.maybe) }

// chatFinder finds the chats in texts.
type chatFinder struct {
	phones *phone.Parser
	region string
	buffer []group // of the stretch that is being read
}

func newChatFinder(region string) (*chatFinder, error) {
	phones, err := phone.NewParser(region)
	return &chatFinder{phones: phones, region: region}, err
}

// mostNational is how many digits a number has at most where its country's code is not written.
const mostNational = 12

// isNational reports whether digits that were not read might be, if their country were given.
func (f *chatFinder) isNational(r *found) bool {
	return f.region == "" && r.unread >= anotherNumber && r.unread <= mostNational
}

// ChatsIn returns the chats that stand in a text, each once; sure is false if there may be more of them.
func ChatsIn(text, region string) (ids []string, sure bool) {
	finder, err := newChatFinder(region)
	if err != nil {
		return nil, false
	}
	found := finder.find(text)
	for _, id := range found.chats {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, found.open() < someNumber
}

// unreadable stands for digits that are there and cannot be seen.
const unreadable = 99

// find finds the chats in the text of a cell, as written returns it.
func (f *chatFinder) find(text string) (r found) {
	switch {
	case text == noValue, errorName(text):
		return found{digits: true, bare: true, unread: unreadable}
	case strings.IndexFunc(text, unicode.IsDigit) < 0:
		return found{bare: true}
	}
	plain := f.addresses(&r, phone.Clean(text))
	r.digits = len(r.chats) > 0 || strings.ContainsAny(plain, "0123456789")
	r.bare = strings.IndexFunc(plain, unicode.IsLetter) < 0
	if !r.bare {
		plain = withoutCodes(&r, plain)
	}
	f.stretches(&r, plain)
	if len(r.chats)+len(r.possible) == 0 && r.unread >= someNumber { // what is read in a list of recipients
		if id, p := parseChat(f.phones, text); p == nil {
			r.possible, r.maybe, r.unread = append(r.possible, id), r.unread, 0
		}
	}
	return r
}

var (
	mixedWords   = regexp.MustCompile(`[0-9A-Za-z]+`)
	roundedWords = regexp.MustCompile(`\b[0-9]{1,3}([.,][0-9]+)?[eE]\+?[0-9]{1,2}\b`)
	codes        = regexp.MustCompile(`(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9]{8}t[0-9]{6}z?\b`) // UUIDs, moments
)

// withoutCodes takes out of a text what has digits and letters, and is no number.
func withoutCodes(r *found, text string) string {
	if !mixed(text) {
		return text
	}
	text = codes.ReplaceAllString(text, ";")
	if lost := roundedWords.ReplaceAllString(text, ";"); lost != text {
		text, r.unread = lost, unreadable
	}
	return mixedWords.ReplaceAllStringFunc(text, func(word string) string {
		switch {
		case isMistyped(word):
			r.unread = unreadable
		case !isCode(word):
			return word
		}
		return ";"
	})
}

// mixed reports whether a letter stands beside a digit.
func mixed(text string) bool {
	for i := 1; i < len(text); i++ {
		if isDigit(text[i]) != isDigit(text[i-1]) && isAlnum(text[i]) && isAlnum(text[i-1]) {
			return true
		}
	}
	return false
}

// isMistyped reports whether a word is digits with letters among them that look
// like digits, such as 39207O2.
func isMistyped(word string) bool {
	digits := strings.Trim(word, "OoIlSB")
	letters := 0
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			letters++
			if strings.IndexByte("OoIlSB", digits[i]) < 0 {
				return false
			}
		}
	}
	return letters > 0 && len(digits) > 3*letters
}

// isCode reports whether a word is an id, such as 3EB0C767D097: digits and letters
// by turns, and none as long as a phone number.
func isCode(word string) bool {
	runs, longest, length := 0, 0, 0
	for i := range len(word) {
		if !isDigit(word[i]) {
			length = 0
			continue
		}
		if length++; length == 1 {
			runs++
		}
		longest = max(longest, length)
	}
	return runs > 2 && longest < 9
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isAlnum(b byte) bool { return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'z' }
