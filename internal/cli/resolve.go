package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"contactcast/internal/job"
)

type resolveCmd struct {
	accountFlags
	Job            string     `arg:"" completion-predictor:"job" placeholder:"JOB" help:"The job, as status names it, or the file it was read from."`
	Resend         []job.Kind `placeholder:"KIND" group:"Deciding:" help:"The next send sends these rows again: rejected; undelivered (failed, held while the number was restricted, or expired); unknown, which may send a card twice."`
	AssumeAccepted bool       `group:"Deciding:" help:"Take rows in doubt as accepted; they are never sent again."`
	Row            []int      `placeholder:"N" group:"Deciding:" help:"Only this row. Repeatable."`
	Yes            bool       `group:"Deciding:" help:"Do not ask before deciding."`
	outputFlags
}

func (c *resolveCmd) Validate() error {
	for _, k := range c.Resend {
		if !slices.Contains(job.Kinds(), k) {
			return misused("cli/resend", "given", k)
		}
	}
	if c.AssumeAccepted && len(c.Resend) > 0 {
		return misused("cli/one-decision")
	}
	return nil
}

// Run is `contactcast resolve`. It needs no network: it is a person who decides.
func (c *resolveCmd) Run(ctx context.Context, a *app) error {
	a.json, a.quiet = c.JSON, c.Quiet
	from, err := c.from(a)
	if err != nil {
		return err
	}
	r, err := job.Resolve(ctx, job.ResolveOptions{From: from, Job: c.Job, Resend: c.Resend, AssumeAccepted: c.AssumeAccepted, Rows: c.Row,
		Confirm: func(d job.Decision) bool { return c.confirm(ctx, a, d) }})
	if err != nil {
		return err
	}
	s := newResolveSummary(a, r)
	c.print(a, s, r)
	if s.ExitCode != exitDone {
		return &codeError{s.ExitCode}
	}
	return nil
}

// shownCases is how many rows are shown before a question.
const shownCases = 20

// confirm says what a decision means, and asks.
func (c *resolveCmd) confirm(ctx context.Context, a *app, d job.Decision) bool {
	n := len(d.Cases)
	if d.AssumeAccepted {
		a.say("decide/mark", "n", n)
	} else {
		a.say("decide/send", "n", n)
		if doubts := d.Doubts(); doubts > 0 {
			a.say("decide/twice", "n", doubts)
		}
	}
	if !a.terminal || c.Yes || c.Sandbox {
		return true
	}
	a.printCases(a.err, d.Cases, shownCases)
	return a.confirmed(ctx, a.text("question/go-on"))
}

// resolveSummary is what resolve comes to; with --json it is printed as it stands here.
type resolveSummary struct {
	Job         string     `json:"job"`
	ExitCode    int        `json:"exitCode"`
	Resent      int        `json:"resent"`  // marked pending
	Assumed     int        `json:"assumed"` // marked accepted
	InDoubt     int        `json:"inDoubt"` // these three: what is left
	Rejected    int        `json:"rejected"`
	Undelivered int        `json:"undelivered"`
	Rows        []caseLine `json:"rows"` // that it was about
	Next        string     `json:"next,omitempty"`
}

// caseLine is a row to decide about, as --json tells it.
type caseLine struct {
	Row       int      `json:"row"` // 0: no row of the present file
	Kind      job.Kind `json:"kind"`
	ChatID    string   `json:"chatId"`
	Contact   any      `json:"contact"`
	IDMessage string   `json:"idMessage"`
	Delivery  string   `json:"delivery"`
	SentAt    string   `json:"sentAt"`
	Attempts  int      `json:"attempts"`
	ErrorCode string   `json:"errorCode"`
	Cause     string   `json:"cause"`
	Error     string   `json:"error"`
}

func newResolveSummary(a *app, r *job.ResolveResult) resolveSummary {
	s := resolveSummary{Job: r.Job.Name, Resent: r.Resent, Assumed: r.Assumed, InDoubt: r.InDoubt, Rejected: r.Rejected, Undelivered: r.Undelivered, Rows: []caseLine{}}
	if s.InDoubt > 0 {
		s.ExitCode = exitRows
	}
	if r.GoOn {
		s.Next = a.resume(r.Job.Name, r.Job.File, r.Job.Command)
	}
	for _, c := range r.Cases {
		s.Rows = append(s.Rows, caseLine{Row: c.Row, Kind: c.Kind, ChatID: c.ChatID, Contact: c.Contact, IDMessage: c.IDMessage, Delivery: c.Delivery,
			SentAt: c.PostedAt.Format(timeLayout), Attempts: c.Attempts, ErrorCode: c.Code, Cause: a.sentence(c.Cause), Error: a.sentence(c.Reason)})
	}
	return s
}

func (c *resolveCmd) print(a *app, s resolveSummary, r *job.ResolveResult) {
	switch {
	case a.json:
		a.printJSON(s)
	case s.Resent > 0:
		a.print("decide/resent", "title", s.Job, "n", s.Resent, "command", s.Next)
	case s.Assumed > 0:
		a.print("decide/marked", "title", s.Job, "n", s.Assumed)
	case len(c.Resend) > 0:
		a.print("decide/none-such", "title", s.Job, "kinds", oneOf(c.Resend))
	case a.quiet && s.ExitCode == exitDone:
	default:
		c.list(a, s, r.Cases)
	}
}

// list tells what is in doubt, what was tried, and what a person can do about it.
func (c *resolveCmd) list(a *app, s resolveSummary, cases []job.Case) {
	if len(cases) == 0 {
		a.print("decide/none", "title", s.Job)
	} else {
		a.print("decide/rows", "title", s.Job, "n", len(cases))
		a.printCases(a.out, cases, len(cases))
		if s.Next != "" {
			a.print("decide/again", "command", s.Next)
		}
		resolve := a.typed.to("resolve", s.Job)
		a.print("decide/decide")
		a.item("decide/to-mark", "command", resolve.with("assume-accepted"))
		a.item("decide/to-send", "command", resolve.with("resend", string(job.InDoubt)))
	}
	if s.Rejected > 0 {
		a.print("decide/rejected", "n", s.Rejected)
	}
	if s.Undelivered > 0 {
		a.print("decide/undelivered", "n", s.Undelivered)
	}
}

// printCases writes a message each, up to a number.
func (a *app) printCases(w io.Writer, cases []job.Case, limit int) {
	for i, c := range cases {
		if i == limit {
			fmt.Fprintf(w, "  %s\n", a.text("decide/more", "n", len(cases)-limit))
			return
		}
		shown := a.text("decide/case", "row", c.Row, "card", a.describe(c.Card))
		if c.Row == 0 {
			shown = a.text("decide/case-gone", "card", a.describe(c.Card))
		}
		fmt.Fprintf(w, "  %s\n", shown)
		for _, line := range a.history(c) {
			fmt.Fprintf(w, "    %s\n", line)
		}
	}
}

// history tells what became of a message so far.
func (a *app) history(c job.Case) []string {
	at := when(c.PostedAt)
	switch c.Kind {
	case job.Rejected:
		return []string{a.text("decide/was-refused", "at", at, "code", c.Code, "why", c.Reason)}
	case job.Undelivered:
		return []string{a.text("decide/was-accepted", "at", at, "id", c.IDMessage, "delivery", c.Delivery)}
	}
	lines := []string{a.text("decide/since", "at", at, "code", c.Code, "why", c.Cause)}
	if c.Reason.Encode() != c.Cause.Encode() {
		return append(lines, a.sentence(c.Reason))
	}
	return append(lines, a.text("decide/no-evidence"))
}
