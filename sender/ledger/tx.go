package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// tx is a transaction under way on the one connection that writes.
type tx struct {
	on    statements
	tally map[cell]int
}

// statements run on the connection that writes, to the one database or the other.
type statements interface {
	// later runs a statement before anything else is read or committed, together with others where the way is long. check,
	// if there is one, is told how many rows it changed.
	later(query string, args []any, check func(changed int64) error) error
	// exec runs a statement at once and returns how many rows it changed.
	exec(query string, args []any) (changed int64, err error)
	query(query string, args []any) (*sql.Rows, error)
	// flush runs what later left for later.
	flush() error
	close() error
}

// cell is one number of the tally; delivery is "" for all that is not accepted.
type cell struct {
	job      int64
	status   Status
	delivery string
}

// exec runs a statement of which nothing is to be known but that it was done by the end of the transaction.
func (t *tx) exec(query string, args ...any) error { return wrote(t.on.later(query, args, nil)) }

// expect runs a statement that must change so many rows; else the transaction ends in that error.
func (t *tx) expect(changed int64, otherwise error, query string, args ...any) error {
	return wrote(t.on.later(query, args, func(n int64) error {
		if n != changed {
			return otherwise
		}
		return nil
	}))
}

func (t *tx) run(query string, args ...any) (sql.Result, error) {
	n, err := t.on.exec(query, args)
	return driver.RowsAffected(n), wrote(err)
}

// QueryContext runs a query within the transaction.
func (t *tx) QueryContext(_ context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.on.query(query, args)
}

// one reads the one row that query finds into dest; sql.ErrNoRows if there is none.
func (t *tx) one(query string, args []any, dest ...any) error {
	rows, err := t.on.query(query, args)
	if err != nil {
		return wrote(err)
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return wrote(err)
		}
		return wrote(sql.ErrNoRows)
	}
	if err := rows.Scan(dest...); err != nil {
		return wrote(err)
	}
	return wrote(rows.Close())
}

func wrote(err error) error {
	switch {
	case err == nil:
		return nil
	case isDamage(err), isAway(err):
		return unread(err)
	}
	return fmt.Errorf("write to the ledger: %w", err)
}

// move counts a row from one status to another, in neither of which its delivery is known.
func (t *tx) move(job int64, from, to Status) {
	t.tally[cell{job, from, ""}]--
	t.tally[cell{job, to, ""}]++
}

// deliver counts an accepted row from one delivery status to another.
func (t *tx) deliver(job int64, from, to string) {
	t.tally[cell{job, Accepted, from}]--
	t.tally[cell{job, Accepted, to}]++
}

func (t *tx) flushTally() error {
	changed := map[int64]bool{}
	for c, n := range t.tally {
		if n == 0 {
			continue
		}
		err := t.exec(`INSERT INTO tally AS t (job, status, delivery, rows) VALUES (?, ?, ?, ?)
			ON CONFLICT (job, status, delivery) DO UPDATE SET rows = t.rows + excluded.rows`, c.job, string(c.status), c.delivery, n)
		if err == nil && (c.status == Accepted || c.status == Unknown) && !changed[c.job] {
			changed[c.job] = true
			err = t.exec(`UPDATE jobs SET changes = changes + 1 WHERE id = ?`, c.job)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
