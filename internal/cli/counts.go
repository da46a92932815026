package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"contactcast/sender/ledger"
)

// meaning explains a status where its name might be misread.
func meaning(s ledger.Status) string {
	switch s {
	case ledger.Accepted:
		return "in the account's queue; delivery is not known yet"
	case ledger.Pending:
		return "not sent yet"
	case ledger.Unknown:
		return "may have been sent; never sent again blindly"
	case ledger.Rejected:
		return "refused by the API for good"
	case ledger.Invalid:
		return "cannot be sent as written"
	case ledger.Skipped:
		return "left out on purpose"
	}
	return ""
}

// printCounts prints the rows by status; delivery is what is known of the accepted ones, or "".
func printCounts(w io.Writer, c ledger.Counts, delivery string) {
	for _, s := range ledger.Statuses() {
		what := meaning(s)
		if s == ledger.Accepted && delivery != "" {
			what = delivery
		}
		if c[s] > 0 {
			fmt.Fprintf(w, "  %7d %-9s %s\n", c[s], s, what)
		}
	}
}

// printLeftOut tells by which list rows were left out.
func printLeftOut(w io.Writer, left []ledger.LeftOut) {
	for _, o := range left {
		fmt.Fprintf(w, "          %d %s\n", o.Rows, leftOutBy(o))
	}
}

// leftOutBy says what left rows out.
func leftOutBy(o ledger.LeftOut) string {
	list := oneLine(o.List)
	switch {
	case o.Code == "excluded":
		return "on the list " + list
	case o.Code == "already-sent":
		return "already got this card in job " + quoted(list)
	case list != "":
		return "never to be written to: " + list
	}
	return "never to be written to"
}

// printGone tells of cards that no row of the file accounts for any more.
func printGone(w io.Writer, gone int) {
	if gone > 0 {
		fmt.Fprintf(w, "  %7d more      sent before, from rows that are no longer in the file, or no longer read alike\n", gone)
	}
}

// deliveries tells what track fetched of a job's accepted rows; "" if nothing is known.
func deliveries(ctx context.Context, l *ledger.Ledger, job int64) (string, error) {
	by, err := l.Deliveries(ctx, job)
	var parts []string
	for _, status := range ledger.DeliveryStatuses() {
		if by[status] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", by[status], status))
		}
	}
	if len(parts) > 0 && by[""] > 0 {
		parts = append(parts, fmt.Sprintf("%d not known yet", by[""]))
	}
	return strings.Join(parts, ", "), err
}
