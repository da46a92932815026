package job

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/sender/ledger"
)

// source is a list's file, open and ready to be planned.
type source struct {
	*importer.Table
	list     List
	took     Reading
	plan     ledger.Plan
	excludes *excludes
	warnings groups[RowWarning]
	read     func() iter.Seq2[importer.Row, error]
	remove   func()
}

// open opens the list; an error means that it cannot be used. What is not said about reading it
// is as the ledger at path knows it of the job.
func (list List) open(ctx context.Context, ledgerPath string) (*source, error) {
	name, err := nameOf(list.Job, list.File)
	if err != nil {
		return nil, err
	}
	s, was := &source{list: list}, Reading{}
	if !list.Forget {
		if was, err = remembered(ctx, ledgerPath, name); err != nil {
			return nil, err
		}
		s.took = s.list.Reading.recall(was)
	}
	options, err := s.list.Reading.options()
	if err != nil {
		return nil, err
	}
	if err := s.openExcludes(ctx, ledgerPath, name, options); err != nil {
		return nil, err
	}
	path, remove, err := list.onDisk()
	if err != nil {
		return nil, err
	}
	s.remove = remove
	if err := s.openFile(path, options); err != nil {
		remove()
		return nil, s.unusable(name, err)
	}
	if err := s.compare(was); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.plans(name); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// openExcludes reads the lists of chats to leave out: those of the command, and those that were
// kept with the job.
func (s *source) openExcludes(ctx context.Context, ledgerPath, name string, o importer.Options) (err error) {
	if s.excludes, err = openExcludes(s.list.Exclude, o); err != nil {
		return err
	}
	kept, err := keptBefore(ctx, ledgerPath, name)
	if err == nil {
		_, err = s.excludes.addKept(kept)
	}
	return err
}

// named names the file that cannot be used: an error may be read far from its command.
func (s *source) named(job string, err error) error {
	var bad *cells.FileError
	var question *Question
	if !errors.As(err, &bad) && !errors.As(err, &question) {
		return err
	}
	return &ListError{s.list.File, job, s.took, err}
}

func (s *source) openFile(path string, options importer.Options) (err error) {
	if s.Table, err = importer.Open(path, options); err != nil {
		return err
	}
	if s.plan.Fingerprint, err = importer.Fingerprint(path, options); err != nil {
		return errors.Join(err, s.Table.Close())
	}
	s.plan.Sheet, s.plan.Header, s.read = s.Sheet, s.Header, s.Rows
	if s.Format == "csv" {
		s.plan.Delimiter = string(s.Delimiter)
	}
	return nil
}

// plans says what is to be planned.
func (s *source) plans(name string) (err error) {
	if s.plan.Reading, err = s.list.Reading.text(); err != nil {
		return err
	}
	s.plan.Job, s.plan.Exclude, s.plan.Already = name, s.excludes.chats(), s.list.Already
	s.plan.ExcludeFiles = s.excludes.paths()
	s.plan.File, s.plan.SendChanged, s.plan.Cooldown = s.list.File, s.list.SendChanged, s.list.Cooldown
	if abs, err := filepath.Abs(s.list.File); err == nil && s.list.File != "-" {
		s.plan.File = abs
	}
	changed := ""
	if s.list.SendChanged {
		changed = "send"
	}
	s.plan.Fingerprint += fmt.Sprintf("|changed=%s|cooldown=%s", changed, s.list.Cooldown)
	return nil
}

// told tells how the list is read.
func (s *source) told() ListRead {
	r := ListRead{Table: s.Table, Job: s.plan.Job, Took: s.took}
	for _, f := range s.excludes.files {
		if !f.kept {
			r.Excludes = append(r.Excludes, f.read)
		}
	}
	return r
}

func (s *source) close() error {
	defer s.remove()
	return s.Table.Close()
}

// into plans the list into a ledger. One that is planned there already is only compared with what changed meanwhile;
// but a cool-down depends on the time of planning.
func (s *source) into(ctx context.Context, l *ledger.Ledger) (job ledger.Job, planned bool, err error) {
	job, err = l.Job(ctx, s.plan.Job)
	switch {
	case err == nil && job.Fingerprint == s.plan.Fingerprint && s.plan.Cooldown == 0:
		job, err = l.Refresh(ctx, s.plan)
	case err == nil || errors.Is(err, ledger.ErrNoJob):
		planned = true
		job, err = l.Plan(ctx, s.plan, s.rows)
	}
	if err != nil {
		err = s.named(s.plan.Job, err)
	}
	return job, planned, err
}

// rows yields the file's rows as they are planned, and gathers their warnings.
func (s *source) rows(yield func(ledger.Row, error) bool) {
	for row, err := range s.read() {
		if len(row.Warnings) > 0 {
			w := RowWarning{row.Warnings, row.Alternative}
			s.warnings.add(w.key(), row.Number, w)
		}
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

// others are the reports that do not take the place of the file that was read, which is a report, too.
func (s *source) others(reports []string) (others []string) {
	for _, path := range reports {
		if !sameFile(path, s.plan.File) {
			others = append(others, path)
		}
	}
	return others
}

// spare refuses, before anything is sent, a report that has no folder to go to or that would
// replace a file that is read. A report that was read may be replaced by the next: it holds
// the same columns.
func (s *source) spare(reports []string, alsoRead string) error {
	read := append([]string{s.list.Reading.SetContact, alsoRead}, s.excludes.paths()...)
	if !s.IsReport {
		read = append(read, s.list.File)
	}
	if err := CheckReports(reports); err != nil {
		return err
	}
	return spareInputs(reports, read)
}
