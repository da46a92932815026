package phone

import (
	"strings"

	"contactcast/internal/card"
)

// The words of the warnings.
const (
	warnUnknown   = "no such number is known to have been given out in its country: look whether it is right"
	warnMexico    = "WhatsApp knows some Mexican numbers as 52 and ten digits, others as 521 and ten digits: if nobody is found, write it the other way"
	warnArgentina = "WhatsApp knows most Argentine mobile numbers as 549 and ten digits, some as 54 and ten digits: if nobody is found, write it the other way"
	warnBrazil    = "WhatsApp knows some Brazilian mobile numbers with the ninth digit, others without it: if nobody is found, write it the other way"
)

// number adds what a person should know. Mexico, Argentina and Brazil changed
// their numbers while WhatsApp kept some accounts under the old ones, and the
// sources disagree about which: the number stays as it was written.
func (p *Parser) number(digits string) (n Number) {
	n.Digits = digits
	n.Warning, n.Alternative = twoNames(digits)
	if n.Warning == "" && !p.look(digits).valid {
		n.Warning = warnUnknown
	}
	return n
}

func twoNames(digits string) (warning, alternative string) {
	alternative, country := card.Alternative(digits)
	switch {
	case country == "MX":
		return warnMexico, alternative
	case country == "AR":
		return warnArgentina, alternative
	case country == "BR" && (len(digits) == 12 || digits[2] >= '3'): // area codes from 31 on kept their old ids
		return warnBrazil, alternative
	}
	return "", ""
}

// oldBrazilian: a mobile number without the ninth digit, which the numbering
// plan has left behind.
func oldBrazilian(digits string) bool {
	_, country := card.Alternative(digits)
	return country == "BR" && len(digits) == 12
}

// oldMexican: 521 and ten digits, which today's numbering plan calls too long.
func oldMexican(digits string) bool {
	return len(digits) == 13 && strings.HasPrefix(digits, "521")
}
