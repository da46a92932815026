package importer

import "strings"

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
