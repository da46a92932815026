package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is a ledger in a SQLite file.
type sqliteFile struct{ *Ledger }

// transact waits until no other process writes, for as long as that takes: waiting is not failing. The log is brought into
// the file when others may write again.
func (f sqliteFile) transact(ctx context.Context, _ *Run, fn func(*tx) error) error {
	err := f.inTurn(ctx, fn)
	if f.inLog++; f.inLog >= logged {
		f.checkpoint()
	}
	return err
}

// logged is after how many transactions the log is brought into the file.
const logged = 64

func (f sqliteFile) inTurn(ctx context.Context, fn func(*tx) error) (err error) {
	t := &tx{on: f.on, tally: map[cell]int{}}
	done, err := f.locks.turn(func() error { return begun(ctx, t) })
	if err != nil {
		return err
	}
	defer done()
	if err = f.inPlace(); err == nil {
		err = fn(t)
	}
	if err == nil {
		err = t.exec(`COMMIT`)
	}
	if err != nil {
		_ = t.exec(`ROLLBACK`) // SQLite may have done so itself
		return err
	}
	f.locks.mark(committed)
	return nil
}

// begun begins the transaction. Only a program that is none of ours can be in its way.
func begun(ctx context.Context, t *tx) error {
	for {
		err := t.exec(`BEGIN IMMEDIATE`)
		if !isBusy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// isBusy reports whether another program holds SQLite's own lock.
func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// alone does nothing: whoever writes is alone.
func (f sqliteFile) alone(*tx) error { return nil }

func (f sqliteFile) busy() time.Time {
	if f.locks == nil {
		return time.Time{}
	}
	if ms := f.locks.busy.Load(); ms > 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}

func (f sqliteFile) alive(_ *tx, run int64) (bool, error) { return f.locks.alive(run) }

// ended is now, since the requests may have been on their way until the run's lock was free.
func (f sqliteFile) ended(*tx, int64) (time.Duration, error) { return 0, nil }

func (f sqliteFile) enter(_ *tx, run int64) (leave func() error, err error) {
	lock := f.locks.runLock(run)
	switch held, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock %s: %w", lock.Path(), err)
	case !held:
		return nil, fmt.Errorf("%s is locked", lock.Path())
	}
	return func() error {
		err := lock.Close()
		_ = os.Remove(lock.Path())
		return err
	}, nil
}

func (f sqliteFile) forgotten(runs []int64) { f.locks.forget(runs) }

func (f sqliteFile) holds(t *tx, r *Run) error {
	return t.expect(1, &LostError{Run: r.id}, `UPDATE runs SET commits = commits + 1 WHERE id = ? AND commits = ?`, r.id, r.commits)
}

func (f sqliteFile) stage(ctx context.Context) (statements, error) {
	if err := f.attachStage(ctx); err != nil {
		return nil, err
	}
	return statementsOn(f.conn), nil
}

func (f sqliteFile) unstage() error {
	if f.draft { // its rows are read from where they are
		return nil
	}
	return f.detachStage()
}

func (f sqliteFile) close() error {
	var errs []error
	if f.on != nil {
		errs = append(errs, f.on.close())
	}
	if f.locks == nil { // a draft
		return errors.Join(append(errs, f.disconnect(false))...)
	}
	return errors.Join(append(errs, f.locks.leave(f.disconnect))...)
}

// inPlace refuses to write into a file that is not the ledger any more: it was deleted, or another was put in its place.
func (f sqliteFile) inPlace() error {
	now, err := os.Stat(f.path)
	if err == nil && os.SameFile(now, f.file) {
		return nil
	}
	return &LostError{}
}
