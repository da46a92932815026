package phone

import (
	"strconv"

	"github.com/nyaruka/phonenumbers"

	"contactcast/internal/words"
)

// verdict is what the numbering plans say about an international number.
type verdict struct {
	possible bool       // its country has numbers of this length
	valid    bool       // its country has given out numbers that begin so
	why      words.Code // it is not possible
}

// look asks the numbering plans about an international number.
func (p *Parser) look(digits string) verdict { return p.plans.Get(digits) }

// judgeWith judges mobile numbers by m, and asks the library about all others.
func judgeWith(m *mobiles) func(string) verdict {
	return func(digits string) verdict {
		if len(digits) >= minDigits && m.has(digits) {
			return verdict{possible: true, valid: true}
		}
		return judge(digits)
	}
}

// No international number is shorter or longer: E.164 ends at 15 digits, and the
// few countries with fewer than 8 have no ids of that length in WhatsApp's form.
const minDigits, maxDigits = 8, 15

func judge(digits string) verdict {
	switch {
	case len(digits) < minDigits:
		return verdict{why: tooShort}
	case len(digits) > maxDigits:
		return verdict{why: tooLong}
	}
	n := split(digits)
	if n == nil {
		return verdict{why: unknownCode}
	}
	possible := phonenumbers.IsPossibleNumberWithReason(n)
	switch {
	case possible == phonenumbers.IS_POSSIBLE && valid(n):
		return verdict{possible: true, valid: true}
	case oldMexican(digits):
		return verdict{possible: true, valid: true}
	case trunk(digits):
		return verdict{why: trunkPrefix}
	}
	switch possible {
	case phonenumbers.IS_POSSIBLE:
		return verdict{possible: true}
	case phonenumbers.TOO_SHORT, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return verdict{why: tooShort}
	case phonenumbers.TOO_LONG:
		return verdict{why: tooLong}
	}
	return verdict{why: wrongLength}
}

// split finds the country code, the way E.164 means it: codes are free of
// prefixes. The library's own parser is seven times slower and lets too much pass.
func split(digits string) *phonenumbers.PhoneNumber {
	for n := 1; n <= 3 && n < len(digits); n++ {
		code, err := strconv.Atoi(digits[:n])
		if err != nil || digits[0] == '0' {
			return nil
		}
		if phonenumbers.GetRegionCodeForCountryCode(code) == phonenumbers.UNKNOWN_REGION {
			continue
		}
		return assemble(code, digits[n:])
	}
	return nil
}

func assemble(code int, national string) *phonenumbers.PhoneNumber {
	value, err := strconv.ParseUint(national, 10, 64)
	if err != nil {
		return nil
	}
	n := &phonenumbers.PhoneNumber{CountryCode: new(int32(code)), NationalNumber: &value}
	if zeros := leadingZeros(national); zeros > 0 {
		n.ItalianLeadingZero, n.NumberOfLeadingZeros = new(true), new(int32(zeros))
	}
	return n
}

// leadingZeros counts them, the last digit left aside.
func leadingZeros(national string) int {
	n := 0
	for n < len(national)-1 && national[n] == '0' {
		n++
	}
	return n
}

// valid asks the code's main country first: that is the answer for nearly all
// numbers, at half the price.
func valid(n *phonenumbers.PhoneNumber) bool {
	main := phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	return phonenumbers.IsValidNumberForRegion(n, main) || phonenumbers.IsValidNumber(n)
}

// trunk reports whether the number would do without the prefix of national dialling.
func trunk(digits string) bool {
	n, err := phonenumbers.Parse("+"+digits, "")
	return err == nil && phonenumbers.Format(n, phonenumbers.E164) != "+"+digits &&
		phonenumbers.IsPossibleNumber(n)
}
