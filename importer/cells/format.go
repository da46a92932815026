package cells

import (
	"slices"
	"strconv"
	"strings"
)

// numberFormat is the part of a number format that matters to people's numbers.
type numberFormat struct {
	date bool
	// pattern is nil, or literals among digit places '0', '#' and '?' for formats that
	// do nothing but pad a whole number and put marks between its digits.
	pattern []place
}

// place is one position of a pattern.
type place struct {
	digit   bool
	literal rune // or '0', '#', '?' for a digit
}

// plain reports whether a format shows a whole number as it is stored.
func (f *numberFormat) plain() bool { return !f.date && f.pattern == nil }

// readStyles reads the number formats of the cell styles.
func (w *workbook) readStyles(part string) error {
	if f, ok := w.pack.find(part); !ok || f == nil {
		return nil // the part may be missing
	}
	codes := map[int]string{}
	w.styles = nil
	return w.pack.read(part, maxPart, func(x *xmlReader) error {
		if err := x.root("styleSheet"); err != nil {
			return err
		}
		return x.each(func() error {
			switch string(x.name) {
			case "numFmts":
				return x.each(func() error {
					id, _ := strconv.Atoi(string(x.raw("numFmtId")))
					code, err := x.attr("formatCode")
					codes[id] = code
					return err
				})
			case "cellXfs":
				return x.each(func() error {
					id, _ := strconv.Atoi(string(x.raw("numFmtId")))
					w.styles = append(w.styles, formatOf(id, codes))
					return nil
				})
			}
			return nil
		})
	})
}

// formatOf is the format of this id: one of the workbook's own, else a built-in one.
func formatOf(id int, codes map[int]string) numberFormat {
	if code, ok := codes[id]; ok {
		return parseFormat(code)
	}
	// ECMA-376 part 1, 18.8.30: these are dates and times, in some languages only.
	date := 14 <= id && id <= 22 || 27 <= id && id <= 36 || 45 <= id && id <= 47 || 50 <= id && id <= 58
	return numberFormat{date: date}
}

// marks are what a pattern may put around digits so that they still are one number:
// digits are country codes, +7 before a number of ten.
const marks = "+-() 0123456789\u00a0"

// parseFormat reads the first section of a format code, that of positive numbers.
func parseFormat(code string) numberFormat {
	var f numberFormat
	var letters, places, fraction, other bool
	for rest := []rune(code); len(rest) > 0 && rest[0] != ';'; {
		c, literal, n := formatToken(rest)
		rest = rest[n:]
		switch {
		case literal != "":
			for _, r := range literal {
				f.pattern = append(f.pattern, place{literal: r})
				other = other || !strings.ContainsRune(marks, r)
			}
		case c == 0:
		case strings.ContainsRune("ymdhsYMDHS", c):
			letters = true
		case c == '0' && fraction:
		case strings.ContainsRune("0#?", c):
			f.pattern = append(f.pattern, place{true, c})
			places = true
		case strings.ContainsRune("+-() ", c):
			f.pattern = append(f.pattern, place{literal: c})
		default:
			other = true
			fraction = fraction || c == '.' && letters
		}
	}
	f.date = letters && !places && !isGeneral(code)
	if f.date || letters || other || !places || trivial(f.pattern) {
		f.pattern = nil
	}
	return f
}

// isGeneral reports whether a name is that of the general format, which some writers translate.
func isGeneral(code string) bool {
	lower := strings.ToLower(code)
	return strings.HasPrefix(lower, "general") || strings.HasPrefix(lower, "standard")
}

// trivial reports whether a pattern changes no number.
func trivial(pattern []place) bool {
	return len(pattern) == 1 && pattern[0].digit
}

// formatToken reads the first token of a format code: a character that means
// something, or literal text, or neither (c is 0), and its length.
func formatToken(code []rune) (c rune, literal string, n int) {
	until := func(end rune) int {
		for i := 1; i < len(code); i++ {
			if code[i] == end {
				return i
			}
		}
		return len(code) - 1
	}
	switch code[0] {
	case '"':
		n = until('"')
		return 0, string(code[1:max(n, 1)]), n + 1
	case '\\':
		return 0, string(code[1:min(2, len(code))]), min(2, len(code))
	case '_', '*':
		return 0, "", min(2, len(code))
	case '[':
		n = until(']')
		return bracket(string(code[1:max(n, 1)])), "", n + 1
	}
	return code[0], "", 1
}

// bracket reads what stands in brackets: an elapsed time, a colour, a language,
// or a condition or currency, which stand for anything ('!').
func bracket(inside string) rune {
	switch {
	case inside == "":
		return 0
	case strings.Trim(strings.ToLower(inside), "hms") == "":
		return 'h'
	case strings.ContainsAny(inside, "<>="), inside[0] == '$' && !strings.HasPrefix(inside, "$-"):
		return '!'
	}
	return 0
}

// fill puts the digits of a whole number into the pattern. If the outcome is not
// padding and then these digits, the digits alone are returned.
func (f *numberFormat) fill(digits string) string {
	isDigit := func(p place) bool { return p.digit }
	first := slices.IndexFunc(f.pattern, isDigit) // takes all digits that are left
	var back []rune                               // the text from its end
	left := len(digits)
	for i, p := range slices.Backward(f.pattern) {
		if !p.digit || left == 0 && p.literal == '0' {
			back = append(back, p.literal)
			continue
		}
		for take := 0; left > 0 && (take == 0 || i == first); take++ {
			left--
			back = append(back, rune(digits[left]))
		}
	}
	slices.Reverse(back)
	text := string(back)
	if !strings.HasSuffix(strings.Map(digitsOnly, text), digits) {
		return digits
	}
	return text
}

func digitsOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
