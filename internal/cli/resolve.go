package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"contactcast/sender/ledger"
)

type resolveCmd struct {
	accountFlags
	Job            string        `arg:"" completion-predictor:"job" placeholder:"JOB" help:"The job, as status names it, or the file it was read from."`
	Resend         []ledger.Kind `placeholder:"KIND" group:"Deciding:" help:"The next send sends these rows again: rejected; undelivered (failed, held while the number was restricted, or expired); unknown, which may send a card twice."`
	AssumeAccepted bool          `group:"Deciding:" help:"Take rows in doubt as accepted; they are never sent again."`
	Row            []int         `placeholder:"N" group:"Deciding:" help:"Only this row. Repeatable."`
	Yes            bool          `group:"Deciding:" help:"Do not ask before deciding."`
	outputFlags
}

func (c *resolveCmd) Validate() error {
	for _, k := range c.Resend {
		if !slices.Contains(ledger.Kinds(), k) {
			return &usageError{fmt.Sprintf("--resend %s: want rejected, undelivered or unknown", k)}
		}
	}
	if c.AssumeAccepted && len(c.Resend) > 0 {
		return &usageError{"--assume-accepted and --resend: decide one after the other"}
	}
	return nil
}

// Run is `contactcast resolve`. It needs no network: it is a person who decides.
func (c *resolveCmd) Run(ctx context.Context, a *app) (err error) {
	a.json, a.quiet = c.JSON, c.Quiet
	path, err := c.ledgerPath()
	if err != nil {
		return err
	}
	l, job, err := lockJob(ctx, path, c.Job)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	r := &resolution{app: a, resolveCmd: c, ledger: l, job: job}
	if err := r.gather(ctx); err != nil {
		return err
	}
	if c.AssumeAccepted || len(c.Resend) > 0 {
		if err := r.decide(ctx); err != nil {
			return err
		}
	}
	return r.finish(ctx)
}

// resolution is one run of resolve.
type resolution struct {
	*app
	*resolveCmd
	ledger *ledger.Ledger
	job    ledger.Job
	cases  []ledger.Case // that it is about
}

// gather finds the rows that it is about.
func (r *resolution) gather(ctx context.Context) error {
	kinds := r.Resend
	if len(kinds) == 0 {
		kinds = []ledger.Kind{ledger.KindUnknown}
	}
	for _, kind := range ledger.Kinds() {
		if !slices.Contains(kinds, kind) {
			continue
		}
		for c, err := range r.ledger.Cases(ctx, r.job.ID, kind) {
			if err != nil {
				return err
			}
			if r.concerns(c) {
				r.cases = append(r.cases, c)
			}
		}
	}
	return r.checkRows(ctx)
}

// concerns tells whether a message is meant. What no row of the file sends cannot be sent again.
func (r *resolution) concerns(c ledger.Case) bool {
	if len(r.Row) > 0 {
		return slices.Contains(r.Row, c.Row)
	}
	return c.Row > 0 || len(r.Resend) == 0
}

// checkRows refuses rows that are not what they were taken for.
func (r *resolution) checkRows(ctx context.Context) error {
	for _, row := range r.Row {
		if slices.ContainsFunc(r.cases, func(c ledger.Case) bool { return c.Row == row }) {
			continue
		}
		status, err := r.ledger.RowStatus(ctx, r.job.ID, row)
		switch {
		case err != nil:
			return err
		case status == "":
			return &usageError{fmt.Sprintf("--row %d: the file has no such row", row)}
		case len(r.Resend) > 0:
			return &usageError{fmt.Sprintf("--row %d: that row is %s, and not among those that --resend names", row, status)}
		}
		return &usageError{fmt.Sprintf("--row %d: that row is %s, not in doubt", row, status)}
	}
	return nil
}

// decide asks, and makes the decision durable.
func (r *resolution) decide(ctx context.Context) error {
	if len(r.cases) == 0 {
		return nil
	}
	for _, line := range r.consequences() {
		r.log("%s", line)
	}
	if r.terminal && !r.Yes && !r.Sandbox {
		r.showCases(r.err, shownCases)
		fmt.Fprint(r.err, "Go on? [y/N] ")
		if !confirmed(ctx, r.in) {
			return &startError{"declined", errors.New("nothing was changed")}
		}
	}
	if r.AssumeAccepted {
		return r.ledger.AssumeAccepted(r.cases)
	}
	return r.ledger.Resend(r.cases)
}

// shownCases is how many rows are shown before a question.
const shownCases = 20

// consequences tell what a decision means.
func (r *resolution) consequences() []string {
	n := len(r.cases)
	if r.AssumeAccepted {
		return []string{fmt.Sprintf("%d %s in doubt: taken as accepted, without an idMessage. Whoever did not get the card will not get it.",
			n, plural(n, "row", "rows"))}
	}
	lines := []string{fmt.Sprintf("%d %s to be sent again by the next send", n, plural(n, "row", "rows"))}
	doubts := 0
	for _, c := range r.cases {
		if c.Kind == ledger.KindUnknown {
			doubts++
		}
	}
	if doubts > 0 {
		lines = append(lines, fmt.Sprintf("%d of them may have been sent already: whoever got the card gets it a second time", doubts))
	}
	return lines
}
