package ledger

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"contactcast/internal/words"
)

// waits says what each job's run waits for.
const waits = `CREATE TABLE IF NOT EXISTS waits (
  job   INTEGER PRIMARY KEY REFERENCES jobs,
  code  TEXT    NOT NULL,
  text  TEXT    NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER                            -- NULL: not known
) STRICT`

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

// SaveWait keeps what the job's run waits for, for status to show; a Wait without a Reason ends it.
func (l *Ledger) SaveWait(job int64, w Wait) error {
	return l.commit(func(t *tx) error {
		if w.Reason.Code == "" {
			return t.exec(`DELETE FROM waits WHERE job = ?`, job)
		}
		until := sql.NullInt64{Int64: w.Until.UnixMilli(), Valid: !w.Until.IsZero()}
		return t.exec(`INSERT OR REPLACE INTO waits (job, code, text, since, until) VALUES (?, ?, ?, ?, ?)`,
			job, w.Reason.ErrorCode(), w.Reason.Encode(), w.Since.UnixMilli(), until)
	})
}

// Wait returns what the job's run waits for, as far as it has said so; the zero value if it does not wait.
func (l *Ledger) Wait(ctx context.Context, job int64) (Wait, error) {
	var w Wait
	var reason string
	var since, until sql.NullInt64
	err := l.read.QueryRowContext(ctx, `SELECT text, since, until FROM waits WHERE job = ?`, job).
		Scan(&reason, &since, &until)
	switch {
	case errors.Is(err, sql.ErrNoRows), err != nil && strings.Contains(err.Error(), "no such table"):
		return Wait{}, nil
	case err != nil:
		return Wait{}, unread(err)
	}
	w.Reason, w.Since, w.Until = words.Decode(reason), fromMilli(since), fromMilli(until)
	return w, nil
}
