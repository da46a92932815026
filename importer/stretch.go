package importer

import (
	"strings"

	"contactcast/importer/phone"
)

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
		f.stretch(r, text[i:end], plus)
		i = end
	}
}

// group is an unbroken run of digits, and what stands before it.
type group struct{ sign, digits string }

// longest is how many digits a number may have at most.
const longest = 15

// stretch reads digits and the signs between them, which may be one number or
// several, a day, or a number and something else.
func (f *chatFinder) stretch(r *found, text string, plus bool) {
	if plus || strings.HasPrefix(text, "00") {
		text = strings.Replace(text, "(0)", " ", 1)
	}
	f.buffer = cut(f.buffer[:0], text)
	groups := f.buffer
	if n := len(groups); n == 2 && groups[1].sign == "." && len(groups[0].digits) >= anotherNumber && len(groups[1].digits) <= 2 {
		if strings.Trim(groups[1].digits, "0") != "" { // a number with a fraction
			r.unread = max(r.unread, len(groups[0].digits))
			return
		}
		groups = groups[:1]
	}
	for len(groups) > mostGroups { // a table of numbers in one cell
		f.groups(r, groups[:mostGroups], plus)
		groups, plus = groups[mostGroups-longest:], false
	}
	f.groups(r, groups, plus)
}

// mostGroups bounds how many groups are looked at together; a number has at most longest.
const mostGroups = 64

// cut adds a text's groups of digits to groups.
func cut(groups []group, text string) []group {
	for text != "" {
		sign := 0
		for sign < len(text) && !isDigit(text[sign]) {
			sign++
		}
		end := sign
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		if end > sign {
			groups = append(groups, group{text[:sign], text[sign:end]})
		}
		text = text[end:]
	}
	return groups
}

// groups reads groups of digits, the first of them behind a + or not.
func (f *chatFinder) groups(r *found, groups []group, plus bool) {
	digits := join(groups)
	if len(digits) < someNumber {
		r.unread = max(r.unread, len(digits))
		return
	}
	if i, n := day(groups); n > 0 && !plus {
		f.groups(r, groups[:i], false)
		f.groups(r, groups[i+n:], false)
		return
	}
	plus = plus || dialsAbroad(groups[0])
	all := f.readings(digits, plus)
	if len(all.Possible) > 0 && !plus {
		r.possible, r.maybe = persons(r.possible, all.Possible), max(r.maybe, len(digits))
	}
	if len(all.Given) > 0 {
		r.chats = persons(r.chats, all.Given)
		return
	}
	if plus {
		r.chats = persons(r.chats, all.Possible)
	}
	if f.partition(r, groups, plus) || f.within(r, groups, plus) || len(all.Possible) > 0 {
		return
	}
	if len(groups) > 1 || !compactDay(groups[0].digits) {
		r.unread = max(r.unread, len(digits))
	}
}

// dialsAbroad reports whether a country's code follows, as it does behind a +.
func dialsAbroad(g group) bool { return strings.HasPrefix(g.digits, "00") }

// readings asks for the numbers that digits behind a + or 00, or without, may be.
func (f *chatFinder) readings(digits string, plus bool) phone.Readings {
	if abroad, ok := strings.CutPrefix(digits, "00"); ok {
		digits, plus = abroad, true
	}
	return f.phones.Readings(digits, plus)
}

func join(groups []group) string {
	if len(groups) == 1 {
		return groups[0].digits
	}
	var digits strings.Builder
	for _, g := range groups {
		digits.WriteString(g.digits)
	}
	return digits.String()
}

func persons(ids, numbers []string) []string {
	for _, n := range numbers {
		ids = append(ids, n+"@c.us")
	}
	return ids
}
