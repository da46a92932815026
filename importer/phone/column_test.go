package phone_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"contactcast/importer/phone"
)

func TestColumn(t *testing.T) {
	russian := numbered("7900%07d", 1000)
	tests := []struct {
		name, region string
		texts        []string
		trusts       string // those of the first Bare numbers of each length that are
	}{
		{"nothing", "", nil, ""},
		{"all fit", "", russian, "79000000000"},
		{"several countries", "", []string{"79001234567", "4915112345678", "380671234567", "6591234567"}, "79001234567 4915112345678 380671234567 6591234567"},
		{"Turkish, some of them Cuban", "", []string{"5321234567", "5051234567", "5421234567"}, ""},
		{"Turkish, some with a 0", "", []string{"5321234567", "05051234567"}, ""},
		{"Japanese by chance", "", []string{"8123456789", "9161234567"}, ""},
		{"one of them with its country code", "", []string{"+905321234567", "5321234567", "5051234567"}, ""},
		{"one of them with its country code, without +", "", []string{"905421234567", "5321234567", "5051234567"}, "905421234567"},
		{"Brazilian, most of them Peruvian", "", append(numbered("519%08d", 50), "11987654321"), ""},
		{"Russian with 8 beside numbers with 7", "", []string{"79001234567", "89001234567"}, "79001234567"},
		{"Russian with 8 beside ten digits", "", []string{"9512345678", "89001234567"}, ""},
		{"Indonesian, some of them Japanese", "", []string{"81250894148", "85396663747"}, ""},
		{"with country codes beside an 8", "", []string{"89000000202", "380990000210"}, "380990000210"},
		{"a text", "", append(slices.Clone(russian), "no phone", "-", "N/A"), "79000000000"},
		{"too short", "", []string{"79001234567", "1234"}, "79001234567"},
		{"with country codes, wrong ones too", "", []string{"79001234567", "+89001234567", "0089001234567"}, "79001234567"},
		{"a digit too few", "", append(numbered("7900%07d", 10), "7900123456"), "79000000000"},
		{"a digit too many", "", append(numbered("7900%07d", 10), "790012345678"), "79000000000"},
		{"a digit too few among few", "", append(numbered("7900%07d", 9), "7900123456"), ""},
		{"as long as the others", "", append(numbered("53212%05d", 20), "5381234567"), ""},
		{"ten strangers in a thousand", "", append(numbered("9161%06d", 10), russian...), "79000000000"},
		{"eleven strangers in a thousand", "", append(numbered("9161%06d", 11), russian...), ""},
		{"strangers among a thousand, and one by chance", "", append([]string{"5321234567", "5051234567"}, russian...), "79000000000"},
		{"of the region and others", "RU", []string{"9161234567", "89161234567", "79161234567", "4915112345678"}, "4915112345678"},
		{"strangers beside the region's", "RU", []string{"9161234567", "380671234567", "38067123456"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := parser(t, test.region)
			c := phone.NewColumn(p)
			for _, text := range test.texts {
				c.Add(text)
			}
			var trusted []string
			seen := map[int]bool{}
			for _, text := range test.texts {
				if n, err := p.Parse(text); err == nil && n.Bare && !seen[len(n.Digits)] {
					seen[len(n.Digits)] = true
					if c.Trusts(n) {
						trusted = append(trusted, n.Digits)
					}
				}
			}
			if got := strings.Join(trusted, " "); got != test.trusts {
				t.Errorf("trusts %q, want %q", got, test.trusts)
			}
		})
	}
}

func numbered(format string, n int) (texts []string) {
	for i := range n {
		texts = append(texts, fmt.Sprintf(format, i))
	}
	return texts
}

// Among numbers as they are dialled in a region, one that fits another country as
// well is the region's.
func TestColumnIsNational(t *testing.T) {
	for _, test := range []struct {
		texts    []string
		national bool
	}{
		{nil, false},
		{[]string{"5321234567"}, false}, // a number in Cuba, too: nothing tells
		{[]string{"5321234567", "5051234567"}, true},
		{[]string{"5321234567", "0505 123 45 67", "+49 171 3920501"}, true},
		{[]string{"5321234567", "5051234567", "905421234567"}, true}, // the region's own code speaks against nobody
		{[]string{"5321234567", "5051234567", "491713920501"}, false},
	} {
		c := phone.NewColumn(parser(t, "TR"))
		for _, text := range test.texts {
			c.Add(text)
		}
		if got := c.National(); got != test.national {
			t.Errorf("%q: national %v, want %v", test.texts, got, test.national)
		}
	}
	p := parser(t, "TR")
	_, err := p.Parse("5321234567")
	if n, ok := p.National(err); !ok || n.Digits != "905321234567" {
		t.Errorf("got %+v, %v", n, err)
	}
}
