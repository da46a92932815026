package pace

import (
	"slices"
	"strings"
	"time"
)

// days is a set of days of the week, a bit for each from Sunday on; none stands for all.
type days uint8

func (d days) has(day time.Weekday) bool { return d == 0 || d&(1<<day) != 0 }

// dayNames are in the order of time.Weekday.
func dayNames() []string { return []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} }

// parseDays reads days and spans of them, such as "mon-fri" or "mon,wed,sat-sun".
func parseDays(text string) (set days, ok bool) {
	for part := range strings.SplitSeq(strings.ToLower(text), ",") {
		first, last, ranged := strings.Cut(part, "-")
		if !ranged {
			last = first
		}
		from, to := slices.Index(dayNames(), first), slices.Index(dayNames(), last)
		if from < 0 || to < 0 {
			return 0, false
		}
		for day := from; ; day = (day + 1) % 7 {
			set |= 1 << day
			if day == to {
				break
			}
		}
	}
	return set, true
}

// String lists the days, three or more that follow each other as a span.
func (d days) String() string {
	var parts []string
	for i, day := 0, 1; i < 7; { // from Monday on
		if !d.has(time.Weekday(day % 7)) {
			i, day = i+1, day+1
			continue
		}
		n := 1
		for i+n < 7 && d.has(time.Weekday((day+n)%7)) {
			n++
		}
		first, last := dayNames()[day%7], dayNames()[(day+n-1)%7]
		switch n {
		case 1:
			parts = append(parts, first)
		case 2:
			parts = append(parts, first, last)
		default:
			parts = append(parts, first+"-"+last)
		}
		i, day = i+n, day+n
	}
	return strings.Join(parts, ",")
}
