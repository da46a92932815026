package report

import (
	"cmp"
	"slices"
	"strings"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// reason is why a row did not end as it should.
type reason struct {
	words.Reason
	// List names what left a skipped row out, or is "".
	List string
}

// reasonOf returns a line's reason; ok is false if all is well so far.
func reasonOf(l ledger.Line) (r reason, ok bool) {
	switch {
	case l.Status == words.Accepted && words.Delivery(l.Delivery).Undelivered():
		return reason{Reason: words.Reason{Status: l.Status, Code: l.Delivery}}, true
	case l.Status == words.Accepted:
		return reason{}, false
	default:
		return reason{words.Reason{Status: l.Status, Code: l.ErrorCode, Field: l.Field}, l.List}, l.ErrorCode != ""
	}
}

// tally counts the rows that have one heading.
type tally struct {
	heading
	// Advice says what a person can do, or is "".
	Advice string
	Rows   int
}

// tallies returns the counts by heading in the order of ledger.Statuses, the largest first;
// those that need a person, or the others.
func tallies(in words.Language, counts map[reason]int, needPerson bool) []tally {
	byHeading := map[heading]*tally{}
	for r, n := range counts {
		if r.NeedsPerson() != needPerson {
			continue
		}
		key := headingOf(in, r)
		if byHeading[key] == nil {
			byHeading[key] = &tally{heading: key, Advice: in.Advice(r.Reason)}
		}
		byHeading[key].Rows += n
	}
	var all []tally
	for _, t := range byHeading {
		all = append(all, *t)
	}
	order := words.Statuses()
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
	Status  words.Status
	Heading string
}

func headingOf(in words.Language, r reason) heading {
	text := in.Heading(r.Reason)
	if r.List != "" {
		text = in.Text("report/list", "heading", text, "list", r.List)
	}
	return heading{r.Status, text}
}
