package phone

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"contactcast/internal/words"
)

// international accepts a number whose country code was written as such.
func (p *Parser) international(digits string) (Number, *Error) {
	if v := p.look(digits); !v.possible {
		return Number{}, invalid(v.why)
	}
	return p.number(digits), nil
}

// grouped accepts a number whose country code was written as such. Digits that are no
// number that was given out, but would be one without their last group, are a number
// and something else: an extension, or the end of a second number.
func (p *Parser) grouped(number, digits string) (Number, *Error) {
	if cut := strings.LastIndexAny(number, " -.()/"); cut > 0 && !p.look(digits).valid {
		if head, _ := strip(number[:cut]); countDigits(number[cut:]) > 0 && p.look(head).valid {
			return Number{}, &Error{Code: severalNumbers}
		}
	}
	return p.international(digits)
}

// bare accepts digits without + and without a region only where a country is
// known to have given such numbers out: 8 900 ..., or ten digits that begin like
// some country's code, are not guessed at.
func (p *Parser) bare(digits string) (Number, *Error) {
	v := p.look(digits)
	if v.valid || v.possible && oldBrazilian(digits) {
		return p.byFit(digits), nil
	}
	return Number{}, noFit(noCountry, digits)
}

// byFit is a number whose country nothing but its digits tells.
func (p *Parser) byFit(digits string) Number {
	n := p.number(digits)
	n.Bare = true
	return n
}

// atHome is a number of the region as it is dialled there, completed.
func (p *Parser) atHome(digits string) Number {
	n := p.number(digits)
	n.completed = true
	return n
}

// withOwnCode is a number of the region that was written with its country code.
func (p *Parser) withOwnCode(digits string) Number {
	n := p.number(digits)
	n.own = true
	return n
}

// noFit is the error of digits that would be a number if their country were known.
func noFit(why words.Code, digits string) *Error {
	e := invalid(why)
	if len(digits) >= enoughDigits && len(digits) <= maxDigits {
		e.bare = digits
	}
	return e
}

// sevenPlan is the rule of Russia and Kazakhstan: 8 and ten digits, or ten digits.
func (p *Parser) sevenPlan(digits string) (Number, *Error) {
	completed := ""
	switch {
	case len(digits) == 10:
		completed = "7" + digits
	case len(digits) == 11 && digits[0] == '8':
		completed = "7" + digits[1:]
	}
	switch {
	case completed != "" && p.look(completed).valid:
		return p.atHome(completed), nil
	case p.ownPossible(digits):
		return p.withOwnCode(digits), nil
	case p.look(digits).valid:
		return p.byFit(digits), nil
	case completed != "":
		return p.atHome(completed), nil
	}
	return Number{}, noFit(notOfRegion, digits)
}

// national completes a number of the region. Digits that are a valid number with
// their country code in front are that, unless they are as well a mobile number
// of the region: 4915112345678 is not dialled as +49 4915112345678, and nobody
// can tell whether 13052345678 is Chinese or American.
func (p *Parser) national(digits string) (Number, *Error) {
	if p.behindEight(digits) {
		digits = digits[1:]
	}
	home := p.completed(digits)
	switch whole := p.look(digits); {
	case whole.valid && home.mobile && !p.own(digits):
		return Number{}, &Error{Code: homeOrAbroad, home: home.digits}
	case whole.valid && p.own(digits):
		return p.withOwnCode(digits), nil
	case whole.valid:
		return p.byFit(digits), nil
	case p.complete(digits, home):
		return p.atHome(home.digits), nil
	case p.ownPossible(digits):
		return p.withOwnCode(digits), nil
	}
	return Number{}, noFit(notOfRegion, digits)
}

// behindEight reports whether a number is written behind the 8 that was dialled between
// cities where the 0 behind it came to stand alone: 8 (067) 123-45-61.
func (p *Parser) behindEight(digits string) bool {
	return len(digits) > 9 && strings.HasPrefix(digits, "80") && p.eight && !p.look(digits).valid
}

// complete reports whether a completed number is surely the one that was dialled: it was
// given out, and it holds its area code. Where numbers within an area have any length, only
// the dialling prefix in front of the area code tells that one is there; mobile numbers are
// told without it, since spreadsheet programs drop a 0.
func (p *Parser) complete(digits string, home completion) bool {
	if home.digits == "" || !p.look(home.digits).valid && !oldBrazilian(home.digits) {
		return false
	}
	return home.mobile || !p.openAreas || strings.HasPrefix(digits, p.trunk)
}

// own reports whether digits begin with the region's country code.
func (p *Parser) own(digits string) bool {
	return strings.HasPrefix(digits, strconv.Itoa(p.callingCode))
}

func (p *Parser) ownPossible(digits string) bool {
	return p.own(digits) && p.look(digits).possible
}

// completion is a national number with its country code.
type completion struct {
	digits string // "" if the region has no number of this length
	mobile bool   // it is a mobile number, or may be one
}

func (p *Parser) completed(digits string) completion {
	home := p.home.Get(digits)
	if !p.look(home.digits).possible {
		return completion{}
	}
	return home
}

func complete(digits, region string) completion {
	n, err := phonenumbers.Parse(digits, region)
	if err != nil {
		return completion{}
	}
	kind := phonenumbers.GetNumberType(n)
	return completion{
		digits: strings.TrimPrefix(phonenumbers.Format(n, phonenumbers.E164), "+"),
		mobile: kind == phonenumbers.MOBILE || kind == phonenumbers.FIXED_LINE_OR_MOBILE,
	}
}
