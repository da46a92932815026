package report

import (
	"cmp"
	"slices"
	"strings"

	"contactcast/sender/ledger"
)

// reason is why a row did not end as it should: its status with an error code,
// or what became of an accepted message.
type reason struct {
	Status ledger.Status
	// Code is the error code, or for accepted rows the delivery status.
	Code string
	// Field is the offending field of an invalid row, or "".
	Field string
	// List names what left a skipped row out, or is "".
	List string
}

// reasonOf returns a line's reason; ok is false if all is well so far.
func reasonOf(l ledger.Line) (r reason, ok bool) {
	switch {
	case l.Status == ledger.Accepted && undelivered(l.Delivery):
		return reason{Status: l.Status, Code: l.Delivery}, true
	case l.Status == ledger.Accepted:
		return reason{}, false
	default:
		return reason{l.Status, l.ErrorCode, l.Field, l.List}, l.ErrorCode != ""
	}
}

// needsPerson reports whether somebody has to do something about it. Pending rows are sent by
// the next run, skipped rows are left out on purpose, and what is under way ends by itself.
func (r reason) needsPerson() bool {
	return r.Status != ledger.Pending && r.Status != ledger.Skipped && r.Code != "in-flight"
}

// undelivered reports whether a message with this delivery status will not arrive by itself.
func undelivered(delivery string) bool {
	switch delivery {
	case "noAccount", "notInGroup", "failed", "yellowCard", "suspended", "expired":
		return true
	}
	return false
}

// tally counts the rows that have one heading.
type tally struct {
	Status ledger.Status
	phrase
	Rows int
}

// tallies returns the counts by heading in the order of ledger.Statuses, the largest first;
// those that need a person, or the others.
func tallies(counts map[reason]int, needPerson bool) []tally {
	words := wording(phrases())
	byHeading := map[heading]*tally{}
	for r, n := range counts {
		if r.needsPerson() != needPerson {
			continue
		}
		p := words.of(r)
		if r.List != "" {
			p.Heading += ": " + r.List
		}
		key := heading{r.Status, p.Heading}
		if byHeading[key] == nil {
			byHeading[key] = &tally{Status: r.Status, phrase: p}
		}
		byHeading[key].Rows += n
	}
	var all []tally
	for _, t := range byHeading {
		all = append(all, *t)
	}
	order := ledger.Statuses()
	slices.SortFunc(all, func(a, b tally) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Status), slices.Index(order, b.Status)),
			cmp.Compare(b.Rows, a.Rows),
			strings.Compare(a.Heading, b.Heading),
		)
	})
	return all
}

// heading is what rows are grouped by.
type heading struct {
	Status ledger.Status
	Text   string
}
