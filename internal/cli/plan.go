package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/sender/ledger"
)

// planFlags are all that shapes a plan.
type planFlags struct {
	readFlags
	jobFlags
}

// input is a file that is open and ready to be planned.
type input struct {
	*importer.Table
	plan     ledger.Plan
	warnings warnings
	excludes *excludes
	read     func() iter.Seq2[importer.Row, error]
	remove   func()
	recalled string // "", or what was said when the job was planned before, and not now
}

// open opens the file; an error means that it cannot be used. What the command does not say
// about reading it is as the ledger at path knows it of the job.
func (f *planFlags) open(ctx context.Context, a *app, ledgerPath string) (*input, error) {
	job, err := f.name(f.File)
	if err != nil {
		return nil, err
	}
	was, err := f.remembered(ctx, ledgerPath, job)
	if err != nil {
		return nil, err
	}
	in := &input{warnings: warnings{}}
	if took := f.recall(was); len(took) > 0 {
		in.recalled = fmt.Sprintf("read as job %s was before: %s (--map none forgets that)", job, strings.Join(took, " "))
	}
	options, err := f.options()
	if err != nil {
		return nil, err
	}
	excludes, err := openExcludes(f.Exclude, options)
	if err != nil {
		return nil, err
	}
	path, remove, err := f.stdin(a.in)
	if err != nil {
		return nil, err
	}
	in.remove, in.excludes = remove, excludes
	if err := in.open(path, options); err != nil {
		remove()
		if errors.Is(err, fs.ErrNotExist) {
			return nil, &startError{"no-file", err}
		}
		return nil, a.asked(f.File, in.recalled, named(f.File, err))
	}
	if in.plan.Reading, err = f.reading().text(); err != nil {
		return nil, errors.Join(err, in.close())
	}
	in.plan.Job, in.plan.Exclude, in.plan.Already = job, excludes.chats(), ledger.Already(f.Already)
	in.plan.File, in.plan.SendChanged = f.File, f.Changed == "send"
	if abs, err := filepath.Abs(f.File); err == nil && f.File != "-" {
		in.plan.File = abs
	}
	in.plan.Cooldown = time.Duration(f.Cooldown)
	in.plan.Fingerprint += fmt.Sprintf("|changed=%s|cooldown=%s", f.Changed, in.plan.Cooldown)
	return in, nil
}

// named names the file that cannot be used: an error may be read far from its command.
func named(file string, err error) error {
	var bad *cells.FileError
	if !errors.As(err, &bad) {
		return err
	}
	return fmt.Errorf("%s: %w", file, err)
}

func (in *input) open(path string, options importer.Options) (err error) {
	if in.Table, err = importer.Open(path, options); err != nil {
		return err
	}
	if in.plan.Fingerprint, err = importer.Fingerprint(path, options); err != nil {
		return errors.Join(err, in.Table.Close())
	}
	in.plan.Sheet, in.plan.Header, in.read = in.Sheet, in.Header, in.Rows
	if in.Format == "csv" {
		in.plan.Delimiter = string(in.Delimiter)
	}
	return nil
}

func (in *input) close() error {
	defer in.remove()
	return in.Table.Close()
}

// into plans the file into a ledger. One that is planned there already is only compared with what changed meanwhile;
// but a cool-down depends on the time of planning.
func (in *input) into(ctx context.Context, l *ledger.Ledger) (job ledger.Job, planned bool, err error) {
	job, err = l.Job(ctx, in.plan.Job)
	switch {
	case err == nil && job.Fingerprint == in.plan.Fingerprint && in.plan.Cooldown == 0:
		job, err = l.Refresh(ctx, in.plan)
	case err == nil || errors.Is(err, ledger.ErrNoJob):
		planned = true
		job, err = l.Plan(ctx, in.plan, in.rows)
	}
	err = named(in.plan.File, err)
	if already, ok := errors.AsType[*ledger.AlreadySentError](err); ok {
		err = &startError{"already-sent", errors.New(alreadyError(already))}
	}
	return job, planned, err
}

// rows yields the file's rows as they are planned, and gathers their warnings.
func (in *input) rows(yield func(ledger.Row, error) bool) {
	for row, err := range in.read() {
		in.warnings.add(row)
		if !yield(planned(row), err) {
			return
		}
	}
}

// planned is a row that was read, as the ledger plans it.
func planned(r importer.Row) ledger.Row {
	row := ledger.Row{Number: r.Number, Source: r.Source, Message: r.Message, Example: r.Example}
	if p := r.Problem; p != nil {
		row.Problem = &ledger.Problem{Field: p.Field, Reason: p.Reason, Column: p.Column, Cell: p.Cell}
	}
	return row
}

// estimate is how long sending takes at an interval between messages.
func estimate(rows int, interval time.Duration) string {
	d := time.Duration(rows) * interval
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%.1f days", d.Hours()/24)
	case d >= time.Minute:
		return d.Round(time.Minute).String()
	}
	return d.Round(time.Second).String()
}
