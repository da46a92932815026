package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"contactcast/report"
	"contactcast/sender/ledger"
)

type checkCmd struct {
	planFlags
	accountFlags
	Report []string `sep:"none" placeholder:"FILE" group:"Output:" help:"Also write the plan as a report; rows that can be sent are pending. Repeatable."`
	outputFlags
}

// Run is `contactcast check`: it plans as send does, into a ledger that is thrown away.
func (c *checkCmd) Run(ctx context.Context, a *app) (err error) {
	a.json, a.quiet = c.JSON, c.Quiet
	in, err := c.open(a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	if len(c.Report) > 0 {
		if _, err := reportPaths(c.Report, c.File, in); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "contactcast-")
	if err != nil {
		return fmt.Errorf("make a folder for the draft: %w", err)
	}
	defer os.RemoveAll(dir)
	l, err := c.draft(ctx, dir, in.plan.Job)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	in.plan.Fingerprint = "draft" // never taken for unchanged
	job, _, err := in.into(ctx, l)
	if err != nil {
		return err
	}
	return c.tell(ctx, a, in, l, job)
}

// draft makes the ledger to plan in; it knows what the account's own knows of the job.
func (c *checkCmd) draft(ctx context.Context, dir, job string) (*ledger.Ledger, error) {
	path := ""
	if _, err := c.complete(); err != nil {
		return nil, err
	}
	if c.Sandbox || c.IDInstance != "" { // check needs no account
		var err error
		if path, err = c.ledgerPath(); err != nil {
			return nil, err
		}
	}
	return ledger.Draft(ctx, dir, path, job)
}

func (c *checkCmd) tell(ctx context.Context, a *app, in *input, l *ledger.Ledger, job ledger.Job) error {
	counts, err := l.Counts(ctx, job.ID)
	if err != nil {
		return err
	}
	for _, note := range in.notes() {
		a.log("%s", note)
	}
	a.log("%s", in.mapping())
	in.tellWarnings(a)
	if err := a.tellProblems(ctx, l, job, counts); err != nil {
		return err
	}
	s := summary{Job: job.Name, Rows: counts.Total(), Counts: every(counts), Reports: []string{}, Ledger: ""}
	s.judge(nil)
	for _, path := range c.Report {
		written, err := report.Write(ctx, path, resultOf(ctx, l, job.Name, counts, ""))
		if err != nil {
			return err
		}
		s.Reports = append(s.Reports, written)
	}
	switch {
	case a.json:
		a.printJSON(s)
	case !a.quiet || s.ExitCode != exitDone:
		printCheck(a, s)
	}
	return s.exit()
}

func printCheck(a *app, s summary) {
	fmt.Fprintf(a.out, "\n%s: %d %s\n", s.Job, s.Rows, plural(s.Rows, "row", "rows"))
	for _, status := range ledger.Statuses() {
		if n := s.Counts[status]; n > 0 {
			what := meaning(status)
			if status == ledger.Pending {
				what = "would be sent"
			}
			fmt.Fprintf(a.out, "  %7d %-9s %s\n", n, status, what)
		}
	}
	for _, path := range s.Reports {
		fmt.Fprintf(a.out, "  report: %s\n", path)
	}
}
