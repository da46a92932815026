package phone

import (
	"maps"
	"slices"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"
)

// Every country's own examples are numbers, as they stand and with the country code only.
func TestExamplesOfEveryCountry(t *testing.T) {
	seen := 0
	for region := range phonenumbers.GetSupportedRegions() {
		n := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE)
		if n == nil {
			continue
		}
		digits := phonenumbers.Format(n, phonenumbers.E164)[1:]
		if len(digits) < minDigits {
			continue
		}
		p, err := NewParser("")
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{digits, "+" + digits, phonenumbers.Format(n, phonenumbers.INTERNATIONAL)} {
			if got, err := p.Parse(text); err != nil || got.Digits != digits || got.Warning == warnUnknown {
				t.Errorf("%s: %q gave %+v, %v", region, text, got, err)
			}
		}
		seen++
		if region == "AR" {
			continue // the library formats its own example wrongly: 09 15-... for 011 15-...
		}
		home, err := NewParser(region)
		if err != nil {
			t.Fatal(err)
		}
		national := phonenumbers.Format(n, phonenumbers.NATIONAL)
		if got, err := home.parse(national); err == nil && got.Digits != digits || err != nil && err.Code != homeOrAbroad {
			t.Errorf("%s: %q gave %+v, %v", region, national, got, err)
		}
	}
	if seen < 200 {
		t.Errorf("only %d countries", seen)
	}
}

// Our short way to the numbering plans finds what the library's parser finds. Only a number that is valid both as
// it stands and without what may be a dialling prefix, as a few of Belarus are, stays here as it stands.
func TestJudgeAgreesWithTheLibrary(t *testing.T) {
	codes := []string{"1", "7", "20", "39", "44", "49", "52", "54", "55", "61", "65", "77", "86", "91", "225", "290", "375", "378", "599", "800", "870", "888", "972", "998", "0", "21"}
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.SampledFrom(codes).Draw(t, "code") + rapid.StringMatching(`[0-9]{5,13}`).Draw(t, "rest")
		if len(digits) < minDigits || len(digits) > maxDigits || oldMexican(digits) {
			return
		}
		n, err := phonenumbers.Parse("+"+digits, "")
		same := err == nil && phonenumbers.Format(n, phonenumbers.E164) == "+"+digits
		if own := split(digits); err == nil && !same && own != nil && phonenumbers.IsValidNumber(own) && phonenumbers.IsValidNumber(n) {
			return
		}
		if got, want := judge(digits).valid, same && phonenumbers.IsValidNumber(n) &&
			phonenumbers.IsPossibleNumberWithReason(n) == phonenumbers.IS_POSSIBLE; got != want {
			t.Fatalf("%s: valid %v, the library says %v", digits, got, want)
		}
	})
}

// Mobile numbers, and what is nearly one, are judged without the library as the library judges them.
func TestMobilesAgreeWithTheLibrary(t *testing.T) {
	var examples []string
	for region := range phonenumbers.GetSupportedRegions() {
		if n := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE); n != nil {
			examples = append(examples, phonenumbers.Format(n, phonenumbers.E164)[1:])
		}
	}
	slices.Sort(examples)
	plans, found := mobiles{}, 0
	for _, digits := range examples {
		if plans.has(digits) {
			found++
		}
	}
	if found < 200 || found != len(examples) {
		t.Errorf("%d of %d countries' own examples are mobile numbers", found, len(examples))
	}
	rapid.Check(t, func(t *rapid.T) {
		example := rapid.SampledFrom(examples).Draw(t, "example")
		kept := rapid.IntRange(0, len(example)).Draw(t, "kept")
		digits := example[:kept] + rapid.StringMatching(`[0-9]{0,10}`).Draw(t, "rest")
		if len(digits) < minDigits || len(digits) > maxDigits || !plans.has(digits) {
			return
		}
		if v := judge(digits); !v.possible || !v.valid {
			t.Fatalf("%s is called a mobile number; the library says %+v", digits, v)
		}
	})
}

// Mobile numbers as they are dialled at home are completed without the library as the library completes them.
func TestNationalMobilesAgreeWithTheLibrary(t *testing.T) {
	regions := slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions()))
	plans, quick := mobiles{}, 0
	for _, region := range regions {
		complete := plans.national(region)
		n := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE)
		if digits := phonenumbers.NormalizeDigitsOnly(phonenumbers.Format(n, phonenumbers.NATIONAL)); n != nil && complete(digits).mobile {
			quick++
		}
	}
	if quick < 200 {
		t.Errorf("only %d countries' own examples are completed", quick)
	}
	rapid.Check(t, func(t *rapid.T) {
		region := rapid.SampledFrom(regions).Draw(t, "region")
		digits := rapid.StringMatching(`[0-9]{5,13}`).Draw(t, "digits")
		if n := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE); n != nil {
			own := phonenumbers.NormalizeDigitsOnly(phonenumbers.Format(n, rapid.SampledFrom([]phonenumbers.PhoneNumberFormat{
				phonenumbers.NATIONAL, phonenumbers.E164}).Draw(t, "format")))
			kept := rapid.IntRange(0, len(own)).Draw(t, "kept")
			digits = own[:kept] + digits[:min(len(digits), len(own)-kept)]
		}
		digits = rapid.SampledFrom([]string{"", "", "0", "8", "1", "06"}).Draw(t, "prefix") + digits
		if got, want := plans.national(region)(digits), complete(digits, region); got != want {
			t.Fatalf("%s of %s: got %+v, the library says %+v", digits, region, got, want)
		}
	})
}
