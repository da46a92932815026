package phone

import (
	"slices"
	"strings"
)

// Readings are the international numbers that digits may stand for.
type Readings struct {
	Given    []string // the numbering plans have given such numbers out
	Possible []string // their country has numbers of this length, no more
}

// Readings returns every number that digits may stand for, where Parse would ask:
// as they stand, behind a prefix of international dialling, with a needless trunk
// 0 behind the country code, and completed as a number of the region. It is for
// lists on which a number too many does no harm. International says that the
// digits were written with + or 00, which is not among them.
func (p *Parser) Readings(digits string, international bool) (r Readings) {
	if len(digits) < fewest || len(digits) > most {
		return r
	}
	p.readInternational(&r, digits, international)
	if international {
		return r
	}
	for _, prefix := range []string{"011", "0011", "810", "010"} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok {
			p.readInternational(&r, rest, false)
		}
	}
	if p.region != "" {
		p.readNational(&r, digits)
	} else if russian, ok := strings.CutPrefix(digits, "8"); ok && len(r.Given) > 0 && len(russian) == 10 && p.look("7"+russian).valid {
		r.Given = append(r.Given, "7"+russian) // 8 495 ... looks Vietnamese
	}
	return r
}

func (p *Parser) readInternational(r *Readings, digits string, sure bool) {
	switch v := p.look(digits); {
	case v.valid, v.possible && oldBrazilian(digits):
		r.Given = append(r.Given, digits)
		return
	case v.possible && sure:
		r.Possible = append(r.Possible, digits)
		return
	}
	for code := 1; code <= 3 && code < len(digits); code++ {
		if digits[0] == '0' || digits[code] != '0' {
			continue
		}
		if whole := digits[:code] + digits[code+1:]; p.look(whole).valid {
			r.Given = append(r.Given, whole)
		}
	}
}

func (p *Parser) readNational(r *Readings, digits string) {
	home := p.completed(digits).digits
	switch {
	case home == "":
	case p.look(home).valid:
		r.Given = append(r.Given, home)
	default:
		r.maybe(home)
	}
	if p.ownPossible(digits) {
		r.maybe(digits)
	}
	if n, err := p.Parse(digits); err == nil {
		r.maybe(n.Digits)
	}
}

// maybe adds what is no more than possible.
func (r *Readings) maybe(digits string) {
	if !slices.Contains(r.Given, digits) && !slices.Contains(r.Possible, digits) {
		r.Possible = append(r.Possible, digits)
	}
}
