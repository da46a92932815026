package ledger

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"contactcast/internal/words"
)

// What a ledger's mark says of its log (-wal). It stands in a file beside the locks.
const (
	// committed: the newest commits may stand in the log alone, from the first commit until it
	// is merged at the end. A process that was killed leaves it so, and then the log must be there.
	committed = "the newest entries may be in the -wal file alone\n"
	// merged: the log is not needed.
	merged = "all entries are in the .db file\n"
)

func markPath(path string) string { return filepath.Join(locksDir(path), "mark") }

// markOf reads a ledger's mark; "" if there is none.
func markOf(path string) string {
	b, err := os.ReadFile(markPath(path))
	if err != nil {
		return ""
	}
	return string(b)
}

// closed is what the mark says of a ledger that was closed well, beside that its log is
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
// The log is left as it is until the mark says that it is not needed.
func (l *Ledger) merge() bool {
	var busy, inLog, done int
	_, err := l.conn.ExecContext(context.Background(), `PRAGMA busy_timeout = 1000`)
	if err == nil {
		err = l.conn.QueryRowContext(context.Background(), `PRAGMA main.wal_checkpoint(FULL)`).Scan(&busy, &inLog, &done)
	}
	return err == nil && busy == 0 && inLog == done
}

// checkpoint brings what it can of the log into the file, and keeps nobody from anything.
func (l *Ledger) checkpoint() {
	if l.conn == nil { // a server does so itself
		return
	}
	l.inLog = 0
	_, _ = l.conn.ExecContext(context.Background(), `PRAGMA main.wal_checkpoint(PASSIVE)`) // the next one will
}

// mark writes how the ledger stands, if that is known. Where it cannot be written, the ledger
// is checked more than it need be, and a log that was taken away is not noticed.
func (k *locks) mark(text string) {
	if k == nil || text == "" {
		return
	}
	if was := k.marked.Load(); was != nil && *was == text {
		return
	}
	k.marked.Store(&text)
	f, err := os.OpenFile(filepath.Join(k.dir, "mark"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return
	}
	_, _ = f.WriteString(text)
	_ = f.Sync() // what it says must not be older than the log is
	_ = f.Close()
}

// logThere refuses a ledger whose log was taken away, or emptied.
func logThere(path, mark string) error {
	if mark != committed {
		return nil
	}
	info, err := os.Stat(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return &FormatError{Path: path, Reason: words.New("ledger/no-log", "path", path, "mark", markPath(path), "folder", locksDir(path))}
	}
	return nil
}

// notLost refuses a ledger whose log was taken away, before anybody opens it: SQLite makes another. And it refuses to
// begin anew where there was a ledger: who got what, and who said no, would be forgotten. Trials may begin anew.
func notLost(path string) error {
	mark := markOf(path)
	if err := logThere(path, mark); err != nil && exists(path) {
		return err
	}
	if filepath.Base(path) == Trial || mark == "" {
		return nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return &FormatError{Path: path, Reason: words.New("ledger/lost", "path", path, "folder", locksDir(path))}
	}
	return nil
}

// Name is what the ledger of a state folder is called, and Trial that of trials.
const (
	Name  = "ledger.db"
	Trial = "sandbox.db"
)
