package ledger

import (
	"context"
	"database/sql"
	"time"

	"contactcast/internal/words"
)

// Wait is what a run waits for.
type Wait struct {
	// Reason names it: "the account's queue to drain". Its codes are "network", "busy" (429), "asked",
	// "starting", "state", "queue", "evidence", "incoming", "exclude", "job".
	Reason words.Fact
	// Since is when the wait began, and Until when it ends, or when it is given up; zero if that is not known.
	Since, Until time.Time
}

// Code is stable, for programs.
func (w Wait) Code() string { return w.Reason.ErrorCode() }

// SaveWait keeps what the account waits for, on that job, for status to show; a Wait without a Reason ends it.
func (a *Account) SaveWait(job int64, w Wait) error {
	return a.ledger.commit(func(t *tx) error { return t.saveWait(a, job, w) })
}

func (t *tx) saveWait(a *Account, job int64, w Wait) error {
	if w.Reason.Code == "" {
		return t.exec(`DELETE FROM waits WHERE account = ?`, a.id)
	}
	until := sql.NullInt64{Int64: w.Until.UnixMilli(), Valid: !w.Until.IsZero()}
	return t.exec(`INSERT INTO waits (account, job, code, text, since, until) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET job = excluded.job, code = excluded.code, text = excluded.text, since = excluded.since, until = excluded.until`,
		a.id, job, w.Reason.ErrorCode(), w.Reason.Encode(), w.Since.UnixMilli(), until)
}

// AccountWait is what an account waits for.
type AccountWait struct {
	// Account is its key, Job the job's number.
	Account string
	Job     int64
	Wait
}

// Waits returns what each account's run waits for, as far as it has said so, those that wait longest first.
func (l *Ledger) Waits(ctx context.Context) ([]AccountWait, error) {
	type row struct {
		AccountWait
		reason       string
		since, until sql.NullInt64
	}
	rows, err := collect[row](ctx, l.read, `SELECT a.key, w.job, w.text, w.since, w.until FROM waits w JOIN accounts a ON a.id = w.account ORDER BY w.since, a.key`,
		func(r *row) []any { return []any{&r.Account, &r.Job, &r.reason, &r.since, &r.until} })
	all := make([]AccountWait, len(rows))
	for i, r := range rows {
		r.Wait = Wait{words.Decode(r.reason), fromMilli(r.since), fromMilli(r.until)}
		all[i] = r.AccountWait
	}
	return all, err
}

// Wait returns what the job's run waits for, longest; the zero value if it does not wait.
func (l *Ledger) Wait(ctx context.Context, job int64) (Wait, error) {
	all, err := l.Waits(ctx)
	for _, w := range all {
		if w.Job == job {
			return w.Wait, err
		}
	}
	return Wait{}, err
}
