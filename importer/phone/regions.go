package phone

import (
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Region is a country whose national numbers can be completed.
type Region struct {
	Code string // ISO 3166, such as DE
	Name string // in English
}

// Regions returns all of them, by name.
func Regions() (all []Region) {
	names := display.English.Regions()
	for code := range phonenumbers.GetSupportedRegions() {
		if region, err := language.ParseRegion(code); err == nil {
			all = append(all, Region{code, names.Name(region)})
		}
	}
	slices.SortFunc(all, func(a, b Region) int { return strings.Compare(a.Name, b.Name) })
	return all
}
