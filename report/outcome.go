package report

import (
	"contactcast/internal/words"
	"strconv"
)

// outcome is how many rows of the whole job have one, and what it is to a reader.
type outcome struct {
	words.Outcome
	Name, Meaning string
	// Colour is "RRGGBB".
	Colour string
	Rows   int
}

// outcomes counts the rows of the whole job.
func outcomes(r Result) (all []outcome) {
	in, rows := r.language(), outcomeRows(r)
	for _, o := range words.Outcomes() {
		all = append(all, outcome{o, in.Sentence(o.Name()), in.Sentence(o.Meaning()), colourOf(o), rows[o]})
	}
	return all
}

// outcomeRows counts rows by outcome.
func outcomeRows(r Result) map[words.Outcome]int {
	rows, known := map[words.Outcome]int{}, 0
	for delivery, n := range r.Deliveries {
		if o := words.OutcomeOf(words.Accepted, words.Delivery(delivery)); o != words.OutcomeAccepted {
			rows[o] += n
			known += n
		}
	}
	for status, n := range r.Counts {
		if status != words.Accepted {
			rows[words.OutcomeOf(status, "")] += n
		}
	}
	rows[words.OutcomeAccepted] = max(0, r.Counts[words.Accepted]-known)
	return rows
}

// figure is a number that a reader looks for first.
type figure struct {
	Name  string
	Value int
	Note  string
}

// figures are the numbers above everything else: what arrived, then what was accepted, then
// what needs a person.
func figures(r Result) (all []figure) {
	in, rows := r.language(), outcomeRows(r)
	total, accepted, people := r.Counts.Total(), r.Counts[words.Accepted], 0
	for o, n := range rows {
		if o.NeedsPerson() {
			people += n
		}
	}
	add := func(name words.Code, value int, note string) { all = append(all, figure{in.Text(name), value, note}) }
	ofRows := func(n int) string { return in.Text("figure/of-rows", "share", share(in, n, total), "n", total) }
	if accepted > 0 {
		arrived := rows[words.OutcomeRead] + rows[words.OutcomeDelivered]
		add("figure/arrived", arrived, arrivals(in, arrived, arrived+rows[words.OutcomeUndelivered], len(r.Deliveries) > 0))
		if n := rows[words.OutcomeRead]; n > 0 {
			add("figure/read", n, in.Text("figure/of-arrived", "share", share(in, n, arrived)))
		}
	}
	if accepted > 0 || !r.Job.StartedAt.IsZero() {
		add("figure/accepted", accepted, ofRows(accepted))
	}
	if n := rows[words.OutcomePending]; n > 0 {
		add("figure/to-send", n, ofRows(n))
	}
	add("figure/people", people, ofRows(people))
	return all
}

// arrivals say how many arrived of the cards whose fate is known.
func arrivals(in words.Language, arrived, known int, looked bool) string {
	switch {
	case known > 0:
		return in.Text("figure/of-known", "share", share(in, arrived, known), "n", known)
	case looked:
		return in.Text("figure/none-known")
	}
	return in.Text("figure/not-fetched")
}

// share is n of all in percent. Only all is 100 %, and only nothing is 0 %.
func share(in words.Language, n, all int) string {
	switch {
	case n == 0 || all == 0:
		return percent(0)
	case n >= all:
		return percent(100)
	case n*100 < all:
		return in.Text("report/under", "n", 1)
	case n*100 > all*99:
		return in.Text("report/over", "n", 99)
	}
	return percent((n*100 + all/2) / all)
}

func percent(n int) string { return strconv.Itoa(n) + " %" }
