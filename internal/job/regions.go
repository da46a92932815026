package job

import "contactcast/importer/phone"

// Region is a country whose national numbers can be completed.
type Region = phone.Region

// Regions returns the countries that Reading.Region can name, by name.
func Regions() []Region { return phone.Regions() }
