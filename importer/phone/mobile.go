package phone

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// mobiles tells mobile numbers, which nearly all numbers of a list are, by their
// plans' own patterns. The library asks a dozen patterns of a plan one after the
// other and those of mobiles last, at twenty times the price.
type mobiles [1000]*[]*regexp.Regexp // by country code; nil where nobody asked yet

// has reports whether an international number is a mobile number of its country.
// False may mean that only the library can tell.
func (m *mobiles) has(digits string) bool {
	code := 0
	for n := 0; n < 3 && n+1 < len(digits) && digits[0] != '0' && isDigit(digits[n]); n++ {
		code = 10*code + int(digits[n]-'0')
		for _, pattern := range m.of(code) {
			if pattern.MatchString(digits[n+1:]) {
				return true
			}
		}
	}
	return false
}

// of returns the patterns of the plans that share a country code, which are none
// if there is no such code.
func (m *mobiles) of(code int) []*regexp.Regexp {
	if m[code] == nil {
		patterns := mobilePatterns(code)
		m[code] = &patterns
	}
	return *m[code]
}

// national returns how to complete numbers as they are dialled in a region: mobile
// numbers of plans with a plain dialling prefix, such as 0, by m, and all others by
// the library.
func (m *mobiles) national(region string) func(string) completion {
	ask := func(digits string) completion { return complete(digits, region) }
	plan := planOf(region)
	prefix := plan.GetNationalPrefix()
	if plan.GetNationalPrefixForParsing() != prefix || plan.GetNationalPrefixTransformRule() != "" {
		return ask
	}
	code := strconv.Itoa(int(plan.GetCountryCode()))
	return func(digits string) completion {
		if whole := code + strings.TrimPrefix(digits, prefix); m.has(whole) {
			return completion{digits: whole, mobile: true}
		}
		return ask(digits)
	}
}

// planOf returns a region's numbering plan; nil, which has no numbers, if there is none.
func planOf(region string) *phonenumbers.PhoneMetadata {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil
	}
	for _, plan := range all.GetMetadata() {
		if plan.GetId() == region {
			return plan
		}
	}
	return nil
}

func mobilePatterns(code int) (patterns []*regexp.Regexp) {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil
	}
	for _, plan := range all.GetMetadata() {
		text := plan.GetMobile().GetNationalNumberPattern()
		if text == "" || int(plan.GetCountryCode()) != code {
			continue
		}
		pattern, err := regexp.Compile("^(?:" + text + ")$")
		switch {
		case err != nil:
		case plan.GetMainCountryForCode(): // most numbers are its
			patterns = append([]*regexp.Regexp{pattern}, patterns...)
		default:
			patterns = append(patterns, pattern)
		}
	}
	return patterns
}
