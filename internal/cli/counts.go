package cli

import (
	"fmt"
	"io"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// meaning explains a status where its name might be misread.
func meaning(s words.Status) string { return words.English().Sentence(s.Fact()) }

// printCounts prints the rows by status; delivery is what is known of the accepted ones, or "".
func printCounts(w io.Writer, c job.Counts, delivery string) {
	for _, s := range words.Statuses() {
		what := meaning(s)
		if s == words.Accepted && delivery != "" {
			what = delivery
		}
		if c[s] > 0 {
			fmt.Fprintf(w, "  %7d %-9s %s\n", c[s], s, what)
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
	code, list := words.Code("left-out/"+o.Code), oneLine(o.List)
	if o.Code == "opted-out" && list == "" {
		code = "left-out/opted-out-all"
	}
	if _, known := words.English().Entries[code]; !known {
		code = "left-out/other"
	}
	return a.sentence(words.New(code, "list", list, "job", list, "code", o.Code))
}

// printGone tells of cards that no row of the file accounts for any more.
func printGone(w io.Writer, gone int) {
	if gone > 0 {
		fmt.Fprintf(w, "  %7d more      sent before, from rows that are no longer in the file, or whose contents changed\n", gone)
	}
}

// deliveryWords tell what track fetched of a job's accepted rows; "" if nothing is known.
func deliveryWords(by map[string]int) string {
	var parts []string
	for _, d := range words.Deliveries() {
		if n := by[string(d)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, d))
		}
	}
	if len(parts) > 0 && by[""] > 0 {
		parts = append(parts, fmt.Sprintf("%d not known yet", by[""]))
	}
	return strings.Join(parts, ", ")
}

// listed are words in a row.
func listed(all []string) string { return strings.Join(all, ", ") }
