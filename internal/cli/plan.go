package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/internal/card"
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
	excluded, err := f.excluded(options)
	if err != nil {
		return nil, err
	}
	path, remove, err := f.stdin(a.in)
	if err != nil {
		return nil, err
	}
	in.remove = remove
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
	in.plan.Job, in.plan.Named = job, f.Job != ""
	in.plan.File, in.plan.SendChanged = f.File, f.Changed == "send"
	if abs, err := filepath.Abs(f.File); err == nil && f.File != "-" {
		in.plan.File = abs
	}
	in.plan.Cooldown = time.Duration(f.Cooldown)
	if len(excluded) > 0 {
		in.plan.Excluded = func(chatID string) bool { return excluded[card.Person(chatID)] }
	}
	in.plan.Fingerprint += fmt.Sprintf("|changed=%s|excluded=%s|cooldown=%s", f.Changed, fingerprint(excluded), in.plan.Cooldown)
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

// excluded reads the persons never to write to.
func (f *planFlags) excluded(o importer.Options) (map[string]bool, error) {
	persons := map[string]bool{}
	for _, path := range f.Exclude {
		list, err := readChats("--exclude", path, o)
		if err != nil {
			return nil, err
		}
		for _, chat := range list.Chats {
			persons[card.Person(chat.ID)] = true
		}
	}
	return persons, nil
}

// fingerprint stands for a set, whatever its order.
func fingerprint(set map[string]bool) string {
	var sum [sha256.Size]byte
	for s := range set {
		for i, b := range sha256.Sum256([]byte(s)) {
			sum[i] ^= b
		}
	}
	return fmt.Sprintf("%d:%x", len(set), sum[:8])
}

// into plans the file into a ledger, unless it is planned there already.
func (in *input) into(ctx context.Context, l *ledger.Ledger) (job ledger.Job, planned bool, err error) {
	job, err = l.Job(ctx, in.plan.Job)
	if err == nil && job.Fingerprint == in.plan.Fingerprint {
		same, err := in.unchanged(ctx, l, job)
		if same || err != nil {
			return job, false, err
		}
	}
	if err != nil && !errors.Is(err, ledger.ErrNoJob) {
		return job, false, err
	}
	job, err = l.Plan(ctx, in.plan, in.rows)
	err = named(in.plan.File, err)
	var already *ledger.AlreadySentError
	if errors.As(err, &already) {
		err = fmt.Errorf("%w. To resume it: --job %s. To send again: --job NEWNAME", already, quoted(already.Job))
	}
	return job, true, err
}

// unchanged tells whether the plan that was made of the same file still holds. A cool-down
// depends on the time of planning; and while nothing was sent of it, the same cards may
// have gone out as another job.
func (in *input) unchanged(ctx context.Context, l *ledger.Ledger, job ledger.Job) (bool, error) {
	if in.plan.Cooldown > 0 {
		return false, nil
	}
	return l.Attempted(ctx, job.ID)
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
		row.Problem = &ledger.Problem{Field: p.Field, Code: p.Code, Text: p.Text, Column: p.Column, Cell: p.Cell}
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
