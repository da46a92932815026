package importer

import "fmt"

// nearMisses suggests a name for every header that no field uses but that is
// almost the name of a field without a column.
func (r *resolver) nearMisses(header []string, m mapping) (suggestions []string) {
	lacks := func(f Field) bool {
		_, ok := m[f]
		return !ok && !r.settled(f)
	}
	wanted := func(f Field) bool {
		switch f {
		case anyPhone:
			return lacks(ChatID) || lacks(PhoneContact)
		case anyName:
			return lacks(FirstName)
		}
		return lacks(f)
	}
	for i, h := range header {
		if m.fieldOf(i) != "" {
			continue
		}
		if name := nearest(headerKey(h), wanted); name != "" {
			suggestions = append(suggestions, fmt.Sprintf("%q: did you mean %s?", trim(h), name))
		}
	}
	return suggestions
}

// nearest finds the name that key is a slip of the pen away from: one letter, or
// two in a long word.
func nearest(key string, wanted func(Field) bool) (name string) {
	runes := []rune(key)
	most := 1
	switch {
	case len(runes) < 5:
		return ""
	case len(runes) >= 8:
		most = 2
	}
	for _, a := range aliases {
		if !wanted(a.field) {
			continue
		}
		if d := distance(runes, []rune(a.key)); d > 0 && d <= most {
			name, most = a.text, d-1
		}
	}
	return name
}

// distance counts the letters to insert, drop, change or swap with their neighbour.
func distance(a, b []rune) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 3
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
