package phone

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"
)

// Whereabouts says what a text that names a country says of the region.
type Whereabouts uint8

// What Names returns.
const (
	NoCountryKnown Whereabouts = iota // the text names no country that is known
	Home                              // the region, or one that shares its country code
	Abroad                            // another country
)

// Names reports whether a text names the region or another country: by its name in
// one of many languages, its ISO code, its flag, or its country code with + or 00.
func (p *Parser) Names(text string) Whereabouts {
	if p.callingCode == 0 {
		return NoCountryKnown
	}
	return p.named.Get(text)
}

// where is Names, not remembered.
func (p *Parser) where(text string) Whereabouts {
	s := Clean(text)
	if at := strings.IndexAny(s, "+0"); at >= 0 && strings.IndexFunc(s[:at], isNumber) < 0 {
		if code := writtenCode(s[at:]); code > 0 {
			return p.compare(code)
		}
	}
	if p.codes == nil {
		p.codes = countryNames()
	}
	for _, part := range append([]string{s}, strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/()[],;-", r) })...) {
		if code := p.codes[countryKey(part)]; code > 0 {
			return p.compare(code)
		}
	}
	return NoCountryKnown
}

func isNumber(r rune) bool { return r >= '0' && r <= '9' }

func (p *Parser) compare(code int) Whereabouts {
	if code == p.callingCode {
		return Home
	}
	return Abroad
}

// writtenCode returns the country code with which a text such as +44 or 0044 begins, or 0.
func writtenCode(text string) int {
	digits, international := strip(text)
	if !international || digits == "" {
		return 0
	}
	var start [3]byte
	copy(start[:], digits)
	code, _ := strconv.Atoi(codeOf(start)) // 0 if there is none
	return code
}

// countryKey is what is compared of a country's name: its letters, without case and accents;
// the letters of flags are plain ones.
func countryKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x1f1e6 && r <= 0x1f1ff:
			return 'a' + r - 0x1f1e6
		case unicode.IsLetter(r):
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(name))
}

// countryLanguages are those in which countries are known by name.
const countryLanguages = "en ru uk be es pt de fr it pl nl tr ar he fa hi id ms vi th zh zh-Hant ja ko cs sk hu ro bg sr hr sl el sv da nb fi et lv lt kk uz az ka hy"

// otherNames are names that the standard does not have.
var otherNames = map[string]string{
	"GB": "uk, great britain, britain, england, scotland, wales, northern ireland, united kingdom of great britain and northern ireland, англия, англія, grossbritannien, inglaterra, angleterre, gran bretaña",
	"US": "us, usa, u s a, america, united states of america, сша, eua, ee uu, eeuu, estados unidos de america, vereinigte staaten von amerika, amerika",
	"RU": "rf, russian federation, рф, российская федерация", "NL": "holland, the netherlands, holanda, olanda, голландия", "CZ": "czech republic, czechia, чехия, tschechische republik",
	"AE": "uae, u a e, emirates, emirati, оаэ, эмираты, vae", "KR": "korea, republic of korea, корея", "TR": "turkiye, turkey, turkiye cumhuriyeti", "CI": "ivory coast", "MK": "north macedonia",
	"HK": "hong kong, hongkong, гонконг", "MO": "macau, macao", "MM": "myanmar, burma", "BY": "белоруссия, беларусь, republic of belarus", "KZ": "республика казахстан, рк", "DE": "brd, bundesrepublik deutschland, federal republic of germany",
	"MD": "moldova, молдова, молдавия", "KG": "киргизия, кыргызстан, кыргызская республика", "TW": "taiwan r o c", "IE": "republic of ireland", "VN": "viet nam", "SA": "ksa", "SZ": "eswatini",
	"CN": "prc, people s republic of china", "IR": "islamic republic of iran", "SY": "syrian arab republic", "TZ": "united republic of tanzania", "VE": "bolivarian republic of venezuela", "BO": "plurinational state of bolivia",
}

// countryNames returns the country codes of all countries, by their names and ISO codes. A name
// that countries share is none; what is an ISO code is nothing else.
func countryNames() map[string]int {
	codes := map[string]int{}
	for name, region := range regionNames() {
		codes[name] = shared
		if region != "" {
			codes[name] = phonenumbers.GetCountryCodeForRegion(region)
		}
	}
	return codes
}

// regionNames returns the ISO codes of all countries by their names; "" for one that countries with
// different country codes share.
func regionNames() map[string]string {
	names := map[string]string{}
	regions := slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions()))
	for _, l := range strings.Fields(countryLanguages) {
		local := display.Regions(language.Make(l))
		for _, region := range regions {
			if r, err := language.ParseRegion(region); err == nil {
				addName(names, countryKey(local.Name(r)), region)
			}
		}
	}
	for region, others := range otherNames {
		for _, name := range strings.Split(others, ",") {
			names[countryKey(name)] = region
		}
	}
	for _, region := range regions {
		if r, err := language.ParseRegion(region); err == nil {
			names[countryKey(region)], names[countryKey(r.ISO3())] = region, region
		}
	}
	delete(names, "")
	return names
}

func addName(names map[string]string, name, region string) {
	switch known, ok := names[name]; {
	case !ok:
		names[name] = region
	case phonenumbers.GetCountryCodeForRegion(known) != phonenumbers.GetCountryCodeForRegion(region):
		names[name] = ""
	}
}

// regionMeant returns the ISO code that a text means by a country's name in one of many languages,
// its other codes, or its country code; "" if that is not known.
func regionMeant(text string) string {
	s := Clean(text)
	if code, err := strconv.Atoi(strings.TrimLeft(s, "+0")); err == nil {
		if region := phonenumbers.GetRegionCodeForCountryCode(code); region != phonenumbers.UNKNOWN_REGION && region != "001" {
			return region
		}
		return ""
	}
	return regionNames()[countryKey(s)]
}

// shared is what stands for the codes of a name that several countries have.
const shared = -1

// Country names the country of international digits by its ISO code, or several by theirs;
// "" if no country has such a code.
func Country(digits string) string {
	if len(digits) < 3 {
		return ""
	}
	switch code := codeOf([3]byte([]byte(digits))); {
	case code == "1":
		return "US/CA"
	case code == "7" && (digits[1] == '6' || digits[1] == '7'):
		return "KZ"
	default:
		n, _ := strconv.Atoi(code) // 0, which no country has
		if region := phonenumbers.GetRegionCodeForCountryCode(n); region != phonenumbers.UNKNOWN_REGION {
			return region
		}
		return ""
	}
}

// Completed reports that the number was completed as one of the parser's region.
func (n Number) Completed() bool { return n.completed }

// Coded reports that the number's country code was written with +, 00 or as part of an id.
func (n Number) Coded() bool { return !n.Bare && !n.completed && !n.own }
