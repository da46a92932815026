package ledger

import (
	"context"
	"errors"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// errNotHeld says that a run's change was made without one: a mistake in the program.
var errNotHeld = errors.New("the ledger is not held by a run")

// commit makes a run's change durable. It does not give up early: what was sent must be recorded.
func (l *Ledger) commit(apply func(*tx) error) error {
	l.write.Lock()
	defer l.write.Unlock()
	switch {
	case l.failed != nil:
		return l.failed
	case l.run == nil:
		return errNotHeld
	}
	l.failed = l.transaction(context.Background(), apply)
	return l.failed
}

// transact runs fn in one durable transaction, all or nothing. It needs no run.
func (l *Ledger) transact(ctx context.Context, fn func(*tx) error) error {
	l.write.Lock()
	defer l.write.Unlock()
	if l.conn == nil {
		return errNotHeld
	}
	return l.transaction(ctx, fn)
}

// transaction runs fn in one durable transaction. It waits until no other process writes, for as long as that takes: waiting is
// not failing. The log is brought into the file when others may write again.
func (l *Ledger) transaction(ctx context.Context, fn func(*tx) error) error {
	err := l.inTurn(ctx, fn)
	if l.inLog++; l.inLog >= logged {
		l.checkpoint()
	}
	return err
}

// logged is after how many transactions the log is brought into the file.
const logged = 64

func (l *Ledger) inTurn(ctx context.Context, fn func(*tx) error) (err error) {
	t := &tx{conn: l.conn, prepared: l.prepared, tally: map[cell]int{}}
	done, err := l.locks.turn(func() error { return t.begun(ctx) })
	if err != nil {
		return err
	}
	defer done()
	defer func() {
		if err != nil {
			_ = t.exec(`ROLLBACK`) // SQLite may have done so itself
		}
	}()
	if err := l.inPlace(); err != nil {
		return err
	}
	if l.run != nil {
		if err := t.holds(l.run); err != nil {
			return err
		}
	}
	if err := fn(t); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := t.flushNotes(l); err != nil {
		return err
	}
	if err := t.flushTally(); err != nil {
		return err
	}
	if err := t.exec(`COMMIT`); err != nil {
		return err
	}
	if l.run != nil {
		l.run.committed()
	}
	l.locks.mark(committed)
	return nil
}

// inPlace refuses to write into a file that is not the ledger any more: it was deleted, or another was put in its place.
func (l *Ledger) inPlace() error {
	now, err := os.Stat(l.path)
	if err == nil && os.SameFile(now, l.file) {
		return nil
	}
	return &LostError{}
}

// begun begins the transaction. Only a program that is none of ours can be in its way.
func (t *tx) begun(ctx context.Context) error {
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
