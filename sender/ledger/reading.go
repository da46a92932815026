package ledger

import (
	"context"
	"database/sql"
	"errors"
)

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
	var reading string
	err := l.read.QueryRowContext(ctx, `SELECT reading FROM readings JOIN jobs ON jobs.id = readings.job WHERE name = ?`, job).Scan(&reading)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", unread(err)
	}
	return reading, nil
}
