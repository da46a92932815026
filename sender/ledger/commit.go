package ledger

import "context"

// commit makes a change durable. It does not give up early: what was sent must be recorded.
func (l *Ledger) commit(apply func(*tx) error) error {
	l.write.Lock()
	defer l.write.Unlock()
	if l.failed == nil {
		l.failed = l.transaction(context.Background(), apply)
	}
	return l.failed
}

// transact runs fn in one durable transaction, all or nothing.
func (l *Ledger) transact(ctx context.Context, fn func(*tx) error) error {
	l.write.Lock()
	defer l.write.Unlock()
	return l.transaction(ctx, fn)
}

func (l *Ledger) transaction(ctx context.Context, fn func(*tx) error) (err error) {
	t := &tx{conn: l.conn, prepared: l.prepared, tally: map[cell]int{}}
	if err := t.exec(`BEGIN`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = t.exec(`ROLLBACK`) // SQLite may have done so itself
		}
	}()
	// It begins by writing, nothing: one that reads first could not wait for another writer. (BEGIN
	// IMMEDIATE would lock ledger.db, too, and a large plan would hold up all other accounts.)
	if err := t.exec(`UPDATE main.jobs SET id = id WHERE 0`); err != nil {
		return err
	}
	if err := fn(t); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := t.flushTally(); err != nil {
		return err
	}
	if err := t.exec(`COMMIT`); err != nil {
		return err
	}
	l.mark(committed)
	return nil
}
