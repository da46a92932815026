package importer

import (
	"slices"
	"strings"

	"contactcast/importer/phone"
)

// Countries says of which countries the numbers of a column are that are written without + and 00.
type Countries struct {
	Field  Field
	Counts []CountryCount // the commonest first
}

// CountryCount is how many numbers are of a country.
type CountryCount struct {
	// Country is its ISO code, or several where they share their numbers: US/CA.
	Country string
	Count   int
	// Rows are the first of them.
	Rows []int
	// Few says that many more of the column's numbers are of another country: these may be
	// numbers that lack their country code.
	Few bool
}

// bareNumbers counts a column's numbers without + and 00.
type bareNumbers struct {
	counts map[string]*CountryCount
	byFit  bool // nothing but the digits told the country of some
}

// count counts a number that was read, by its country.
func (r *reader) count(f Field, n phone.Number, row int) {
	if n.Coded() || row == 0 {
		return
	}
	b := r.bare[f]
	if b == nil {
		b = &bareNumbers{counts: map[string]*CountryCount{}}
		if r.bare == nil {
			r.bare = map[Field]*bareNumbers{}
		}
		r.bare[f] = b
	}
	country := phone.Country(n.Digits)
	c := b.counts[country]
	if c == nil {
		c = &CountryCount{Country: country}
		b.counts[country] = c
	}
	c.Count++
	if len(c.Rows) < shownValues {
		c.Rows = append(c.Rows, row)
	}
	b.byFit = b.byFit || n.Bare
}

// Countries returns, for each column of numbers in which some are written without + and 00 and
// nothing but their digits told their country, of which countries such numbers are. It is
// known when all rows were read.
func (t *Table) Countries() (all []Countries) {
	for _, f := range []Field{ChatID, PhoneContact} {
		b := t.reader.bare[f]
		if b == nil || !b.byFit {
			continue
		}
		of := Countries{Field: f}
		for _, c := range b.counts {
			of.Counts = append(of.Counts, *c)
		}
		slices.SortFunc(of.Counts, func(a, b CountryCount) int {
			if a.Count != b.Count {
				return b.Count - a.Count
			}
			return strings.Compare(a.Country, b.Country)
		})
		for i := range of.Counts {
			of.Counts[i].Few = 2*of.Counts[i].Count <= of.Counts[0].Count
		}
		all = append(all, of)
	}
	return all
}
