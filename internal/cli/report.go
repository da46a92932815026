package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"contactcast/report"
	"contactcast/sender/ledger"
)

type reportCmd struct {
	accountFlags
	Job  string   `arg:"" completion-predictor:"job" placeholder:"JOB" help:"The job, as status names it, or the file it was read from."`
	Out  []string `name:"output" short:"o" sep:"none" required:"" placeholder:"FILE" group:"Output:" help:"Report to write: .xlsx, .csv, .jsonl, .html or .prom. Repeatable."`
	Only []string `completion-predictor:"status" placeholder:"STATUS,..." group:"Output:" help:"Only rows of these statuses."`
}

// Run is `contactcast report`. It reads beside a run and takes no lock.
func (c *reportCmd) Run(ctx context.Context, a *app) error {
	only, err := statuses(c.Only)
	if err != nil {
		return err
	}
	for _, path := range c.Out {
		if err := report.Supported(path); err != nil {
			return &usageError{err.Error()}
		}
	}
	if err := folders(c.Out); err != nil {
		return err
	}
	l, err := c.openLedger(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	job, err := findJob(ctx, l, c.Job)
	if err != nil {
		return err
	}
	if err := spareLists(ctx, l, c.Out); err != nil {
		return err
	}
	result, err := report.Of(ctx, l, job, only...)
	if err != nil {
		return err
	}
	for _, path := range c.Out {
		path, err := a.place(ctx, l, path, placing{asked: true})
		if err != nil {
			return err
		}
		written, err := report.Write(ctx, path, result)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "report: %s\n", shown(written))
		key, info, err := fileOf(written)
		if err == nil {
			err = ledger.SaveReportBeside(ctx, l.Path(), key, info.Size(), info.ModTime())
		}
		if err != nil {
			a.log("the ledger could not be told of it, so that the next report will be written beside it: %s", err)
		}
	}
	return nil
}

func statuses(names []string) ([]ledger.Status, error) {
	var only []ledger.Status
	for _, name := range names {
		s := ledger.Status(name)
		if !slices.Contains(ledger.Statuses(), s) {
			var known []string
			for _, k := range ledger.Statuses() {
				known = append(known, string(k))
			}
			return nil, &usageError{fmt.Sprintf("--only %s: there is no such status; the statuses are %s", name, strings.Join(known, ", "))}
		}
		only = append(only, s)
	}
	return only, nil
}
