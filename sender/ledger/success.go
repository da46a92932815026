package ledger

import (
	"context"
	"database/sql"
	"time"
)

// successes is a table of its own, so that ledgers of this version that lack it can be used as they are.
const successes = `CREATE TABLE IF NOT EXISTS successes (
  job INTEGER PRIMARY KEY REFERENCES jobs,
  at  INTEGER NOT NULL
) STRICT`

// Succeeded records that a run of the job ended without an error; EndRun does so for a run that sent.
func (l *Ledger) Succeeded(job int64) error {
	now := l.clock.now()
	return l.commit(func(t *tx) error { return t.succeeded(job, now) })
}

func (t *tx) succeeded(job int64, at time.Time) error {
	return t.exec(`INSERT INTO successes (job, at) VALUES (?1, ?2) ON CONFLICT (job) DO UPDATE SET at = max(at, ?2)`, job, at.UnixMilli())
}

// LastSuccess returns when a run of the job last ended without an error; zero if none did.
func (l *Ledger) LastSuccess(ctx context.Context, job int64) (time.Time, error) {
	known, err := hasSuccesses(ctx, l.read, "main")
	if err != nil {
		return time.Time{}, err
	}
	times := `SELECT ended_at AS at FROM jobs WHERE id = ?1 AND stop_code = ''`
	if known {
		times += ` UNION ALL SELECT at FROM successes WHERE job = ?1`
	}
	var at sql.NullInt64
	if err := l.read.QueryRowContext(ctx, `SELECT max(at) FROM (`+times+`)`, job).Scan(&at); err != nil {
		return time.Time{}, unread(err)
	}
	return fromMilli(at), nil
}

// hasSuccesses reports whether a ledger was opened for writing since it keeps them.
func hasSuccesses(ctx context.Context, q queryer, schema string) (bool, error) {
	var tables int
	err := q.QueryRowContext(ctx, `SELECT count(*) FROM `+schema+`.sqlite_schema WHERE name = 'successes'`).Scan(&tables)
	if err != nil {
		return false, unread(err)
	}
	return tables > 0, nil
}
