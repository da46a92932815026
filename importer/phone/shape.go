package phone

import (
	"regexp"
	"strings"
	"time"
)

// A number needs at least this many digits to be taken for one of several.
const enoughDigits = 7

var (
	scientific = regexp.MustCompile(`^\+?\d+([.,]\d+)?[eE]\+?\d+$`)
	fraction   = regexp.MustCompile(`^(\+?[\d ()-]*\d{7})[.,](\d+)$`)
	lastDigit  = regexp.MustCompile(`[.,]\d$`)
)

// single returns the one number in s, made of the allowed signs only.
func single(s string) (string, *Error) {
	if plainDigits(s) {
		return s, nil
	}
	if strings.ContainsAny(s, "eE") && scientific.MatchString(s) {
		return "", &Error{Code: PrecisionLost}
	}
	if strings.ContainsAny(s, ".,") {
		if m := fraction.FindStringSubmatch(s); m != nil && strings.Trim(m[2], "0") == "" {
			return m[1], nil
		} else if m != nil || lastDigit.MatchString(s) { // no group of a number has one digit
			return "", invalid(withFraction)
		}
	}
	if whole, ok := unslashed(s); ok {
		s = whole
	}
	switch {
	case date(s):
		return "", invalid(aDate)
	case several(s), slashed(s):
		return "", &Error{Code: severalNumbers}
	case !allowed(s):
		return "", invalid(wrongSigns)
	}
	return s, nil
}

// several reports whether s holds two numbers: parts with enough digits on both
// sides of a separator or before a further +, or two long runs of digits.
func several(s string) bool {
	parts, runs, inPart, inRun := 0, 0, 0, 0
	for i := range len(s) {
		c := s[i]
		if c >= '0' && c <= '9' {
			inPart++
			inRun++
			if inPart == enoughDigits {
				parts++
			}
			if inRun == enoughDigits {
				runs++
			}
			continue
		}
		inRun = 0
		if strings.IndexByte(",;:/|\n+", c) >= 0 {
			inPart = 0
		}
	}
	return parts > 1 || runs > 1
}

// unslashed joins a number whose area code is set off by a slash, as in
// 0171/3920701 and +49 171 / 392 07 01. ok is false where more may be meant: both
// sides have enough digits for a number, or the right one only replaces the end.
func unslashed(s string) (whole string, ok bool) {
	area, rest, found := strings.Cut(s, "/")
	if !found || !allowed(area) || !allowed(rest) || strings.ContainsRune(rest, '+') {
		return s, false
	}
	code, international := strip(area)
	rest = strings.Map(digit, rest)
	switch trunk := strings.HasPrefix(code, "0"); {
	case international:
		ok = len(code) < minDigits && len(rest) >= 3
	case trunk:
		ok = len(code) <= 6 && len(rest) >= 3 && rest[0] != '0'
	default:
		ok = code != "" && len(code) <= 4 && len(rest) >= 5
	}
	return area + rest, ok
}

// slashed reports whether a slash stands in what would be a number without it.
func slashed(s string) bool {
	return strings.Count(s, "/") == 1 && allowed(strings.Replace(s, "/", " ", 1)) && countDigits(s) >= enoughDigits
}

func countDigits(s string) (n int) {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// allowed reports whether s has only the signs of a number, a + only in front and
// no minus there.
func allowed(s string) bool {
	if strings.HasPrefix(s, "-") || strings.LastIndexByte(s, '+') > strings.IndexFunc(s, notOpening) {
		return false
	}
	return strings.IndexFunc(s, foreign) < 0
}

func notOpening(r rune) bool { return r != '(' && r != ' ' }

func foreign(r rune) bool {
	return (r < '0' || r > '9') && !strings.ContainsRune("+()-. ", r)
}

// date reports whether s is a day as cells spell it, with or without the time of day.
func date(s string) bool {
	if len(s) < len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return false
	}
	_, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	return err == nil
}

// strip returns the digits of s, and whether they begin with a country code: s
// was written with + or 00. The (0) that some put behind the code is left out.
func strip(s string) (digits string, international bool) {
	if plainDigits(s) {
		digits, international = strings.CutPrefix(s, "00")
		return digits, international
	}
	s = strings.TrimLeft(strings.Map(unspaced, s), "(")
	plus := strings.HasPrefix(s, "+")
	if plus || strings.HasPrefix(s, "00") {
		s = strings.Replace(s, "(0)", "", 1)
	}
	digits = strings.Map(digit, s)
	if plus {
		return digits, true
	}
	return strings.CutPrefix(digits, "00")
}

func unspaced(r rune) rune {
	if r == ' ' || r == '-' || r == '.' {
		return -1
	}
	return r
}

func digit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
