package phone_test

import (
	"testing"

	"contactcast/importer/phone"
)

func TestNames(t *testing.T) {
	for text, want := range map[string]phone.Whereabouts{
		"Germany": phone.Home, "DE": phone.Home, "de": phone.Home, "DEU": phone.Home, "Deutschland": phone.Home, "Германия": phone.Home, "Allemagne": phone.Home,
		"ドイツ": phone.Home, "+49": phone.Home, "0049": phone.Home, "+49 (DE)": phone.Home, "Germany (+49)": phone.Home, "🇩🇪": phone.Home, "DE - Germany": phone.Home,
		"Austria": phone.Abroad, "AT": phone.Abroad, "AUT": phone.Abroad, "Österreich": phone.Abroad, "OSTERREICH": phone.Abroad, "Австрия": phone.Abroad,
		"+43": phone.Abroad, "0043": phone.Abroad, "UK": phone.Abroad, "USA": phone.Abroad, "🇦🇹": phone.Abroad, "+1-809": phone.Abroad, "Türkiye": phone.Abroad,
		"Great Britain": phone.Abroad, "AT +43": phone.Abroad, "Russian Federation": phone.Abroad, "España": phone.Abroad, "Brasil": phone.Abroad, "中国": phone.Abroad,
		"": phone.NoCountryKnown, "Bavaria": phone.NoCountryKnown, "49": phone.NoCountryKnown, "0171": phone.NoCountryKnown, "+": phone.NoCountryKnown, "-": phone.NoCountryKnown,
	} {
		if got := parser(t, "DE").Names(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
		if got := parser(t, "").Names(text); got != phone.NoCountryKnown {
			t.Errorf("%q without a region: got %d", text, got)
		}
	}
	if got := parser(t, "RU").Names("Казахстан"); got != phone.Home {
		t.Errorf("countries that share a code: got %d", got)
	}
}

func TestCountry(t *testing.T) {
	for digits, want := range map[string]string{"491713920021": "DE", "79000000101": "RU", "77010000101": "KZ", "12025550121": "US/CA", "5321234567": "CU", "81250894148": "JP", "03": "", "000": ""} {
		if got := phone.Country(digits); got != want {
			t.Errorf("%s: got %q, want %q", digits, got, want)
		}
	}
}
