package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// A run holds what it holds until a time on the database's clock, which it puts off with every commit and, where there is none,
// three times before it comes. Once it has come, nothing brings it back.
const (
	// pgNow is the database's clock, in milliseconds since 1970.
	pgNow = `CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`
	// stale is how old an intent may be when its request is made.
	stale = 10 * time.Second
)

// alive looks twice: most runs are alive, and the second look waits for what the run may be about to commit.
func (p *postgres) alive(t *tx, run int64) (alive bool, err error) {
	const look = `SELECT until > ` + pgNow + ` FROM main.runs WHERE id = ?`
	for _, query := range []string{look, look + ` FOR UPDATE`} {
		if err = t.one(query, []any{run}, &alive); err != nil || alive {
			break
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return alive, err
}

// ended is when an intent that the run committed at its last moment has gone stale, and a request made then has timed out.
func (p *postgres) ended(t *tx, run int64) (time.Duration, error) {
	var ms int64
	err := t.one(`SELECT until + timeout + ? - `+pgNow+` FROM main.runs WHERE id = ?`, []any{stale.Milliseconds(), run}, &ms)
	return max(0, time.Duration(ms)*time.Millisecond), err
}

// enter has the run hold for a lease, again and again until it is left.
func (p *postgres) enter(t *tx, run int64) (leave func() error, err error) {
	if err := p.renew(t.on, run); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	over := make(chan struct{})
	go func() {
		defer close(over)
		p.keep(ctx, run)
	}()
	return func() error {
		cancel()
		<-over
		return nil
	}, nil
}

const renewal = `UPDATE main.runs SET until = ` + pgNow + ` + ? WHERE id = ?`

func (p *postgres) renew(on statements, run int64) error {
	return on.later(renewal, []any{p.lease.Milliseconds(), run}, nil)
}

// keep puts off the end of the run's lease until ctx is done. A database that cannot be reached is asked again; a lease that
// has ended shows at the next commit.
func (p *postgres) keep(ctx context.Context, run int64) {
	query := p.dialect.query(renewal + ` AND until > ` + pgNow)
	for wait := p.lease / 3; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		asking, cancel := context.WithTimeout(ctx, p.lease/3)
		_, err := p.pool.ExecContext(asking, query, p.lease.Milliseconds(), run)
		cancel()
		wait = p.lease / 3
		if err != nil {
			wait = p.lease / 15
		}
	}
}

// forgotten does nothing: a run is its row.
func (p *postgres) forgotten([]int64) {}

func (p *postgres) holds(t *tx, r *Run) error {
	return t.expect(1, &LostError{Run: r.id}, `UPDATE main.runs SET commits = commits + 1, until = `+pgNow+` + ? WHERE id = ? AND commits = ? AND until > `+pgNow,
		p.lease.Milliseconds(), r.id, r.commits)
}
