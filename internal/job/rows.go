package job

import (
	"context"
	"iter"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Rows are a job's rows as the ledger has them, whoever sends them meanwhile. They can be read until closed.
type Rows struct {
	ledger *ledger.Ledger
	job    ledger.Job
}

// OpenRows opens the rows of a job, by its name or the file it was read from.
func OpenRows(ctx context.Context, from From, name string) (*Rows, error) {
	l, job, err := from.openJob(ctx, name)
	if err != nil {
		return nil, err
	}
	return &Rows{l, job}, nil
}

// Header names the source's own columns.
func (r *Rows) Header() []string { return r.job.Header }

// Numbers returns the numbers of the rows of these statuses, in the order of the file; of all if none is given.
func (r *Rows) Numbers(ctx context.Context, only ...words.Status) ([]int, error) {
	return r.ledger.RowNumbers(ctx, r.job, only...)
}

// Lines returns the rows of these numbers.
func (r *Rows) Lines(ctx context.Context, numbers []int) ([]Line, error) {
	return r.ledger.LinesAt(ctx, r.job, numbers)
}

// Cases yields the rows of a kind about which a person may decide, in the order of the file.
func (r *Rows) Cases(ctx context.Context, kind Kind) iter.Seq2[Case, error] {
	return r.ledger.Cases(ctx, r.job.ID, kind)
}

// Close ends all use of them.
func (r *Rows) Close() error { return r.ledger.Close() }
