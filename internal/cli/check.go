package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

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
	known, err := c.known(ctx)
	if err != nil {
		return err
	}
	in, err := c.open(ctx, a, known.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	if len(c.Report) > 0 {
		if _, err := reportPaths(c.Report, c.File, in); err != nil {
			return err
		}
		if err := c.checkReports(in, c.Report, ""); err != nil {
			return err
		}
	}
	reports, err := c.places(ctx, a, in, known)
	if err != nil {
		return err
	}
	if err := folders(reports); err != nil {
		return err
	}
	for _, path := range reports {
		if err := unwritable(report.Probe(path)); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "contactcast-")
	if err != nil {
		return fmt.Errorf("make a folder for the draft: %w", err)
	}
	defer os.RemoveAll(dir)
	l, err := ledger.Draft(ctx, dir, known.path, c.sharedPath(), in.plan.Job)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	a.log("%s", in.source())
	for _, note := range append(in.remarks(), in.excludes.notes()...) {
		a.log("%s", note)
	}
	a.log("%s", in.mapping())
	a.log("%s", known)
	in.plan.Fingerprint = "draft" // never taken for unchanged
	job, _, err := in.into(ctx, l)
	if err != nil {
		return err
	}
	return c.tell(ctx, a, in, l, job, known, reports)
}

// places finds where the reports go, by what the account's ledger knows of lists and reports.
func (c *checkCmd) places(ctx context.Context, a *app, in *input, known knownAccount) ([]string, error) {
	if len(c.Report) == 0 || known.path == "" || known.isNew {
		return c.Report, nil
	}
	l, err := ledger.OpenReadOnly(ctx, known.path)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if err := spareLists(ctx, l, in.others(c.Report)); err != nil {
		return nil, err
	}
	var places []string
	for _, path := range c.Report {
		place, err := a.place(ctx, l, path, placing{asked: true})
		if err != nil {
			return nil, err
		}
		places = append(places, place)
	}
	return places, nil
}

// tell tells what the plan came to, and writes it as reports.
func (c *checkCmd) tell(ctx context.Context, a *app, in *input, l *ledger.Ledger, job ledger.Job, known knownAccount, reports []string) error {
	counts, err := l.Counts(ctx, job.ID)
	if err != nil {
		return err
	}
	in.tellWarnings(a)
	if err := a.tellProblems(ctx, l, job, counts); err != nil {
		return err
	}
	s := summary{Job: job.Name, Rows: counts.Total(), Counts: every(counts), Reports: []string{}, Ledger: ""}
	s.judge(nil)
	if s.Gone, err = l.Gone(ctx, job.ID); err != nil {
		return err
	}
	if s.delivery, err = deliveries(ctx, l, job.ID); err != nil {
		return err
	}
	if err := s.leaveOut(ctx, l, job.ID); err != nil {
		return err
	}
	result, err := report.Of(ctx, l, job)
	if err != nil {
		return err
	}
	for _, path := range reports {
		written, err := report.Write(ctx, path, result)
		if err != nil {
			return err
		}
		s.Reports = append(s.Reports, written)
	}
	first, err := l.Pending(ctx, job.ID, 0, 1)
	if err != nil {
		return err
	}
	switch {
	case a.json:
		a.printJSON(s)
	case !a.quiet || s.ExitCode != exitDone:
		printCheck(a, s, first, known)
		if s.Counts[ledger.Pending] > 0 {
			fmt.Fprintf(a.out, "  to send it as it was read: %s\n", c.sending(a))
		}
	}
	return s.exit()
}

// sending is the command that sends the file, read as it was just read.
func (c *checkCmd) sending(a *app) string {
	words := []string{"contactcast send", quoted(c.File)}
	if c.Job != "" {
		words = append(words, "--job "+quoted(c.Job))
	}
	words = append(words, c.reading().flags()...)
	for _, file := range c.Exclude {
		words = append(words, "--exclude "+quoted(file))
	}
	if c.Cooldown > 0 {
		words = append(words, "--cooldown "+quoted(time.Duration(c.Cooldown).String()))
	}
	if c.Changed != "" {
		words = append(words, "--changed "+c.Changed)
	}
	return strings.Join(words, " ") + a.sameAccount()
}

// printCheck prints the plan: how many rows of each kind, the first card, and how long sending takes.
func printCheck(a *app, s summary, first []ledger.Message, known knownAccount) {
	fmt.Fprintf(a.out, "\n%s: %d %s\n", s.Job, s.Rows, plural(s.Rows, "row", "rows"))
	for _, status := range ledger.Statuses() {
		what := meaning(status)
		switch {
		case s.Counts[status] == 0:
			continue
		case status == ledger.Pending:
			what = "would be sent"
		case status == ledger.Accepted && s.delivery != "":
			what = s.delivery
		}
		fmt.Fprintf(a.out, "  %7d %-9s %s\n", s.Counts[status], status, what)
	}
	printLeftOut(a.out, s.left)
	printGone(a.out, s.Gone)
	for _, m := range first {
		fmt.Fprintf(a.out, "  first: %s\n", describe(m.Card))
		fmt.Fprintf(a.out, "  sending takes %s\n", known.takes(s.Counts[ledger.Pending]))
	}
	for _, path := range s.Reports {
		fmt.Fprintf(a.out, "  report: %s\n", shown(path))
	}
}
