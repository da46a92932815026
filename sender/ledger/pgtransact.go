package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
)

// transact runs fn in one transaction. Where the connection is lost, the number of the run's commits says whether it
// was committed; where it was not, it is run again as long as the run may still hold what it held.
func (p *postgres) transact(ctx context.Context, r *Run, fn func(*tx) error) error {
	begun := time.Now()
	p.since.Store(begun.UnixMilli())
	defer p.since.Store(0)
	for {
		err := p.try(ctx, r, fn)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case isCode(err, "40001", "40P01"): // it and another stood in each other's way, and nothing of it was done
			if time.Since(begun) < p.lease {
				continue
			}
			return p.refused(err)
		case isLost(err):
			return p.lost(ctx, r, err)
		case !isAway(err):
			return p.refused(err)
		case r == nil || p.staged || time.Since(begun) > p.lease:
			return p.refused(err)
		}
		switch done, again := p.committed(ctx, r, begun.Add(p.lease)); {
		case again != nil:
			return again
		case done:
			return nil
		}
	}
}

// try runs fn in one transaction, once.
func (p *postgres) try(ctx context.Context, r *Run, fn func(*tx) error) (err error) {
	if !p.staged && r != nil {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, p.lease) // a connection that says nothing any more
		defer cancel()
	}
	if err := p.connect(ctx); err != nil {
		return err
	}
	begun := time.Now()
	p.on.ctx = ctx
	t := &tx{on: p.on, tally: map[cell]int{}}
	defer func() {
		if err != nil {
			p.rollBack()
		}
		p.on.ctx = context.Background()
	}()
	if err := t.exec(`BEGIN`); err != nil {
		return err
	}
	if err := fn(t); err != nil {
		return err
	}
	if r != nil && time.Since(begun) > p.lease/3 {
		if err := p.renew(t.on, r.id); err != nil {
			return err
		}
	}
	if err := p.on.flush(); err != nil {
		return err
	}
	return p.on.commit()
}

// commit commits, and does not take the end of a failed transaction for it.
func (s *pgStatements) commit() error {
	return s.conn.Raw(func(conn any) error {
		done, err := conn.(*stdlib.Conn).Conn().PgConn().Exec(s.ctx, `COMMIT`).ReadAll()
		if err == nil && (len(done) != 1 || done[0].CommandTag.String() != "COMMIT") {
			err = errors.New("the transaction was rolled back")
		}
		return err
	})
}

// connect has a connection to write on.
func (p *postgres) connect(ctx context.Context) (err error) {
	if p.conn != nil {
		return nil
	}
	if p.conn, err = p.pool.Conn(ctx); err != nil {
		return err
	}
	p.on.conn, p.on.queued = p.conn, nil
	return nil
}

// rollBack ends a transaction that failed, and the connection if it does not end by that.
func (p *postgres) rollBack() {
	p.on.queued = nil
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := p.conn.ExecContext(ctx, `ROLLBACK`); err != nil {
		p.disconnect()
	}
}

// disconnect ends the connection that writes, which may be broken.
func (p *postgres) disconnect() {
	if p.conn != nil {
		_ = p.conn.Raw(func(conn any) error {
			ctx, cancel := context.WithTimeout(context.Background(), time.Second)
			defer cancel()
			_ = conn.(*stdlib.Conn).Conn().Close(ctx)
			return driver.ErrBadConn
		})
		_ = p.conn.Close()
		p.conn = nil
	}
}

// committed reports whether the transaction whose connection was lost was committed. It waits for the database until then. The
// run's row was locked by the transaction: once it can be locked again, there is no doubt.
func (p *postgres) committed(ctx context.Context, r *Run, until time.Time) (bool, error) {
	p.disconnect()
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		asking, cancel := context.WithTimeout(ctx, max(time.Until(until), time.Second))
		var commits int64
		err := p.pool.QueryRowContext(asking, `SELECT commits FROM `+p.schema+`.runs WHERE id = $1 FOR UPDATE`, r.id).Scan(&commits)
		cancel()
		switch {
		case errors.Is(err, sql.ErrNoRows), err == nil && (commits < r.commits || commits > r.commits+1):
			return false, p.lost(ctx, r, &LostError{Run: r.id})
		case err == nil:
			return commits > r.commits, nil
		case ctx.Err() != nil:
			return false, ctx.Err()
		case !isAway(err) || time.Now().After(until):
			return false, p.refused(err)
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(wait):
		}
	}
}

// isLost reports whether a run found that it does not hold any more what it held.
func isLost(err error) bool {
	_, lost := errors.AsType[*LostError](err)
	return lost
}

// lost says why a run lost what it held: it lapsed, or the database went back in time.
func (p *postgres) lost(ctx context.Context, r *Run, err error) error {
	e, is := errors.AsType[*LostError](err)
	if !is || r == nil {
		return err
	}
	var commits int64
	asked := p.pool.QueryRowContext(ctx, `SELECT commits FROM `+p.schema+`.runs WHERE id = $1`, e.Run).Scan(&commits)
	e.Lapsed = asked != nil || commits >= r.commits
	return e
}

// alone has the transactions that send, opt out or take a hold come one after the other.
func (p *postgres) alone(t *tx) error { return t.exec(`SELECT id FROM main.store FOR UPDATE`) }

func (p *postgres) busy() time.Time {
	ms := p.since.Load()
	if ms == 0 || time.Since(time.UnixMilli(ms)) < 2*time.Second {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func (p *postgres) close() error {
	p.forgetStage()
	p.disconnect()
	if err := p.pool.Close(); err != nil {
		return fmt.Errorf("close the ledger: %w", err)
	}
	return nil
}
