package job

import (
	"context"
	"errors"

	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender/ledger"
)

// ReportOptions say which report is written again.
type ReportOptions struct {
	From From
	// Job is the job, by its name or the file it was read from.
	Job string
	// Language is the one that reports are written in; its zero value is English.
	Language words.Language
	// Files are the reports; the extension names the format.
	Files []string
	// Only are the statuses of the rows to report; none are all.
	Only []words.Status
	// Tell is told what happens meanwhile.
	Tell func(Event)
}

// ReportResult is where reports were written, in their order.
type ReportResult struct{ Reports []string }

// Report writes reports of a job from the ledger, beside a run that may hold it. What it
// returns was written, also with an error.
func Report(ctx context.Context, o ReportOptions) (r ReportResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	if err := CheckReports(o.Files); err != nil {
		return r, err
	}
	l, job, err := o.From.openJob(ctx, o.Job)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := spareLists(ctx, l, o.Files); err != nil {
		return r, err
	}
	result, err := o.From.reportOf(ctx, o.Language, l, job, o.Only...)
	if err != nil {
		return r, err
	}
	for _, path := range o.Files {
		path, err := place{asked: true}.find(ctx, t, l, path)
		if err != nil {
			return r, err
		}
		written, err := report.Write(ctx, path, result)
		if err != nil {
			return r, err
		}
		r.Reports = append(r.Reports, written)
		if err := keepWritten(l, written); err != nil {
			t.note("report-unknown", "file", written, "cause", err.Error())
		}
	}
	return r, nil
}

// keepWritten has the ledger know a report.
func keepWritten(l *ledger.Ledger, written string) error {
	key, info, err := fileOf(written)
	if err != nil {
		return err
	}
	return l.SaveReport(key, info.Size(), info.ModTime())
}
