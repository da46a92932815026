package phone_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestReadings(t *testing.T) {
	tests := []struct {
		region, digits  string
		plus            bool
		given, possible []string
	}{
		{"", "79000000101", true, []string{"79000000101"}, nil},
		{"", "79000000101", false, []string{"79000000101"}, nil},
		{"", "4901713920701", true, []string{"491713920701"}, nil},
		{"", "011491713920701", false, []string{"491713920701"}, nil},
		{"", "810491713920701", false, []string{"491713920701"}, nil},
		{"", "71234567890", true, nil, []string{"71234567890"}},
		{"", "71234567890", false, nil, nil},
		{"", "89000000185", false, nil, nil},
		{"", "84951234567", false, []string{"84951234567", "74951234567"}, nil},
		{"RU", "89000000185", false, []string{"79000000185"}, nil},
		{"RU", "71234567890", false, nil, []string{"71234567890"}},
		{"CN", "13052345678", false, []string{"13052345678", "8613052345678"}, nil},
		{"DE", "01713920701", false, []string{"491713920701"}, nil},
		{"DE", "01713920701", true, nil, nil},
		{"BR", "553196883193", false, []string{"553196883193"}, nil},
		{"", "1234", false, nil, nil},
		{"", "1234567890123456789", true, nil, nil},
	}
	for _, test := range tests {
		got := parser(t, test.region).Readings(test.digits, test.plus)
		if !slices.Equal(got.Given, test.given) || !slices.Equal(got.Possible, test.possible) {
			t.Errorf("%s %s, + %v: got %+v", test.region, test.digits, test.plus, got)
		}
	}
}

// What Parse reads is among the readings.
func TestReadingsHoldWhatParseReads(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		region := rapid.SampledFrom([]string{"", "RU", "KZ", "DE", "US", "MX", "AR", "BR", "IL", "IT", "CN"}).Draw(rt, "region")
		digits := rapid.StringMatching(`(7|8|0|49|1|52|521|54|549|55|972|39|86)?[0-9]{6,11}`).Draw(rt, "digits")
		n, err := parser(t, region).Parse(digits)
		if err != nil || digits[0] == '0' && digits[1] == '0' {
			return
		}
		got := parser(t, region).Readings(digits, false)
		if !slices.Contains(slices.Concat(got.Given, got.Possible), n.Digits) {
			rt.Fatalf("%s is %s in %q, and the readings are %+v", digits, n.Digits, region, got)
		}
	})
}
