package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"contactcast/internal/words"
)

// StartRun records that a run of the job has begun, and forgets why the last one stopped.
func (l *Ledger) StartRun(job int64) error {
	now := time.Now()
	return l.commit(func(t *tx) error {
		if err := t.exec(`DELETE FROM waits WHERE job = ?`, job); err != nil {
			return err
		}
		return t.exec(`UPDATE jobs SET started_at = ?, ended_at = NULL, stop_code = '', stop_text = '' WHERE id = ?`,
			now.UnixMilli(), job)
	})
}

// EndRun records that the run has ended, and why it left rows pending; nothing if it did not.
func (l *Ledger) EndRun(job int64, code string, stop words.Fact) error {
	now := time.Now()
	return l.commit(func(t *tx) error {
		if code == "" {
			if err := t.succeeded(job, now); err != nil {
				return err
			}
		}
		if err := t.exec(`DELETE FROM waits WHERE job = ?`, job); err != nil {
			return err
		}
		return t.exec(`UPDATE jobs SET ended_at = ?, stop_code = ?, stop_text = ? WHERE id = ?`,
			now.UnixMilli(), code, stop.Encode(), job)
	})
}

// SetCommand keeps the command line that the job is sent with.
func (l *Ledger) SetCommand(job int64, command string) error {
	return l.commit(func(t *tx) error {
		return t.exec(`UPDATE jobs SET command = ? WHERE id = ?`, command, job)
	})
}

// Gone counts the job's messages that were sent, or perhaps sent, and that no row of the
// present file holds any more.
func (l *Ledger) Gone(ctx context.Context, job int64) (int, error) {
	if l.draft {
		return l.goneRows, nil
	}
	return l.count(ctx, `SELECT count(*) FROM messages WHERE job = ? AND row IS NULL AND status IN ('accepted', 'unknown')`, job)
}

// SaveReport keeps how a report was written. It needs no run.
func (l *Ledger) SaveReport(path string, size int64, modified time.Time) error {
	return l.transact(context.Background(), func(t *tx) error {
		return t.exec(`INSERT INTO reports (path, size, modified) VALUES (?, ?, ?)
			ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified`, path, size, modified.UnixNano())
	})
}

// KeepReport has a report count as edited from now on.
func (l *Ledger) KeepReport(path string) error { return l.SaveReport(path, -1, time.Time{}) }

// ReportState is what the ledger knows of a file in a report's place.
type ReportState int

// The states of such a file.
const (
	NeverWritten ReportState = iota // no run wrote it
	AsWritten
	Edited // it differs from what was written: somebody works in it
)

// Report returns the state of a report's file.
func (l *Ledger) Report(ctx context.Context, path string, size int64, modified time.Time) (ReportState, error) {
	var was, at int64
	err := l.read.QueryRowContext(ctx, `SELECT size, modified FROM reports WHERE path = ?`, path).Scan(&was, &at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return NeverWritten, nil
	case err != nil:
		return NeverWritten, unread(err)
	case was != size || at != modified.UnixNano():
		return Edited, nil
	}
	return AsWritten, nil
}
