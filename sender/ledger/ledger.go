// Package ledger is the checkpoint: one SQLite file that knows every account, every row of
// every list, every message, and every request that was made.
//
// Its promise is an order of events. A request's intent is durable before its first
// byte can leave, and its outcome is durable before the row counts as settled; so
// after any crash, what may have been sent is known from what was not. Rows by
// status are those of a job's file as last planned; messages that no row of the
// file holds any more are kept as history.
//
// Several processes work in one ledger at once. Whoever sends has a [Run], which holds its
// accounts and its job by a lock that the operating system releases; whoever only looks,
// or puts somebody on the list of opt-outs, holds nothing.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"contactcast/internal/words"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Ledger is an open ledger file. Its methods may be called from several goroutines.
type Ledger struct {
	path  string
	locks *locks // nil: opened for reading, or a draft
	read  reader
	pool  *sql.DB // what read is, unless this is a draft
	isNew bool

	write    sync.Mutex // held by whoever uses conn
	db       *sql.DB
	conn     *sql.Conn   // nil: opened for reading
	file     os.FileInfo // the file that conn has open
	on       statements  // conn's
	home     database    // nil: a file opened for reading
	readOnly bool
	draft    bool  // nothing is sent from it
	goneRows int   // a draft's: what Gone counts
	failed   error // once a run's commit failed, nothing is committed any more
	inLog    int   // transactions since the log was last brought into the file
	run      *Run  // that this process has in it, or nil

	notesMu sync.Mutex
	notes   map[*Account]note // what is written with the next change
}

// Open opens the ledger at path for writing, and makes it (mode 0600, in a folder of mode
// 0700) if there is none. Any number of processes may have it open. It returns a
// *FormatError if the file is not a ledger this program can use.
func Open(ctx context.Context, path string) (*Ledger, error) {
	if IsURL(path) {
		return openPostgres(ctx, path, toWrite)
	}
	path = resolved(path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the ledger's folder: %w", err)
	}
	if err := refuseNetwork(path); err != nil {
		return nil, err
	}
	l := &Ledger{path: path, locks: locksOf(path)}
	l.home = sqliteFile{l}
	if err := l.open(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// resolved is the file that a link leads to: its locks and its log lie beside that one.
func resolved(path string) string {
	file, err := filepath.EvalSymlinks(path)
	if err != nil || path == "" {
		return path
	}
	return file
}

// refuseNetwork refuses a ledger on a network drive, where the system knows.
func refuseNetwork(path string) error {
	if kind := network(filepath.Dir(path)); kind != "" {
		return &FormatError{Path: path, Reason: words.New("ledger/network-drive", "kind", kind)}
	}
	return nil
}

// open opens the file. The first to do so checks it, and makes of it what this version needs.
func (l *Ledger) open(ctx context.Context) error {
	return l.locks.enter(ctx, func(first bool) error {
		if first {
			if err := l.ready(ctx); err != nil {
				return err
			}
		}
		return l.connect(ctx)
	})
}

// ready makes the file if there is none, refuses one that is damaged, and takes over what earlier versions left.
func (l *Ledger) ready(ctx context.Context) error {
	if err := notLost(l.path); err != nil {
		return err
	}
	main, err := look(ctx, l.path)
	if err != nil {
		return err
	}
	if main != nil && main.account && main.version < first {
		if filepath.Base(l.path) != Trial {
			return &FormatError{Path: l.path, Reason: words.New("ledger/one-account")}
		}
		if err := setAside(ctx, *main); err != nil {
			return err
		}
	}
	if err := l.make(ctx); err != nil {
		return err
	}
	olds, err := findOld(ctx, l.path)
	if err == nil && len(olds) > 0 {
		err = takeOver(ctx, l.path, olds)
	}
	if err != nil || main != nil && main.account && main.version == version {
		return err // nothing is to be made: SQLite would take the log away, which its mark says is there
	}
	return migrate(ctx, l.path)
}

// make makes the file if there is none, and checks it if there is one.
func (l *Ledger) make(ctx context.Context) error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case err == nil:
		l.isNew = true
		if err := f.Close(); err != nil {
			return fmt.Errorf("make the ledger: %w", err)
		}
		return nil
	case errors.Is(err, fs.ErrExist):
		return intact(ctx, l.path, markOf(l.path))
	}
	return fmt.Errorf("make the ledger: %w", err)
}

// connect opens the one connection that writes and the pool that reads.
func (l *Ledger) connect(ctx context.Context) error {
	var err error
	if l.db, err = open(l.path, "rw", "cache_size(-16384)", "synchronous(FULL)", "journal_mode(WAL)", "journal_size_limit(16777216)", "wal_autocheckpoint(0)"); err != nil {
		return err
	}
	if l.conn, err = l.db.Conn(ctx); err != nil {
		return damaged(l.path, err)
	}
	if l.file, err = os.Stat(l.path); err != nil {
		return fmt.Errorf("open the ledger: %w", err)
	}
	if err := checkFormat(ctx, l.conn, l.path); err != nil {
		return err
	}
	l.on = statementsOn(l.conn)
	if l.pool, err = open(l.path, "ro"); err != nil {
		return err
	}
	l.read = l.pool
	return nil
}

// OpenReadOnly opens the ledger at path for reading, beside runs that may write into it.
// It returns an error that wraps fs.ErrNotExist if there is none, and nothing to take over.
func OpenReadOnly(ctx context.Context, path string) (*Ledger, error) {
	if IsURL(path) {
		return openPostgres(ctx, path, toRead)
	}
	path = resolved(path)
	if err := notLost(path); err != nil {
		return nil, err
	}
	old, err := toTakeOver(ctx, path)
	if err != nil {
		return nil, err
	}
	if old {
		return takenOver(ctx, path)
	}
	return openToRead(ctx, path)
}

func openToRead(ctx context.Context, path string) (*Ledger, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	db, err := open(path, "ro")
	if err != nil {
		return nil, err
	}
	l := &Ledger{path: path, read: db, pool: db}
	if err := checkFormat(ctx, db, path); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// takenOver opens a ledger for reading after earlier versions were taken over.
func takenOver(ctx context.Context, path string) (*Ledger, error) {
	l, err := Open(ctx, path)
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		return nil, err
	}
	return openToRead(ctx, path)
}

func open(path, mode string, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"mode": {mode}, "_pragma": append(pragmas, "busy_timeout(10000)")}
	db, err := sql.Open("sqlite", fileName(path, q.Encode()))
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	return db, nil
}

// fileName is a file as SQLite is to open it.
func fileName(path, query string) string {
	return (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: query}).String()
}

// Path returns the file's path.
func (l *Ledger) Path() string { return l.path }

// IsNew reports whether Open made the file.
func (l *Ledger) IsNew() bool { return l.isNew }

// Close ends all use of the ledger and releases its run.
func (l *Ledger) Close() error {
	var errs []error
	if l.run != nil {
		errs = append(errs, l.run.Release())
	}
	if l.pool != nil {
		errs = append(errs, l.pool.Close())
	}
	l.write.Lock()
	defer l.write.Unlock()
	if l.home != nil {
		errs = append(errs, l.home.close())
	}
	return errors.Join(errs...)
}

// disconnect closes the connection that writes. The last to do so leaves all in one file.
func (l *Ledger) disconnect(last bool) error {
	var errs []error
	if l.conn != nil {
		if last && l.merge() {
			l.locks.mark(merged) // before SQLite deletes the log
		}
		errs = append(errs, l.conn.Close())
	}
	if l.db != nil {
		errs = append(errs, l.db.Close())
	}
	err := errors.Join(errs...)
	if last && l.conn != nil && err == nil {
		l.locks.mark(closed(l.path))
	}
	l.conn, l.db, l.home = nil, nil, nil
	return err
}

func fromMilli(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64)
}
