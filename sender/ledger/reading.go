package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// readings keep how each job's file was read, as JSON of whoever plans. It is a table of its
// own, so that ledgers of this version that lack it can be used as they are.
const readings = `CREATE TABLE IF NOT EXISTS readings (
  job     INTEGER PRIMARY KEY REFERENCES jobs,
  reading TEXT NOT NULL
) STRICT`

// keepReading records how the job's file is read from now on; "" is as the file says itself.
func (t *tx) keepReading(job int64, reading string) error {
	if reading == "" {
		return t.exec(`DELETE FROM readings WHERE job = ?`, job)
	}
	return t.exec(`INSERT INTO readings (job, reading) VALUES (?1, ?2) ON CONFLICT (job) DO UPDATE SET reading = ?2`, job, reading)
}

// Reading returns how the file of the job of that name was read when it was last planned, as
// Plan.Reading said; "" if nothing was said, or there is no such job.
func (l *Ledger) Reading(ctx context.Context, job string) (string, error) {
	var tables int
	err := l.read.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'readings'`).Scan(&tables)
	if err != nil {
		return "", unread(err)
	}
	if tables == 0 { // no run kept any since then
		return "", nil
	}
	var reading string
	err = l.read.QueryRowContext(ctx, `SELECT reading FROM readings JOIN jobs ON jobs.id = readings.job WHERE name = ?`, job).Scan(&reading)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", unread(err)
	}
	return reading, nil
}
