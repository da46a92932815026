package cli

import (
	"fmt"
	"io"

	"contactcast/sender/ledger"
)

// list tells what is in doubt, what was tried, and what a person can do about it.
func (r *resolution) list(s resolveSummary) {
	if len(r.cases) == 0 {
		fmt.Fprintf(r.out, "%s: nothing is in doubt\n", s.Job)
	} else {
		fmt.Fprintf(r.out, "%s: %d %s in doubt\n", s.Job, len(r.cases), plural(len(r.cases), "row", "rows"))
		r.showCases(r.out, len(r.cases))
		r.choices(s)
	}
	r.others(s)
}

// choices tells how doubt may be ended.
func (r *resolution) choices(s resolveSummary) {
	resolve := fmt.Sprintf("contactcast resolve %s%s", quoted(s.Job), r.sameAccount())
	if s.Next != "" {
		fmt.Fprintf(r.out, "to look for evidence once more: %s\n", s.Next)
	}
	fmt.Fprintf(r.out, "or look at the chats on the phone, and decide, for all or with --row N:\n"+
		"  to take them as accepted: %s --assume-accepted\n"+
		"  to send them again, a second time to whoever got the card: %s --resend unknown\n", resolve, resolve)
}

// others mentions what could be sent again, too.
func (r *resolution) others(s resolveSummary) {
	if s.Rejected > 0 {
		fmt.Fprintf(r.out, "%d %s rejected by the API: --resend rejected sends %s again\n", s.Rejected, plural(s.Rejected, "row was", "rows were"), plural(s.Rejected, "it", "them"))
	}
	if s.Undelivered > 0 {
		fmt.Fprintf(r.out, "%d %s not delivered: --resend undelivered sends %s again\n", s.Undelivered, plural(s.Undelivered, "row was", "rows were"), plural(s.Undelivered, "it", "them"))
	}
}

// showCases writes a message each, up to a number.
func (r *resolution) showCases(w io.Writer, limit int) {
	for i, c := range r.cases {
		if i == limit {
			fmt.Fprintf(w, "  and %d more\n", len(r.cases)-limit)
			return
		}
		where := fmt.Sprintf("row %d", c.Row)
		if c.Row == 0 {
			where = "no longer in the file"
		}
		fmt.Fprintf(w, "  %s: %s\n", where, describe(c.Card))
		for _, line := range history(c) {
			fmt.Fprintf(w, "    %s\n", line)
		}
	}
}

// history tells what became of a message so far.
func history(c ledger.Case) []string {
	at := when(c.PostedAt)
	switch c.Kind {
	case ledger.KindRejected:
		return []string{fmt.Sprintf("refused %s (%s): %s", at, c.Code, c.Error)}
	case ledger.KindUndelivered:
		return []string{fmt.Sprintf("accepted %s as %s; delivery: %s", at, c.IDMessage, c.Delivery)}
	}
	lines := []string{fmt.Sprintf("in doubt since %s (%s): %s", at, c.Code, c.Cause)}
	if c.Error != c.Cause {
		return append(lines, c.Error)
	}
	return append(lines, "no evidence was looked for yet")
}
