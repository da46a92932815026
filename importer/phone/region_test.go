package phone_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"

	"contactcast/importer/phone"
)

// Whatever of a country's example numbers is written as it is dialled there is read as that
// number under its region; and what is cut short or grew is that number, never another.
func TestNationalNumbersOfAllCountries(t *testing.T) {
	regions := strings.Fields("AE AR AT AU BD BR CH CL CN CO CZ DE EG ES FR GB GR HU ID IE IL IN IT JP KE KR KZ MA MX MY NG NL NO PE PH PK PL PT RO RU SA SE SG TH TR UA US UZ VN ZA")
	rapid.Check(t, func(t *rapid.T) {
		region := rapid.SampledFrom(regions).Draw(t, "region")
		n := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE)
		if n == nil {
			t.Skip()
		}
		want := strings.TrimPrefix(phonenumbers.Format(n, phonenumbers.E164), "+")
		written := phonenumbers.Format(n, phonenumbers.NATIONAL)
		p, err := phone.NewParser(region)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Parse("+" + want); err != nil || got.Digits != want {
			t.Fatalf("%s: +%s is %v, %v", region, want, got, err)
		}
		if got, err := p.Parse(written); err == nil && got.Digits != want {
			t.Fatalf("%s: %q is %s, not %s", region, written, got.Digits, want)
		}
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, written)
		for what, changed := range map[string]string{
			"cut": digits[:len(digits)-1], "cut by two": digits[:len(digits)-2],
			"grown":    digits + rapid.SampledFrom([]string{"0", "5", "9"}).Draw(t, "more"),
			"with a 0": "0" + digits,
		} {
			if strings.HasPrefix(changed, "00") { // a country code follows
				continue
			}
			got, err := p.Parse(changed)
			if err != nil {
				continue
			}
			// What is read must have been given out in full: nothing is completed that only might be a number.
			whole, err := phonenumbers.Parse("+"+got.Digits, "")
			if !got.Bare && (err != nil || !phonenumbers.IsValidNumber(whole)) && !oldForm(got.Digits) && region != "RU" && region != "KZ" {
				t.Fatalf("%s: %q (%s) is completed to %s, which nobody has", region, changed, what, got.Digits)
			}
		}
	})
}

// oldForm are numbers that plans left behind and WhatsApp kept.
func oldForm(digits string) bool {
	return strings.HasPrefix(digits, "521") || strings.HasPrefix(digits, "55") && len(digits) == 12
}

// What people write for a country's two letters leads to them.
func TestRegionMeant(t *testing.T) {
	for text, want := range map[string]string{"UK": "GB", "Germany": "DE", "Deutschland": "DE", "+49": "DE", "0049": "DE", "49": "DE", "deu": "DE",
		"Россия": "RU", "Kazakhstan": "KZ", "Great Britain": "GB", "🇮🇱": "IL", "XX": "", "+999": "", "Atlantis": "", "0": "", "+800": ""} {
		_, err := phone.NewParser(text)
		if e, ok := errors.AsType[*phone.RegionError](err); !ok || e.Meant != want {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
