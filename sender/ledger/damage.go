package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"contactcast/internal/words"
)

// intact refuses a ledger that SQLite could not read to its end, before anything is
// written or sent: by itself SQLite notices a missing page only when it comes to it. That
// reads the whole file, a second for a million rows, and so is not done for a file that
// was closed well and not touched since.
func intact(ctx context.Context, path string) error {
	if err := logThere(path); err != nil {
		return err
	}
	if mark, err := os.ReadFile(path + ".lock"); err == nil && len(mark) > 0 && string(mark) == closed(path) {
		return nil
	}
	db, err := open(path, "ro")
	if err != nil {
		return err
	}
	var found string
	if err := errors.Join(db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found), db.Close()); err != nil {
		return damaged(path, err)
	}
	if found != "ok" {
		return broken(path, errors.New(found))
	}
	return nil
}

func broken(path string, err error) error {
	return &FormatError{Path: path, Err: err, Reason: words.New("ledger/broken", "path", path)}
}

// What the lock file says of a ledger's log (-wal).
const (
	// committed: the newest commits may stand in the log alone, from the first commit until it
	// is merged at the end. A run that was killed leaves it so, and then the log must be there.
	committed = "the newest entries may be in the -wal file alone\n"
	// merged: the log is not needed.
	merged = "all entries are in the .db file\n"
)

// closed is what the lock file says of a ledger that was closed well, beside that its log is
// not needed: how the file then was. It is "" while the log holds anything, or if that
// cannot be told.
func closed(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return ""
	}
	return fmt.Sprintf("%sclosed with %d bytes, changed %d\n", merged, info.Size(), info.ModTime().UnixNano())
}

// merge brings the log into the file, and reports whether it did: a full disk or somebody who reads keep it from that.
func (l *Ledger) merge() bool {
	var busy, inLog, done int
	_, err := l.conn.ExecContext(context.Background(), `PRAGMA busy_timeout = 1000`)
	if err == nil {
		err = l.conn.QueryRowContext(context.Background(), `PRAGMA main.wal_checkpoint(TRUNCATE)`).Scan(&busy, &inLog, &done)
	}
	return err == nil && busy == 0 && inLog == done
}

// mark writes into the lock file how the ledger stands, if that is known. Where it cannot be
// written, the ledger is checked more than it need be, and a log that was taken away is not noticed.
func (l *Ledger) mark(text string) {
	if l.lock == nil || text == "" || text == l.marked {
		return
	}
	l.marked = text // once: some systems let nobody write into a file that is locked
	f, err := os.OpenFile(l.lock.Path(), os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	_, _ = f.WriteString(text)
	_ = f.Sync() // what it says must not be older than the log is
	_ = f.Close()
}

// logThere refuses a ledger whose log was taken away.
func logThere(path string) error {
	mark, err := os.ReadFile(path + ".lock")
	if err != nil || string(mark) != committed {
		return nil //nolint:nilerr // without the mark there is nothing to check
	}
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		return &FormatError{Path: path, Err: err, Reason: words.New("ledger/no-log", "path", path)}
	}
	return nil
}
