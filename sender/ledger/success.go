package ledger

import (
	"context"
	"database/sql"
	"time"
)

// Succeeded records that a run of the job ended without an error; EndRun does so for a run that sent.
func (l *Ledger) Succeeded(job int64) error {
	now := time.Now()
	return l.commit(func(t *tx) error { return t.succeeded(job, now) })
}

func (t *tx) succeeded(job int64, at time.Time) error {
	return t.exec(`INSERT INTO successes AS s (job, at) VALUES (?1, ?2) ON CONFLICT (job) DO UPDATE SET at = excluded.at WHERE excluded.at > s.at`, job, at.UnixMilli())
}

// LastSuccess returns when a run of the job last ended without an error; zero if none did.
func (l *Ledger) LastSuccess(ctx context.Context, job int64) (time.Time, error) {
	var at sql.NullInt64
	err := l.read.QueryRowContext(ctx, `SELECT max(at) FROM (SELECT ended_at AS at FROM jobs WHERE id = ?1 AND stop_code = ''
		UNION ALL SELECT at FROM successes WHERE job = ?1) AS times`, job).Scan(&at)
	if err != nil {
		return time.Time{}, unread(err)
	}
	return fromMilli(at), nil
}
