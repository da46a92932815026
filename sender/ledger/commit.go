package ledger

import (
	"context"
	"sync"
)

// group gathers what several goroutines want durable into one commit: whoever finds
// nobody committing takes all that wait, and the rest gathers meanwhile. So durability
// costs a few fsyncs, not two per row.
type group struct {
	mu     sync.Mutex
	waits  []*change
	leader chan struct{} // holds one token while somebody commits
	failed error         // once a commit failed, nothing is committed any more
}

type change struct {
	apply func(*tx) error
	done  chan struct{}
	err   error
}

// commit makes a change durable, together with whatever else waits. It does not give
// up early: what was sent must be recorded.
func (l *Ledger) commit(apply func(*tx) error) error {
	c := &change{apply: apply, done: make(chan struct{})}
	g := &l.group
	g.mu.Lock()
	g.waits = append(g.waits, c)
	g.mu.Unlock()
	select {
	case <-c.done:
	case g.leader <- struct{}{}:
		l.lead()
		<-g.leader
	}
	return c.err
}

// lead commits all changes that wait. One of them is the caller's, unless the leader before took it.
func (l *Ledger) lead() {
	g := &l.group
	g.mu.Lock()
	batch := g.waits
	g.waits = nil
	g.mu.Unlock()
	if len(batch) == 0 {
		return
	}
	if g.failed == nil {
		g.failed = l.transact(context.Background(), func(tx *tx) error {
			for _, c := range batch {
				if err := c.apply(tx); err != nil {
					return err
				}
			}
			return nil
		})
	}
	for _, c := range batch {
		c.err = g.failed
		close(c.done)
	}
}

// transact runs fn in one durable transaction, all or nothing.
func (l *Ledger) transact(ctx context.Context, fn func(*tx) error) (err error) {
	l.write.Lock()
	defer l.write.Unlock()
	t := &tx{conn: l.conn, prepared: l.prepared, tally: map[cell]int{}}
	if err := t.exec(`BEGIN`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = t.exec(`ROLLBACK`) // SQLite may have done so itself
		}
	}()
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
	l.mark(true)
	return nil
}
