package report

import (
	"fmt"

	"contactcast/sender/ledger"
)

// outcome is what became of rows, as a reader wants to know it: what arrived comes first.
// Every row has exactly one.
type outcome struct {
	Name, Meaning string
	// Status is what the column status says of these rows.
	Status ledger.Status
	// Colour is "RRGGBB".
	Colour string
	Rows   int
}

// outcomes counts the rows of the whole job.
func outcomes(r Result) []outcome {
	var read, delivered, lost int
	for delivery, n := range r.Deliveries {
		switch {
		case delivery == "read":
			read += n
		case delivery == "delivered":
			delivered += n
		case undelivered(delivery):
			lost += n
		}
	}
	open := max(0, r.Counts[ledger.Accepted]-read-delivered-lost)
	return []outcome{
		{"Read", "on the recipient's phone, and opened", ledger.Accepted, "1B7F5C", read},
		{"Delivered", "on the recipient's phone", ledger.Accepted, "45A883", delivered},
		{"Accepted", "taken by the service; not known to have arrived yet", ledger.Accepted, "A5D6C3", open},
		{"Not delivered", "taken by the service, but will not arrive by itself", ledger.Accepted, "C65D47", lost},
		{"To be sent", "not sent yet; the next run sends it", ledger.Pending, "6E93BF", r.Counts[ledger.Pending]},
		{"Not certain", "may have been sent; no clear answer came", ledger.Unknown, "E0AE3E", r.Counts[ledger.Unknown]},
		{"Refused", "the service refused the card", ledger.Rejected, "DD8A6E", r.Counts[ledger.Rejected]},
		{"To be corrected", "cannot be sent as written", ledger.Invalid, "A58BC0", r.Counts[ledger.Invalid]},
		{"Left out", "on purpose", ledger.Skipped, "A9B2BC", r.Counts[ledger.Skipped]},
	}
}

// figure is a number that a reader looks for first.
type figure struct {
	Name  string
	Value int
	Note  string
}

// figures are the numbers above everything else: what arrived, then what was accepted, then
// what needs a person.
func figures(r Result) []figure {
	by := map[string]int{}
	for _, o := range outcomes(r) {
		by[o.Name] = o.Rows
	}
	total, accepted := r.Counts.Total(), r.Counts[ledger.Accepted]
	people := by["Not delivered"] + by["Not certain"] + by["Refused"] + by["To be corrected"]
	var all []figure
	if accepted > 0 {
		arrived := by["Read"] + by["Delivered"]
		all = append(all, arrivals(arrived, arrived+by["Not delivered"], len(r.Deliveries) > 0))
		if by["Read"] > 0 {
			all = append(all, figure{"Read", by["Read"], share(by["Read"], arrived) + " of those that arrived"})
		}
	}
	if accepted > 0 || !r.Job.StartedAt.IsZero() {
		all = append(all, figure{"Accepted", accepted, share(accepted, total) + " of " + counted(total, "row")})
	}
	if n := by["To be sent"]; n > 0 {
		all = append(all, figure{"Still to be sent", n, share(n, total) + " of " + counted(total, "row")})
	}
	return append(all, figure{"Need a person", people, share(people, total) + " of " + counted(total, "row")})
}

// arrivals counts what arrived, of the cards whose fate is known.
func arrivals(arrived, known int, looked bool) figure {
	f := figure{Name: "Arrived", Value: arrived}
	switch {
	case known > 0:
		f.Note = fmt.Sprintf("%s of the %s whose fate is known", share(arrived, known), counted(known, "card"))
	case looked:
		f.Note = "none is known to have arrived yet"
	default:
		f.Note = "not looked up yet"
	}
	return f
}

// share is n of all in percent. Only all is 100 %, and only nothing is 0 %.
func share(n, all int) string {
	switch {
	case n == 0 || all == 0:
		return "0 %"
	case n >= all:
		return "100 %"
	case n*100 < all:
		return "under 1 %"
	case n*100 > all*99:
		return "over 99 %"
	}
	return fmt.Sprintf("%d %%", (n*100+all/2)/all)
}

// counted is a number with its noun: "1 row", "1,300 rows".
func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return thousands(n) + " " + noun
}
