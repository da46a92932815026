package importer

import (
	"fmt"
	"strings"
	"unicode"

	"contactcast/importer/phone"
)

const invalidChatID = "invalid-chat-id"

// The words of the problems with chat ids.
const (
	textShape = "this is no chat id: write a phone number with its country code, or 79000000000@c.us for a person, " +
		"120363000000000000@g.us for a group, 120000000000000@lid for a hidden number"
	textGroup = "this looks like a group's id without its end: write it with @g.us"
)

// parseID reads a chat id by its shape; id is "" if the text may be a phone number.
func parseID(text string) (id string, p *Problem) {
	id = phone.Clean(text)
	local, end, isID := strings.Cut(id, "@")
	switch {
	case !isID && groupLocal(local):
		return "", &Problem{Code: invalidChatID, Text: textGroup}
	case !isID:
		return "", nil
	case chatShape(local, end):
		return id, nil
	}
	local, end = foreignID(id, local, end)
	if !chatShape(local, end) {
		return "", &Problem{Code: invalidChatID, Text: chatHint(id)}
	}
	return local + "@" + end, nil
}

// foreignID returns the API's spelling of an id as other programs write it: people
// at s.whatsapp.net, and the device they were seen on.
func foreignID(id, local, end string) (string, string) {
	if digits, ok := phone.UserID(id); ok {
		return digits, "c.us"
	}
	if hidden, device, ok := strings.Cut(local, ":"); ok && end == "lid" && digitsOnly(device, 1, 3) {
		return hidden, end
	}
	return local, end
}

// chatShape tells whether the parts before and behind @ make an id as the API's documentation shows them.
func chatShape(local, end string) bool {
	switch end {
	case "c.us":
		return digitsOnly(local, 8, 15)
	case "g.us":
		return groupLocal(local) || digitsOnly(local, 15, 20)
	case "lid":
		return digitsOnly(local, 5, 20)
	}
	return false
}

// groupLocal tells what can only be a group's id: its creator's number and the
// second of its creation, or more digits than a phone number has.
func groupLocal(s string) bool {
	creator, created, ok := strings.Cut(s, "-")
	if !ok {
		return digitsOnly(s, 16, 20)
	}
	return digitsOnly(creator, 10, 15) && digitsOnly(created, 10, 10)
}

func digitsOnly(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

// chatHint says what is wrong with an id that has the wrong shape.
func chatHint(id string) string {
	for _, r := range id {
		if latin := lookAlike(r); latin != 0 {
			return fmt.Sprintf("the %q in this chat id is a %s letter that looks like the Latin %q: type the end of the id again", r, script(r), latin)
		}
	}
	return textShape
}

// lookAlike returns the Latin letter or sign of a chat id's end that r looks like, or 0.
func lookAlike(r rune) rune {
	if r > 0xff00 && r < 0xff5f {
		return r - 0xff00 + ' ' // full-width forms
	}
	for _, pair := range []struct {
		latin rune
		alike string
	}{
		{'c', "сСϲⅽ"}, {'u', "υսᴜ"}, {'s', "ѕЅꜱ"}, {'g', "ɡցԌ"}, {'l', "ӏⅼІ"}, {'i', "іɪιı"}, {'d', "ԁⅾ"}, {'.', "․。"},
	} {
		if strings.ContainsRune(pair.alike, r) {
			return pair.latin
		}
	}
	return 0
}

func script(r rune) string {
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		return "Cyrillic"
	case unicode.Is(unicode.Greek, r):
		return "Greek"
	case unicode.Is(unicode.Armenian, r):
		return "Armenian"
	}
	return "foreign"
}

// parseChat reads a chat id, or a phone number, which becomes one.
func parseChat(phones *phone.Parser, text string) (id string, p *Problem) {
	id, p = parseID(text)
	if p != nil || id != "" {
		return id, p
	}
	n, err := phones.Parse(text)
	if err != nil {
		return "", phoneProblem(err)
	}
	return n.Digits + "@c.us", nil
}

// ParseChat reads one chat id, or a phone number, which becomes one; region completes
// national numbers, "" demands international ones. The error is for people.
func ParseChat(text, region string) (string, error) {
	phones, err := phone.NewParser(region)
	if err != nil {
		return "", err
	}
	id, problem := parseChat(phones, text)
	if problem != nil {
		return "", problem
	}
	return id, nil
}
