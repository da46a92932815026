package ledger

import (
	"context"
	"database/sql"
	"fmt"
)

// tx is a transaction under way on the one connection that writes. Its statements run
// without a context of their own: the driver starts a goroutine for each that could be
// cancelled, and none takes long.
type tx struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	tally    map[cell]int
}

// cell is one number of the tally; delivery is "" for all that is not accepted.
type cell struct {
	job      int64
	status   Status
	delivery string
}

func (t *tx) stmt(query string) (*sql.Stmt, error) {
	if s, ok := t.prepared[query]; ok {
		return s, nil
	}
	s, err := t.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, wrote(err)
	}
	t.prepared[query] = s
	return s, nil
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.run(query, args...)
	return err
}

func (t *tx) run(query string, args ...any) (sql.Result, error) {
	s, err := t.stmt(query)
	if err != nil {
		return nil, err
	}
	r, err := s.Exec(args...)
	return r, wrote(err)
}

// one reads the one row that query finds into dest; sql.ErrNoRows if there is none.
func (t *tx) one(query string, args []any, dest ...any) error {
	s, err := t.stmt(query)
	if err != nil {
		return err
	}
	return wrote(s.QueryRow(args...).Scan(dest...))
}

func wrote(err error) error {
	switch {
	case err == nil:
		return nil
	case isDamage(err):
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
		err := t.exec(`INSERT INTO tally (job, status, delivery, rows) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET rows = rows + excluded.rows`, c.job, string(c.status), c.delivery, n)
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
