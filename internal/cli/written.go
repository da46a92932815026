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
	var errs []error
	for _, path := range r.reports {
		written, err := r.writeReport(ctx, path, s)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.Reports = append(s.Reports, written)
	}
	return errors.Join(errs...)
}

// writeReport writes one report, and keeps how it was written.
func (r *run) writeReport(ctx context.Context, path string, s *summary) (string, error) {
	path, err := r.place(ctx, path)
	if err != nil {
		return "", err
	}
	result := resultOf(ctx, r.ledger, r.job.Name, s.Counts, strings.Join(s.steps, "; "))
	result.Account = r.account.IDInstance
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
	return written, r.ledger.SaveReport(key, info.Size(), info.ModTime())
}

// place finds where a report goes: beside the last one if that was edited since, as it may
// hold corrections that nobody has sent yet.
func (r *run) place(ctx context.Context, path string) (string, error) {
	for n := 1; n < 100; n++ {
		name := report.Numbered(path, n)
		info, err := os.Stat(name)
		if err != nil || r.isInput(info) {
			return name, nil
		}
		key, err := filepath.Abs(name)
		if err != nil {
			return "", err
		}
		state, err := r.ledger.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return "", err
		}
		if state == ledger.AsWritten || state == ledger.NeverWritten && n == 1 {
			return name, nil
		}
		if n == 1 {
			r.log("%s was edited since it was written, and is left as it is", filepath.Base(name))
		}
	}
	return path, nil
}

// isInput tells whether a file is the one that was read: what was corrected in it was planned.
func (r *run) isInput(info os.FileInfo) bool {
	input, err := os.Stat(r.File)
	return err == nil && os.SameFile(info, input)
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
