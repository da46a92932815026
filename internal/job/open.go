package job

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// openToRead opens the ledger beside runs that may write into it.
func (f From) openToRead(ctx context.Context) (*ledger.Ledger, error) {
	path, err := f.ledgerPath()
	if err != nil {
		return nil, err
	}
	l, err := ledger.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, refuse("no-ledger", "ledger", path)
	}
	return l, err
}

// openToWrite opens a ledger for writing, a file in a folder that can be used, and makes it if there is none.
func openToWrite(ctx context.Context, path string) (*ledger.Ledger, error) {
	if !ledger.IsURL(path) {
		if err := usableState(filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	return ledger.Open(ctx, path)
}

// openJob opens a ledger that exists for writing, and finds a job in it.
func (f From) openJob(ctx context.Context, name string) (l *ledger.Ledger, job ledger.Job, err error) {
	known, err := f.openToRead(ctx)
	if err != nil {
		return nil, job, err
	}
	if err := known.Close(); err != nil {
		return nil, job, err
	}
	path, err := f.ledgerPath()
	if err != nil {
		return nil, job, err
	}
	if l, err = openToWrite(ctx, path); err != nil {
		return nil, job, err
	}
	if job, err = findJob(ctx, l, name); err != nil {
		return nil, job, errors.Join(err, l.Close())
	}
	return l, job, nil
}

// findJob finds a job by its name or by the file it was read from, or says which there are.
func findJob(ctx context.Context, l *ledger.Ledger, name string) (ledger.Job, error) {
	job, err := l.Job(ctx, name)
	if !errors.Is(err, ledger.ErrNoJob) {
		return job, err
	}
	jobs, jerr := l.Jobs(ctx)
	if jerr != nil {
		return job, jerr
	}
	if byFile, ok := jobOfFile(jobs, name); ok {
		return byFile, nil
	}
	known := make([]string, len(jobs))
	for i, j := range jobs {
		known[i] = j.Name
	}
	return job, &NoJobError{Name: name, Ledger: l.Path(), Known: known}
}

// NoJobError says that the ledger has no such job.
type NoJobError struct {
	Name, Ledger string
	Known        []string // the jobs there are
}

// Error names the job.
func (e *NoJobError) Error() string { return "no job " + e.Name + " in " + e.Ledger }

// Fact says which jobs there are.
func (e *NoJobError) Fact() words.Fact {
	known := make([]words.Fact, len(e.Known))
	for i, name := range e.Known {
		known[i] = words.New("names/job", "job", name)
	}
	if len(known) == 0 {
		return words.New("no-job/none", "job", e.Name, "ledger", e.Ledger)
	}
	return words.New("no-job", "job", e.Name, "ledger", e.Ledger, "known", words.Chain("names/and", known...))
}

// jobOfFile finds the job that was read from a file, or that is called like it, if it is the only one.
func jobOfFile(jobs []ledger.Job, path string) (ledger.Job, bool) {
	if !IsList(path) {
		return ledger.Job{}, false
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return ledger.Job{}, false
	}
	var found, called []ledger.Job
	for _, job := range jobs {
		if job.File == whole {
			found = append(found, job)
		}
		if job.Name == NameOf(path) {
			called = append(called, job)
		}
	}
	if len(found) == 0 {
		found = called
	}
	if len(found) != 1 {
		return ledger.Job{}, false
	}
	return found[0], true
}

// IsList reports whether a word names a list, by what it is called.
func IsList(word string) bool {
	switch strings.ToLower(filepath.Ext(word)) {
	case ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods":
		return !strings.HasPrefix(word, "-")
	}
	return false
}
