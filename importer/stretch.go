package importer

import (
	"strings"
	"unicode/utf8"

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
		for end < len(text) && (isDigit(text[end]) || strings.IndexByte(" ()./-_", text[end]) >= 0) {
			end++
		}
		before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:i], " "))
		f.underscored(r, text[i:end], plus, before)
		i = end
	}
}

// underscored reads a stretch in which the sign between groups may be _, as in the names
// of files, which also holds other things apart.
func (f *chatFinder) underscored(r *found, text string, plus bool, before rune) {
	whole := strings.ReplaceAll(strings.Trim(text, "_"), "_", "-")
	if strings.IndexByte(whole, '-') < 0 || !strings.Contains(text, "_") {
		f.stretch(r, strings.ReplaceAll(text, "_", " "), plus, before)
		return
	}
	f.buffer = cut(f.buffer[:0], whole)
	if all := f.readings(join(f.buffer), plus); len(all.Given) > 0 || plus && len(all.Possible) > 0 {
		f.stretch(r, whole, plus, before)
		return
	}
	for part := range strings.SplitSeq(text, "_") {
		f.stretch(r, part, plus, before)
		plus, before = false, 0
	}
}

// group is an unbroken run of digits, and what stands before it.
type group struct{ sign, digits string }

// longest is how many digits a number may have at most.
const longest = 15

// stretch reads digits and the signs between them, which may be one number or
// several, a day, or a number and something else. before is the sign that it stands behind.
func (f *chatFinder) stretch(r *found, text string, plus bool, before rune) {
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
	if !plus && f.numbered(groups, before) {
		if whole, rest := f.readings(join(groups), false), f.readings(join(groups[1:]), false); len(rest.Given) > 0 && len(whole.Given) == 0 {
			groups = groups[1:]
		} else {
			r.also = persons(r.also, rest.Given)
		}
	}
	for len(groups) > mostGroups { // a table of numbers in one cell
		f.groups(r, groups[:mostGroups], plus)
		groups, plus = groups[mostGroups-longest:], false
	}
	f.groups(r, groups, plus)
}

// numbered reports whether the first group may only count the numbers of a list, as in
// 3) 79000000103 and 4. 79000000104. A trunk 8 or 0 stands before national numbers
// in the same way, so that - and a dot that no space follows need a whole number behind
// them; what stands in brackets is an area code.
func (f *chatFinder) numbered(groups []group, before rune) bool {
	if len(groups) < 2 || len(groups[0].digits) > 4 || groups[0].digits[0] == '0' {
		return false
	}
	switch sign := groups[1].sign; {
	case before == '(' || strings.Contains(sign, "("):
		return false
	case before == '#' || before == '№':
	case !strings.ContainsAny(sign, ").-"):
		return false
	case strings.HasPrefix(sign, ")") || strings.HasPrefix(sign, ". "):
	case len(join(groups[1:])) < wholeNumber && f.region == "" && !dialsAbroad(groups[1]):
		return false
	}
	return true
}

// wholeNumber is how many digits tell a number with its country's code from most without it.
const wholeNumber = 11

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
