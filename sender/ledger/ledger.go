// Package ledger is the checkpoint of one account: a SQLite file that knows every
// row of every list, every message, and every request that was made.
//
// Its promise is an order of events. A request's intent is durable before its first
// byte can leave, and its outcome is durable before the row counts as settled; so
// after any crash, what may have been sent is known from what was not. Rows by
// status are those of a job's file as last planned; messages that no row of the
// file holds any more are kept as history.
//
// One process writes at a time, held by a lock that the operating system releases.
// Any number may read meanwhile.
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

	"github.com/gofrs/flock"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Ledger is an open ledger file. Its methods may be called from several goroutines.
type Ledger struct {
	path  string
	lock  *flock.Flock // nil: opened for reading
	read  reader
	pool  *sql.DB // what read is, unless this is a draft
	isNew bool

	write    sync.Mutex // held by whoever uses conn
	db       *sql.DB
	conn     *sql.Conn // nil: opened for reading
	prepared map[string]*sql.Stmt
	consent  *Consent // nil: opened for reading, or a draft
	draft    bool     // nothing is sent from it
	goneRows int      // a draft's: what Gone counts
	others   string   // the schema that holds the account's other jobs: this file, or the one a draft was made from
	failed   error    // once a commit failed, nothing is committed any more
	clock    clock
	marked   string // what this run wrote into the lock file
}

// LockedError says that another process holds the account.
type LockedError struct{ Path string }

// Error names the file that is held.
func (e *LockedError) Error() string {
	return fmt.Sprintf("another run holds this account (%s)", e.Path)
}

// Fact says so, for people.
func (e *LockedError) Fact() words.Fact { return words.New("locked", "path", e.Path) }

// Open opens the ledger at path for writing, makes it (mode 0600, in a folder of mode
// 0700) if there is none, and takes the account's lock. What the last run left between
// its two commits becomes Unknown. It returns a *LockedError if another process holds
// the account, and a *FormatError if the file is not a ledger this program can use.
func Open(ctx context.Context, path string) (*Ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the ledger's folder: %w", err)
	}
	if err := refuseNetwork(path); err != nil {
		return nil, err
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the ledger: %w", err)
	}
	if !held {
		return nil, &LockedError{Path: path}
	}
	l := &Ledger{path: path, lock: lock}
	if err := l.open(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// refuseNetwork refuses a ledger on a network drive, where the system knows.
func refuseNetwork(path string) error {
	if kind := network(filepath.Dir(path)); kind != "" {
		return &FormatError{Path: path, Reason: words.New("ledger/network-drive", "kind", kind)}
	}
	return nil
}

func (l *Ledger) open(ctx context.Context) error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	switch {
	case err == nil:
		l.isNew = true
		if err := f.Close(); err != nil {
			return fmt.Errorf("make the ledger: %w", err)
		}
	case errors.Is(err, fs.ErrExist):
		if err := intact(ctx, l.path); err != nil {
			return err
		}
	default:
		return fmt.Errorf("make the ledger: %w", err)
	}
	if err := l.connect(ctx, "synchronous(FULL)", "journal_mode(WAL)"); err != nil {
		return err
	}
	if err := l.attach(ctx); err != nil {
		return err
	}
	return errors.Join(l.recover(ctx), l.sawStore())
}

// connect opens the one connection that writes and the pool that reads.
func (l *Ledger) connect(ctx context.Context, pragmas ...string) error {
	var err error
	if l.db, err = open(l.path, "rwc", append([]string{"cache_size(-16384)"}, pragmas...)...); err != nil {
		return err
	}
	if l.conn, err = l.db.Conn(ctx); err != nil {
		return damaged(l.path, err)
	}
	if err := migrate(ctx, l.conn, l.path); err != nil {
		return err
	}
	if l.pool, err = open(l.path, "ro"); err != nil {
		return err
	}
	l.read, l.prepared, l.others = l.pool, map[string]*sql.Stmt{}, mainSchema
	return l.clock.start(ctx, l.conn)
}

// OpenReadOnly opens the ledger at path for reading, beside a run that may hold it.
// It returns an error that wraps fs.ErrNotExist if there is none.
func OpenReadOnly(ctx context.Context, path string) (*Ledger, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	db, err := open(path, "ro")
	if err != nil {
		return nil, err
	}
	l := &Ledger{path: path, read: db, pool: db}
	err = checkFormat(ctx, db, path)
	if err != nil {
		err = errors.Join(err, l.Close())
	}
	if errors.Is(err, errOld) {
		return takenOver(ctx, path)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// takenOver opens a ledger of an earlier version for reading, when it has been taken over.
func takenOver(ctx context.Context, path string) (*Ledger, error) {
	l, err := Open(ctx, path)
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		return nil, err
	}
	return OpenReadOnly(ctx, path)
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

// Close ends all use of the ledger and releases the lock.
func (l *Ledger) Close() error {
	var errs []error
	if l.pool != nil {
		errs = append(errs, l.pool.Close())
	}
	if l.conn != nil {
		l.write.Lock()
		defer l.write.Unlock()
		for _, s := range l.prepared { // a statement left open would keep the file open
			errs = append(errs, s.Close())
		}
		if l.marked == committed && l.merge() {
			l.mark(merged) // before SQLite deletes the log
		}
		errs = append(errs, l.conn.Close())
	}
	if l.db != nil {
		errs = append(errs, l.db.Close())
	}
	if l.consent != nil {
		errs = append(errs, l.consent.Close())
	}
	if l.marked != "" && errors.Join(errs...) == nil {
		l.mark(closed(l.path))
	}
	if l.lock != nil {
		errs = append(errs, l.lock.Unlock())
	}
	return errors.Join(errs...)
}

// recover turns what the last run left between its two commits into doubt. The
// attempt ends now, since the request may have been on its way until the lock was free.
func (l *Ledger) recover(ctx context.Context) error {
	return l.transact(ctx, func(tx *tx) error {
		left, err := tx.inFlight()
		if err != nil {
			return err
		}
		ended := make([]Ending, len(left))
		for i, a := range left {
			ended[i] = Ending{a, Outcome{Status: Unknown, Reason: words.New("interrupted/in-flight")}}
		}
		return tx.end(ended, l.clock.now(), l.clock.read())
	})
}

func fromMilli(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64)
}
