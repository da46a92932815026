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

// partition reads groups that are several numbers, one behind the other and nothing else.
func (f *chatFinder) partition(r *found, groups []group, plus bool) bool {
	n := len(groups)
	if n == 1 {
		return false
	}
	from, to := make([]bool, n+1), make([]bool, n+1) // a number may begin, or end, here
	from[0], to[n] = true, true
	numbers := map[[2]int][]string{}
	for i := range n {
		if !from[i] {
			continue
		}
		for j, given := range f.beginning(groups[i:], plus && i == 0) {
			numbers[[2]int{i, i + j}] = given
			from[i+j] = true
		}
	}
	if !from[n] {
		return false
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j <= n; j++ {
			to[i] = to[i] || to[j] && numbers[[2]int{i, j}] != nil
		}
	}
	for i := range n {
		for j := i + 1; j <= n; j++ {
			if to[j] {
				r.chats = persons(r.chats, numbers[[2]int{i, j}])
			}
		}
	}
	return true
}

// beginning returns the numbers with which groups may begin, by how many groups they take.
func (f *chatFinder) beginning(groups []group, plus bool) map[int][]string {
	numbers := map[int][]string{}
	digits := ""
	for j, g := range groups {
		if digits += g.digits; len(digits) > longest+5 { // with a prefix for dialling
			break
		}
		if given := f.readings(digits, plus).Given; len(given) > 0 {
			numbers[j+1] = given
		}
	}
	return numbers
}

// within reads a number that has other digits beside it. It reports whether the
// number can be told from them; else it proves nothing: the digits may be a
// number of their own that cannot be read, such as 8 495 123 45 67, whose end
// looks German.
func (f *chatFinder) within(r *found, groups []group, plus bool) bool {
	for i := range groups {
		numbers := f.beginning(groups[i:], plus && i == 0)
		for j := len(groups) - i; j > 0; j-- {
			given, before, after := numbers[j], join(groups[:i]), join(groups[i+j:])
			if given == nil {
				continue
			}
			number := len(join(groups[i : i+j]))
			abroad := i == 0 && plus || dialsAbroad(groups[i])
			begins := i == 0 || abroad || len(before)+number > longest || strings.HasPrefix(groups[i].digits, "0")
			ends := i+j == len(groups) || number+len(after) > longest || abroad
			if !begins || !ends {
				r.also = persons(r.also, given)
				continue
			}
			r.chats = persons(r.chats, given)
			f.groups(r, groups[:i], false)
			f.groups(r, groups[i+j:], false)
			return true
		}
	}
	return false
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
