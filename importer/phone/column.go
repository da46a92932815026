package phone

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Column judges the numbers of one column that are written without + and 00.
// National numbers happen to fit other countries: ten Turkish digits are a number
// in Cuba, eleven Brazilian ones in Peru. What gives them away is that others of
// their column, about as long, fit nowhere. Numbers with their country code all
// fit, but for slips of the pen.
type Column struct {
	parser *Parser
	fits   tally // numbers of a country, by their digits alone
	others tally // as long as numbers are, and of no country

	dialled int             // numbers as they are dialled in the region
	coded   int             // numbers with another country's code, but without + and 00
	trusted map[lookup]bool // answers given so far; nil after a change
}

// What a number that fits nowhere weighs against those that fit: a slip begins
// like most of them, with a digit too few or too many.
const (
	slipWeight     = 10
	strangerWeight = 100
)

// NewColumn returns a column without numbers, as p reads them.
func NewColumn(p *Parser) *Column { return &Column{parser: p} }

// Add adds a cell's text. What is no number at all, is too short for one or
// carries its country code with + or 00 says nothing about the others.
func (c *Column) Add(text string) {
	c.trusted = nil
	n, err := c.parser.parse(text)
	switch {
	case err != nil && err.bare != "":
		c.others.add(err.bare)
	case err == nil && n.completed:
		c.dialled++
	case err == nil && n.own: // the region's own code speaks against nobody
		c.fits.add(n.Digits)
	case err == nil && n.Bare:
		c.fits.add(n.Digits)
		c.coded++
	}
}

// Trusts reports whether a Bare number of the column may be taken for what it fits:
// no other number about as long fits nowhere, or so few that they are slips. A slip
// must stand beside ten numbers as long as this one that fit, any other beside a hundred.
func (c *Column) Trusts(n Number) bool {
	if c.trusted == nil {
		c.trusted = map[lookup]bool{}
	}
	at := lookup{len(n.Digits), n.Digits[0]}
	answer, ok := c.trusted[at]
	if !ok {
		answer = c.weight(at, c.fits.commonest()) <= c.fits.long(at.length)
		c.trusted[at] = answer
	}
	return answer
}

// lookup is what the trust in a number depends on.
type lookup struct {
	length int
	first  byte // its first digit
}

// weight is what speaks against such numbers; code is the commonest country code.
func (c *Column) weight(asked lookup, code string) (all int) {
	for at, n := range c.others.counts {
		least, most := at.national()
		switch {
		case at.start[0] == '8' && at.length == 11 && asked.first != '8' && asked.length != 10: // as it is dialled in Russia and Kazakhstan
		case asked.length < least || asked.length > most:
		case code != "" && codeOf(at.start) == code && !c.fits.usual(code, at.length):
			all += slipWeight * n
		default:
			all += strangerWeight * n
		}
	}
	return all
}

// National reports whether the column's numbers are written as they are dialled in
// the region: what may be another country's number as well is then one of the region.
func (c *Column) National() bool {
	return c.dialled > 0 && strangerWeight*c.coded <= c.dialled
}

// tally counts numbers by how they begin and how long they are.
type tally struct{ counts map[beginning]int }

// beginning holds what tells a country code, which has three digits at most.
type beginning struct {
	start  [3]byte
	length int
}

// national is how long other numbers of the same country are without a country
// code, if this one has none: about as long as it is without its dialling prefix.
func (b beginning) national() (least, most int) {
	length := b.length - (len(b.start) - len(strings.TrimLeft(string(b.start[:]), "0")))
	return length - 1, length + 1
}

func (t *tally) add(digits string) {
	if t.counts == nil {
		t.counts = map[beginning]int{}
	}
	t.counts[beginning{[3]byte([]byte(digits)), len(digits)}]++
}

// long returns how many numbers have this length.
func (t *tally) long(length int) (n int) {
	for at, count := range t.counts {
		if at.length == length {
			n += count
		}
	}
	return n
}

// commonest returns the country code that most numbers have.
func (t *tally) commonest() (code string) {
	codes, most := map[string]int{}, 0
	for at, n := range t.counts {
		codes[codeOf(at.start)] += n
	}
	for c, n := range codes {
		if n > most || n == most && c < code {
			code, most = c, n
		}
	}
	return code
}

// usual reports whether a tenth of a country's numbers or more have this length.
func (t *tally) usual(code string, length int) bool {
	all, alike := 0, 0
	for at, n := range t.counts {
		if codeOf(at.start) != code {
			continue
		}
		all += n
		if at.length == length {
			alike += n
		}
	}
	return alike > 0 && 10*alike >= all
}

// codeOf returns the country code that a number begins with, or "".
func codeOf(start [3]byte) string {
	for n := 1; n <= len(start); n++ {
		code, err := strconv.Atoi(string(start[:n]))
		if err != nil || start[0] == '0' {
			return ""
		}
		if phonenumbers.GetRegionCodeForCountryCode(code) != phonenumbers.UNKNOWN_REGION {
			return string(start[:n])
		}
	}
	return ""
}
