package job

import (
	"context"
	"errors"
	"sync"

	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender/ledger"
)

// Checked is a list as it was checked, whose rows can be looked at until it is closed. It may
// be used from several goroutines.
type Checked struct {
	CheckResult
	// Read is how the list was read, Problems are what is not sent and why.
	Read     ListRead
	Problems Problems
	// Warnings are what to look at before sending, Countries whose numbers those without + are.
	Warnings  Warnings
	Countries Countries

	language words.Language // of reports

	mu     sync.Mutex // of what follows: a draft has one connection
	ledger *ledger.Ledger
	job    ledger.Job
	rows   map[words.Status][]int // numbers, as far as they were asked for; "" are all
}

// Line is a row of a list with what became of it, or is to become.
type Line = ledger.Line

// Preview checks a list as Check does, and keeps its rows to be looked at.
func Preview(ctx context.Context, o CheckOptions) (c *Checked, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	known, err := o.From.known(ctx)
	if err != nil {
		return nil, err
	}
	s, err := o.List.open(ctx, known.Ledger)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	reports, err := s.checkReports(ctx, t, o.Reports, known)
	if err != nil {
		return nil, err
	}
	l, err := ledger.Draft(ctx, known.Ledger)
	if err != nil {
		return nil, err
	}
	t.tell(s.told())
	t.tell(known)
	c = &Checked{CheckResult: CheckResult{Known: known, Reading: s.list.Reading}, Read: s.told(), language: o.Language, ledger: l}
	if err = c.check(ctx, t, s, o.From, reports); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return c, nil
}

// check plans the list into the draft, and says what came of it.
func (c *Checked) check(ctx context.Context, t *teller, s *source, from From, reports []string) (err error) {
	s.plan.Fingerprint = "draft" // never taken for unchanged
	if c.job, _, err = s.into(ctx, c.ledger); err != nil {
		return err
	}
	if err := s.tellConsent(ctx, t, c.ledger, c.job); err != nil {
		return err
	}
	if c.Consent, err = from.consentIfAny(ctx); err != nil {
		return err
	}
	if c.Tally, err = tally(ctx, c.ledger, c.job, nil, 0); err != nil {
		return err
	}
	c.Countries, c.Warnings = s.Table.Countries(), s.warnings.commonest()
	t.tell(c.Countries)
	t.tell(c.Warnings)
	if c.Problems, err = problemsOf(ctx, c.ledger, c.job, c.Counts); err != nil {
		return err
	}
	t.tell(c.Problems)
	if err := c.report(ctx, reports); err != nil {
		return err
	}
	first, err := c.ledger.Pending(ctx, c.job.ID, 0, 1)
	if len(first) > 0 {
		c.First = &first[0]
	}
	return err
}

// report writes the reports that were asked for.
func (c *Checked) report(ctx context.Context, reports []string) error {
	result, err := report.Of(ctx, c.language, c.ledger, c.job)
	if err != nil {
		return err
	}
	for _, path := range reports {
		written, err := report.Write(ctx, path, result)
		if err != nil {
			return err
		}
		c.Reports = append(c.Reports, written)
	}
	return nil
}

// Rows returns the numbers of the rows of a status, in the order of the file; of all if it is "".
// Nobody changes what is returned.
func (c *Checked) Rows(ctx context.Context, status words.Status) ([]int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if rows, ok := c.rows[status]; ok {
		return rows, nil
	}
	var only []words.Status
	if status != "" {
		only = append(only, status)
	}
	rows, err := c.ledger.RowNumbers(ctx, c.job, only...)
	if err != nil {
		return nil, err
	}
	if c.rows == nil {
		c.rows = map[words.Status][]int{}
	}
	c.rows[status] = rows
	return rows, nil
}

// Lines returns the rows of these numbers.
func (c *Checked) Lines(ctx context.Context, rows []int) ([]Line, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ledger.LinesAt(ctx, c.job, rows)
}

// Write writes the rows of some statuses as a report, which is a list again.
func (c *Checked) Write(ctx context.Context, path string, only ...words.Status) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	result, err := report.Of(ctx, c.language, c.ledger, c.job, only...)
	if err != nil {
		return "", err
	}
	return report.Write(ctx, path, result)
}

// Close ends all use of it.
func (c *Checked) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ledger.Close()
}
