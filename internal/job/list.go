package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/sender/ledger"
)

// List is a spreadsheet of recipients, and the job that it becomes.
type List struct {
	// File is the spreadsheet's path; "-" is Input, and then Job must be given.
	File  string
	Input io.Reader
	// Reading says how it is read. Forget forgets how the job was read before.
	Reading Reading
	Forget  bool
	// Job is the job's name; "" is the file's.
	Job string
	// Exclude are files of chats that the job leaves out from now on.
	Exclude []string
	// Cooldown skips who got any card in another job that recently; 0 skips nobody.
	Cooldown time.Duration
	// Already says what to do with rows whose card their chat already got in another job.
	Already Already
	// SendChanged also sends to chats that got another card of this job, one no longer in the file.
	SendChanged bool
}

// Already says what to do with rows whose card their chat already got in another job.
type Already = ledger.Already

// How a list was read, and what a person has to decide about that, in the importer's facts.
type (
	// Table is an open file whose columns are understood.
	Table = importer.Table
	// Question says that a person has to decide how the file is read.
	Question = importer.QuestionError
	// Hint is something about a column that a person should know.
	Hint = importer.Hint
	// Choice is a column that may be what is asked for.
	Choice = importer.Choice
	// Field is a column's meaning.
	Field = importer.Field
	// AlreadySentError says that rows would send what another job already did.
	AlreadySentError = ledger.AlreadySentError
)

// The fields that questions are about.
const (
	ChatID       = importer.ChatID
	PhoneContact = importer.PhoneContact
	FirstName    = importer.FirstName
)

// The kinds of hints.
const (
	HintNear    = importer.HintNear
	HintName    = importer.HintName
	HintOther   = importer.HintOther
	HintSetCard = importer.HintSetCard
	HintWhole   = importer.HintWhole
)

// ListRead tells how the list is read, before it is planned.
type ListRead struct {
	*Table
	// Job is its name; Took is what was said when it was planned before, and not now.
	Job  string
	Took Reading
	// Excludes are the files of chats that are left out.
	Excludes []ExcludeRead
}

func (ListRead) event() {}

// ExcludeRead is a file of chats that are left out, as it was read.
type ExcludeRead struct {
	File  string
	Chats int
}

// ListError says that a list cannot be read as it is. Its cause is a *Question, or another package's error.
type ListError struct {
	File string
	Job  string
	Took Reading // what was said when the job was planned before, and not now
	Err  error
}

// Error names the file.
func (e *ListError) Error() string { return fmt.Sprintf("%s: %v", e.File, e.Err) }

// Unwrap returns the cause.
func (e *ListError) Unwrap() error { return e.Err }

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
	s := &source{list: list}
	if !list.Forget {
		was, err := remembered(ctx, ledgerPath, name)
		if err != nil {
			return nil, err
		}
		s.took = s.list.Reading.recall(was)
	}
	options, err := s.list.Reading.options()
	if err != nil {
		return nil, err
	}
	if s.excludes, err = openExcludes(list.Exclude, options); err != nil {
		return nil, err
	}
	path, remove, err := list.onDisk()
	if err != nil {
		return nil, err
	}
	s.remove = remove
	if err := s.openFile(path, options); err != nil {
		remove()
		if errors.Is(err, fs.ErrNotExist) {
			return nil, refuseFor(err, "no-file")
		}
		return nil, s.named(name, err)
	}
	if err := s.plans(name); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
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

// event tells how the list is read.
func (s *source) told() ListRead {
	r := ListRead{Table: s.Table, Job: s.plan.Job, Took: s.took}
	for _, f := range s.excludes.files {
		r.Excludes = append(r.Excludes, ExcludeRead{f.path, len(f.chats)})
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
	read := append([]string{s.list.Reading.SetContact, alsoRead}, s.list.Exclude...)
	if !s.IsReport {
		read = append(read, s.list.File)
	}
	if err := CheckReports(reports); err != nil {
		return err
	}
	return spareInputs(reports, read)
}

// onDisk copies Input to a file, since a list is read more than once; remove takes the file
// away. For any other list it changes nothing.
func (list List) onDisk() (path string, remove func(), err error) {
	if list.File != "-" {
		return list.File, func() {}, nil
	}
	path, remove, err = copied(list.Input)
	if err != nil {
		return "", nil, fmt.Errorf("keep standard input: %w", err)
	}
	return path, remove, nil
}

// copied copies what is read to a file of its own.
func copied(in io.Reader) (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "contactcast-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	out, err := os.OpenFile(filepath.Join(dir, "stdin"), os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(out, in)
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	return out.Name(), remove, nil
}
