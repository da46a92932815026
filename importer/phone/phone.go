// Package phone reads phone numbers as people type them into spreadsheets, and
// says no rather than guess. It never invents a country: a number is sent to
// only if it carries its country code, or a region was given for the rest.
package phone

import (
	"errors"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"contactcast/internal/memo"
	"contactcast/internal/words"
)

// Number is a number that may be dialled.
type Number struct {
	// Digits is the international number without "+": country code first, 8 to 15 digits.
	Digits string
	// Warning is empty, or names what a person should look at.
	Warning words.Code
	// Alternative is empty, or the digits under which this number may be known instead.
	Alternative string
	// Bare reports that the number was written without + and 00 and is not one of
	// the region: only its digits tell its country. See Column.
	Bare bool

	completed bool // it was written as it is dialled in the region
	own       bool // it was written without + and 00, with the region's country code
}

// The codes of an Error.
const (
	PrecisionLost words.Code = "precision-lost"

	severalNumbers words.Code = "ambiguous-phone/several"
	homeOrAbroad   words.Code = "ambiguous-phone/region"

	noNumber     words.Code = "invalid-phone/no-number"
	fewDigits    words.Code = "invalid-phone/few-digits"
	manyDigits   words.Code = "invalid-phone/many-digits"
	wrongSigns   words.Code = "invalid-phone/signs"
	withFraction words.Code = "invalid-phone/fraction"
	aDate        words.Code = "invalid-phone/date"
	noCountry    words.Code = "invalid-phone/no-country"
	notOfRegion  words.Code = "invalid-phone/not-of-region"
	trunkPrefix  words.Code = "invalid-phone/trunk-prefix"
	unknownCode  words.Code = "invalid-phone/unknown-code"
	tooShort     words.Code = "invalid-phone/too-short"
	tooLong      words.Code = "invalid-phone/too-long"
	wrongLength  words.Code = "invalid-phone/wrong-length"
)

// Error says why a text is not one phone number.
type Error struct {
	// Code is PrecisionLost, or one whose ErrorCode is "invalid-phone" or "ambiguous-phone".
	Code words.Code

	bare string // the digits of a number that fits no country as it was written, without + and 00
	home string // the digits that an ambiguous number is as one of the region, or ""
}

func invalid(code words.Code) *Error { return &Error{Code: code} }

// Error returns the code.
func (e *Error) Error() string { return string(e.Code) }

// Fact says why, for people.
func (e *Error) Fact() words.Fact { return words.New(e.Code) }

// RegionError says that there is no such region.
type RegionError struct {
	Region string
	// Meant is the region that it is a name of, or "".
	Meant string
}

// Error names the region.
func (e *RegionError) Error() string { return e.Fact().String() }

// Fact says so, for people.
func (e *RegionError) Fact() words.Fact {
	if e.Meant != "" {
		return words.New("usage/region-meant", "region", e.Region, "meant", e.Meant)
	}
	return words.New("usage/no-region", "region", e.Region)
}

// Parser reads numbers under one set of rules and remembers what the numbering
// plans said about them. It is not safe for concurrent use.
type Parser struct {
	region      string // ISO region for national numbers, or ""
	callingCode int    // the region's country code, or 0
	trunk       string // what is dialled in front of an area code in the region, or ""
	eight       bool   // an 8 once stood before it; see behindEight
	openAreas   bool   // numbers within an area differ in length there
	plans       *memo.Memo[verdict]
	home        *memo.Memo[completion]
	named       *memo.Memo[Whereabouts]
	codes       map[string]int // of countries, by their names; nil until one is asked for
}

// NewParser returns a parser that completes national numbers for region, an ISO
// 3166 code such as "RU"; with "" a number without country code is an error.
func NewParser(region string) (*Parser, error) {
	p := &Parser{region: strings.ToUpper(region)}
	plans := &mobiles{}
	p.plans, p.home = memo.New(judgeWith(plans)), memo.New(plans.national(p.region))
	p.named = memo.New(p.where)
	if p.region == "" {
		return p, nil
	}
	p.callingCode = phonenumbers.GetCountryCodeForRegion(p.region)
	if p.callingCode == 0 {
		return nil, &RegionError{region, regionMeant(region)}
	}
	plan := planOf(p.region)
	p.trunk, p.openAreas = plan.GetNationalPrefix(), plan.GetNationalPrefix() != "" && len(plan.GetFixedLine().GetPossibleLength()) > 1
	p.eight = slices.Contains([]string{"AM", "AZ", "GE", "KG", "MD", "UA"}, p.region)
	return p, nil
}

// Region is the region whose numbers are completed, or "".
func (p *Parser) Region() string { return p.region }

// Parse reads the one number that text holds. The error is an *Error.
func (p *Parser) Parse(text string) (Number, error) {
	n, err := p.parse(text)
	if err != nil {
		return Number{}, err
	}
	return n, nil
}

func (p *Parser) parse(text string) (Number, *Error) {
	if plainDigits(text) { // nearly all of a list of bare numbers
		digits, international := strings.CutPrefix(text, "00")
		return p.read(text, digits, international)
	}
	s := Clean(text)
	if id, ok := UserID(s); ok {
		return p.international(id)
	}
	number, err := single(s)
	if err != nil {
		return Number{}, err
	}
	digits, international := strip(number)
	if !international && p.region == "" && strings.Contains(s, "/") && len(digits) >= fewest && len(digits) <= most {
		return Number{}, noFit(noCountry, digits)
	}
	return p.read(number, digits, international)
}

// read reads the digits of a number.
func (p *Parser) read(number, digits string, international bool) (Number, *Error) {
	switch {
	case digits == "":
		return Number{}, invalid(noNumber)
	case international:
		return p.grouped(number, digits)
	case len(digits) < fewest:
		return Number{}, invalid(fewDigits)
	case len(digits) > most:
		return Number{}, invalid(manyDigits)
	case p.region == "":
		return p.bare(digits)
	case p.region == "RU" || p.region == "KZ":
		return p.sevenPlan(digits)
	default:
		return p.national(digits)
	}
}

// Known returns the number of an id that consists of digits already, such as
// the one before @c.us: never an error, at most a warning.
func (p *Parser) Known(digits string) Number { return p.number(digits) }

// National returns the number of the region that a text is by which err says that
// it may be one of another country as well. See Column.
func (p *Parser) National(err error) (n Number, ok bool) {
	if e, ok := errors.AsType[*Error](err); ok && e.home != "" {
		return p.atHome(e.home), true
	}
	return Number{}, false
}

// NoCountry is the error of a number whose country is not known: what a Bare one
// is in a Column that is not trusted.
func (p *Parser) NoCountry() error {
	if p.region == "" {
		return invalid(noCountry)
	}
	return invalid(notOfRegion)
}

// No country has shorter or longer numbers, prefixes for dialling included; what
// is outside does not merely lack its country code.
const fewest, most = 5, 18
