package cli

import (
	"fmt"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// printCounts prints the rows by status. delivery is what is known of the accepted ones, or "";
// pending says what is to become of those.
func (a *app) printCounts(c job.Counts, delivery string, pending words.Fact) {
	for _, s := range words.Statuses() {
		what := a.sentence(s.Fact())
		switch {
		case s == words.Accepted && delivery != "":
			what = delivery
		case s == words.Pending:
			what = a.sentence(pending)
		}
		if c[s] > 0 {
			fmt.Fprintf(a.out, "  %7d %-9s %s\n", c[s], s, what)
		}
	}
}

// printLeftOut tells by which list, or why else, rows were left out.
func (a *app) printLeftOut(left []job.LeftOut) {
	for _, o := range left {
		fmt.Fprintf(a.out, "          %d %s\n", o.Rows, a.leftOutBy(o))
	}
}

// leftOutBy says what left rows out.
func (a *app) leftOutBy(o job.LeftOut) string {
	code, list := words.Code("left-out/"+o.Code), words.OneLine(o.List)
	if o.Code == "opted-out" && list == "" {
		code = "left-out/opted-out-all"
	}
	if !a.language().Has(code) {
		code = "left-out/other"
	}
	return a.text(code, "list", list, "job", list, "code", o.Code)
}

// printGone tells of cards that no row of the file accounts for any more.
func (a *app) printGone(gone int) {
	if gone > 0 {
		fmt.Fprintf(a.out, "  %7d %s\n", gone, a.text("counts/gone"))
	}
}

// deliveryWords tell what track fetched of a job's accepted rows; "" if nothing is known.
func (a *app) deliveryWords(by map[string]int) string {
	var parts []string
	for _, d := range words.Deliveries() {
		if n := by[string(d)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, d))
		}
	}
	if len(parts) > 0 && by[""] > 0 {
		parts = append(parts, a.text("counts/not-known", "n", by[""]))
	}
	return listed(parts)
}
