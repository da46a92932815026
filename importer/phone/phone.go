// Package phone reads phone numbers as people type them into spreadsheets, and
// says no rather than guess. It never invents a country: a number is sent to
// only if it carries its country code, or a region was given for the rest.
package phone

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Number is a number that may be dialled.
type Number struct {
	// Digits is the international number without "+": country code first, 8 to 15 digits.
	Digits string
	// Warning is empty, or something a person should look at. The same doubt has the same words.
	Warning string
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
	Invalid       = "invalid-phone"
	Ambiguous     = "ambiguous-phone"
	PrecisionLost = "precision-lost"
)

// TextPrecisionLost says what PrecisionLost means and what to do.
const TextPrecisionLost = "the spreadsheet program has dropped digits of this number: format the column as text and enter the number again"

// Error says why a text is not one phone number.
type Error struct {
	Code string // Invalid, Ambiguous or PrecisionLost
	Text string // what is wrong and what to do, for people; the same mistake has the same words

	bare string // the digits of a number that fits no country as it was written, without + and 00
	home string // the digits that an ambiguous number is as one of the region, or ""
}

func invalid(text string) *Error { return &Error{Code: Invalid, Text: text} }

// Error returns the text for people.
func (e *Error) Error() string { return e.Text }

// Parser reads numbers under one set of rules and remembers what the numbering
// plans said about them. It is not safe for concurrent use.
type Parser struct {
	region      string // ISO region for national numbers, or ""
	callingCode int    // the region's country code, or 0
	plans       memo[verdict]
	home        memo[completion]
}

// NewParser returns a parser that completes national numbers for region, an ISO
// 3166 code such as "RU"; with "" a number without country code is an error.
func NewParser(region string) (*Parser, error) {
	p := &Parser{region: strings.ToUpper(region)}
	plans := mobiles{}
	p.plans, p.home = newMemo(judgeWith(plans)), newMemo(plans.national(p.region))
	if p.region == "" {
		return p, nil
	}
	p.callingCode = phonenumbers.GetCountryCodeForRegion(p.region)
	if p.callingCode == 0 {
		return nil, fmt.Errorf("no region %q: give two letters as in RU, KZ, DE, IL", region)
	}
	return p, nil
}

// Parse reads the one number that text holds. The error is an *Error.
func (p *Parser) Parse(text string) (Number, error) {
	n, err := p.parse(text)
	if err != nil {
		return Number{}, err
	}
	return n, nil
}

func (p *Parser) parse(text string) (Number, *Error) {
	s := Clean(text)
	if id, ok := UserID(s); ok {
		return p.international(id)
	}
	number, err := single(s)
	if err != nil {
		return Number{}, err
	}
	digits, international := strip(number)
	switch {
	case digits == "":
		return Number{}, invalid(textNoDigits)
	case international:
		return p.international(digits)
	case len(digits) < fewest:
		return Number{}, invalid(textFew)
	case len(digits) > most:
		return Number{}, invalid(textMany)
	case p.region == "" && strings.Contains(s, "/"):
		return Number{}, noFit(textNoCountry, digits)
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
		return invalid(textNoCountry)
	}
	return invalid(textNational)
}

// No country has shorter or longer numbers, prefixes for dialling included; what
// is outside does not merely lack its country code.
const fewest, most = 5, 18

// The words of the errors. The same mistake has the same words, so that many rows can be told of at once.
const (
	textNoDigits  = "this is not a phone number"
	textFew       = "these are too few digits for a phone number"
	textMany      = "these are too many digits for a phone number"
	textSigns     = "this is not a phone number: only digits, spaces, brackets, dots, dashes and a leading + may stand here"
	textFraction  = "this is a number with a fraction, not a phone number"
	textDate      = "this is a date, not a phone number: format the column as text and enter the numbers again"
	textSeveral   = "there is more than one number here: leave one, and give the others rows of their own"
	textNoCountry = "the country code is missing: write the number with + and the country code, or add --region for numbers of one country"
	textNational  = "this is not a number of the region given: write it with + and its country code"
	textBoth      = "this may be a number of the region given, or one of another country: write it with + and its country code"
	textTrunk     = "leave out the 0 (or other dialling prefix) between the country code and the number"
	textCode      = "no country has this code: write the number with + and its country code"
	textShort     = "this number is too short for its country"
	textLong      = "this number is too long for its country"
	textLength    = "no number of this country has this many digits"
)
