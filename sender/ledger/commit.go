package ledger

import (
	"context"
	"errors"
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
	if l.home == nil || l.readOnly {
		return errNotHeld
	}
	return l.home.transact(ctx, nil, func(t *tx) error {
		if err := fn(t); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return t.flushTally()
	})
}

// transaction runs fn in one durable transaction, in which the run, if there is one, still holds what it held.
func (l *Ledger) transaction(ctx context.Context, fn func(*tx) error) error {
	err := l.home.transact(ctx, l.run, func(t *tx) error {
		if l.run != nil {
			if err := l.home.holds(t, l.run); err != nil {
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
		return t.flushTally()
	})
	if err == nil && l.run != nil {
		l.run.committed()
	}
	return err
}
