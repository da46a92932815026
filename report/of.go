package report

import (
	"context"
	"fmt"
	"iter"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Of returns what the ledger has of a job, to be read in a language, with the rows of some statuses only if any are
// given. Whoever writes a report makes it from this, so that all write the same.
func Of(ctx context.Context, in words.Language, l *ledger.Ledger, job ledger.Job, only ...ledger.Status) (Result, error) {
	job, err := l.Job(ctx, job.Name) // as the last run left it
	if err != nil {
		return Result{}, fmt.Errorf("report: %w", err)
	}
	r := Result{Language: in, Job: job, Lines: func() iter.Seq2[ledger.Line, error] { return l.Lines(ctx, job, only...) }}
	if r.Counts, err = l.Counts(ctx, job.ID); err != nil {
		return Result{}, fmt.Errorf("report: %w", err)
	}
	if r.Deliveries, err = l.Deliveries(ctx, job.ID); err != nil {
		return Result{}, fmt.Errorf("report: %w", err)
	}
	delete(r.Deliveries, "")
	if r.LastSuccess, err = l.LastSuccess(ctx, job.ID); err != nil {
		return Result{}, fmt.Errorf("report: %w", err)
	}
	accounts, err := l.AccountsOf(ctx, job.ID)
	if err == nil {
		r.QueueDepth, err = queueDepth(ctx, accounts)
	}
	if err != nil {
		return Result{}, fmt.Errorf("report: %w", err)
	}
	r.Accounts = map[string]string{}
	for _, a := range accounts {
		r.Accounts[a.Key()] = a.Key()
	}
	return r, nil
}

// queueDepth is how many messages waited in the queues of the job's accounts when its runs last looked; nil if none did.
func queueDepth(ctx context.Context, accounts []*ledger.Account) (depth *int, err error) {
	for _, a := range accounts {
		seen, err := a.Seen(ctx)
		switch {
		case err != nil:
			return nil, err
		case seen.ReadAt.IsZero():
			continue
		case depth == nil:
			depth = new(int)
		}
		*depth += seen.Queued
	}
	return depth, nil
}
