package cli

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"contactcast/report"
	"contactcast/sender/ledger"
)

func (r *run) writeReports(ctx context.Context, s *summary) error {
	result := resultOf(ctx, r.ledger, r.job.Name, s.Counts, strings.Join(s.steps, "; "))
	result.Account = r.account.IDInstance
	var errs []error
	for _, path := range r.reports {
		written, err := r.writeReport(ctx, r.ledger, path, r.File, result)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.Reports = append(s.Reports, written)
	}
	return errors.Join(errs...)
}

// writeReport writes one report, and keeps in the ledger how it was written. The input is the file that was read, if any.
func (a *app) writeReport(ctx context.Context, l *ledger.Ledger, path, input string, result report.Result) (string, error) {
	path, err := a.place(ctx, l, path, input)
	if err != nil {
		return "", err
	}
	written, err := report.Write(ctx, path, result)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(written)
	if err != nil {
		return written, err
	}
	key, err := filepath.Abs(written)
	if err != nil {
		return written, err
	}
	return written, l.SaveReport(key, info.Size(), info.ModTime())
}

// place finds where a report goes: beside the last one if that was edited since, as it may
// hold corrections that nobody has sent yet. Those of the input were planned.
func (a *app) place(ctx context.Context, l *ledger.Ledger, path, input string) (string, error) {
	for n := 1; n < 100; n++ {
		name := report.Numbered(path, n)
		info, err := os.Stat(name)
		if err != nil || sameFile(name, input) {
			return name, nil
		}
		key, err := filepath.Abs(name)
		if err != nil {
			return "", err
		}
		state, err := l.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return "", err
		}
		if state == ledger.AsWritten || state == ledger.NeverWritten && n == 1 {
			return name, nil
		}
		if n == 1 {
			a.log("%s was edited since it was written, and is left as it is", filepath.Base(name))
		}
	}
	return path, nil
}

// resultOf is a job's results as the ledger has them.
func resultOf(ctx context.Context, l *ledger.Ledger, name string, counts ledger.Counts, next string, only ...ledger.Status) report.Result {
	job, err := l.Job(ctx, name)
	account, aerr := l.Account(ctx)
	err = errors.Join(err, aerr)
	var queued *int
	if !account.ReadAt.IsZero() {
		queued = &account.Queued
	}
	return report.Result{Job: job, Counts: counts, Next: next, QueueDepth: queued, Lines: func() iter.Seq2[ledger.Line, error] {
		if err != nil {
			return func(yield func(ledger.Line, error) bool) { yield(ledger.Line{}, err) }
		}
		return l.Lines(ctx, job, only...)
	}}
}
