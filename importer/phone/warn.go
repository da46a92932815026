package phone

import (
	"strings"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// The codes of the warnings.
const (
	warnUnknown   words.Code = "warn/number-not-given-out"
	warnMexico    words.Code = "warn/number-mexico"
	warnArgentina words.Code = "warn/number-argentina"
	warnBrazil    words.Code = "warn/number-brazil"
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

func twoNames(digits string) (warning words.Code, alternative string) {
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
