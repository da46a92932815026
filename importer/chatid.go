package importer

import (
	"strings"
	"unicode"

	"contactcast/importer/phone"
	"contactcast/internal/words"
)

// parseID reads a chat id by its shape; id is "" if the text may be a phone number.
func parseID(text string) (id string, p *Problem) {
	id = phone.Clean(text)
	local, end, isID := strings.Cut(id, "@")
	switch {
	case !isID && groupLocal(local):
		return "", problem("invalid-chat-id/group")
	case !isID:
		return "", nil
	case chatShape(local, end):
		return id, nil
	}
	local, end = foreignID(id, local, end)
	if !chatShape(local, end) {
		return "", wrongShape(id)
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

// chatShape reports whether the parts before and behind @ make an id as the API's documentation shows them.
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

// wrongShape says what is wrong with an id that has the wrong shape.
func wrongShape(id string) *Problem {
	for _, r := range id {
		if latin := lookAlike(r); latin != 0 {
			return problem(alien(r), "letter", string(r), "latin", string(latin))
		}
	}
	return problem("invalid-chat-id/shape")
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

// alien is the code of a letter in a chat id that is of another script.
func alien(r rune) words.Code {
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		return "invalid-chat-id/cyrillic"
	case unicode.Is(unicode.Greek, r):
		return "invalid-chat-id/greek"
	case unicode.Is(unicode.Armenian, r):
		return "invalid-chat-id/armenian"
	}
	return "invalid-chat-id/foreign"
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
