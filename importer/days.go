package importer

import "strconv"

// day returns where groups hold a day, as in 2026-01-31 or 31.1.2026, and how many make it up.
func day(groups []group) (at, n int) {
	for i := 0; i+3 <= len(groups); i++ {
		g := groups[i : i+3]
		sign := g[1].sign
		if len(sign) != 1 || sign == " " || g[2].sign != sign || i > 0 && g[0].sign == sign ||
			i+3 < len(groups) && groups[i+3].sign == sign {
			continue
		}
		a, b, c := g[0].digits, g[1].digits, g[2].digits
		if isDay(a, b, c) || isDay(c, b, a) || isDay(c, a, b) {
			return i, 3
		}
	}
	return 0, 0
}

// compactDay reports whether digits are a day, as in 20260131.
func compactDay(digits string) bool {
	return len(digits) == 8 && isDay(digits[:4], digits[4:6], digits[6:])
}

// isDay reports whether numbers are a day that people write down.
func isDay(year, month, day string) bool {
	within := func(digits string, low, high int) bool {
		n, err := strconv.Atoi(digits)
		return err == nil && n >= low && n <= high
	}
	return len(year) == 4 && len(month) <= 2 && len(day) <= 2 &&
		within(year, 1900, 2099) && within(month, 1, 12) && within(day, 1, 31)
}
