package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"contactcast/report"
	"contactcast/sender/ledger"
)

func (r *run) writeReports(ctx context.Context, s *summary) error {
	result, err := report.Of(ctx, r.ledger, r.job)
	if err != nil {
		return err
	}
	p := r.placing(&r.accountFlags, r.Report)
	var errs []error
	for _, path := range r.reports {
		written, err := r.writeReport(ctx, r.ledger, path, p, result)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.Reports = append(s.Reports, written)
	}
	return errors.Join(errs...)
}

// writeReport writes one report, and keeps in the ledger how it was written.
func (a *app) writeReport(ctx context.Context, l *ledger.Ledger, path string, p placing, result report.Result) (string, error) {
	path, err := a.place(ctx, l, path, p)
	if err != nil {
		return "", err
	}
	written, err := report.Write(ctx, path, result)
	if err != nil {
		return "", err
	}
	key, info, err := fileOf(written)
	if err != nil {
		return written, err
	}
	return written, l.SaveReport(key, info.Size(), info.ModTime())
}

// fileOf is a file as the ledger knows reports.
func fileOf(path string) (key string, info os.FileInfo, err error) {
	if info, err = os.Stat(path); err == nil {
		key, err = filepath.Abs(path)
	}
	return key, info, err
}

// placing is what is known of a report's place.
type placing struct {
	input string // the file that was read, or "": what was corrected in it was planned
	asked bool   // the operator chose the name
	trial string // the ledger of trials, whose reports real ones replace; "" in a trial
}

// placing is what is known of the places of a run's reports.
func (f *planFlags) placing(account *accountFlags, asked []string) placing {
	return placing{input: f.File, trial: account.trial(), asked: len(asked) > 0}
}

// place finds where a report goes, and says so if that is beside its place.
func (a *app) place(ctx context.Context, l *ledger.Ledger, path string, p placing) (string, error) {
	name, why, err := p.find(ctx, l, path)
	if why != "" {
		a.log("%s %s, and is left as it is", shown(filepath.Base(path)), why)
	}
	return name, err
}

// find finds where a report goes: beside what stands there if that is somebody's work, as
// it may hold corrections that nobody has sent yet. why is said of what stands there.
func (p placing) find(ctx context.Context, l *ledger.Ledger, path string) (name, why string, err error) {
	for n := 1; n < 100; n++ {
		name := report.Numbered(path, n)
		key, info, err := fileOf(name)
		if err != nil || sameFile(name, p.input) {
			return name, why, nil
		}
		state, err := l.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return "", "", err
		}
		edited := "was edited since it was written"
		switch {
		case info.IsDir(): // nobody's work, and in the way
			return name, why, nil
		case state == ledger.AsWritten, state == ledger.NeverWritten && n == 1 && (p.asked || p.tried(ctx, key, info)):
			return name, why, nil
		case state == ledger.NeverWritten:
			edited = "is nothing that this account's runs wrote"
		}
		if n == 1 {
			why = edited
		}
	}
	return path, why, nil
}

// probeReports refuses, before anything is done, reports that could not be written at the end.
func probeReports(ctx context.Context, l *ledger.Ledger, paths []string, p placing) error {
	for _, path := range paths {
		name, _, err := p.find(ctx, l, path)
		if err != nil {
			return err
		}
		if err := unwritable(report.Probe(name)); err != nil {
			return err
		}
	}
	return nil
}

// unwritable says what to do about a report that cannot be written; nil if it can.
func unwritable(err error) error {
	var place *report.PlaceError
	if !errors.As(err, &place) {
		return err
	}
	return &startError{"report", fmt.Errorf("the report %s cannot be written (%w): name another place with --report FILE", shown(place.Path), place.Err)}
}

// tried tells a report that a run with --sandbox wrote.
func (p placing) tried(ctx context.Context, key string, info os.FileInfo) bool {
	if p.trial == "" {
		return false
	}
	l, err := ledger.OpenReadOnly(ctx, p.trial)
	if err != nil {
		return false
	}
	defer l.Close()
	state, err := l.Report(ctx, key, info.Size(), info.ModTime())
	return err == nil && state == ledger.AsWritten
}

// keep has the report that a job was last sent from spared from now on: it holds what was corrected in it.
func keep(ctx context.Context, l *ledger.Ledger, path string) error {
	key, info, err := fileOf(path)
	if err != nil {
		return nil //nolint:nilerr // it is gone
	}
	state, err := l.Report(ctx, key, info.Size(), info.ModTime())
	if err != nil || state != ledger.AsWritten {
		return err
	}
	return l.KeepReport(key)
}

// spareLists refuses reports in the place of lists that jobs were planned from, unless these are reports, too.
func spareLists(ctx context.Context, l *ledger.Ledger, paths []string) error {
	jobs, err := l.Jobs(ctx)
	if err != nil {
		return err
	}
	for _, path := range paths {
		key, info, err := fileOf(path)
		if err != nil {
			continue // there is nothing to spare
		}
		state, err := l.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return err
		}
		for _, job := range jobs {
			if state == ledger.NeverWritten && sameFile(path, job.File) {
				return &usageError{fmt.Sprintf("the report %s would replace the list of job %s: choose another name", path, quoted(job.Name))}
			}
		}
	}
	return nil
}
