package ledger

import (
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// Reading is a moment on this machine's clock as it was, and on the API's beside it.
type Reading struct {
	Wall time.Time
	// Ahead is how far the API's clock was ahead, if that is Known.
	Ahead time.Duration
	Known bool
}

// fields are a reading's columns.
func (r Reading) fields() (wall, ahead sql.NullInt64) {
	wall = sql.NullInt64{Int64: r.Wall.UnixMilli(), Valid: !r.Wall.IsZero()}
	return wall, sql.NullInt64{Int64: r.Ahead.Milliseconds(), Valid: r.Known}
}

func readingOf(wall, ahead sql.NullInt64) Reading {
	return Reading{Wall: fromMilli(wall), Ahead: time.Duration(ahead.Int64) * time.Millisecond, Known: ahead.Valid}
}

// clock has two times. What paces and limits goes by one that never runs backwards, not below what the ledger has seen;
// what is compared with the account's journal goes by this machine's clock as it was.
type clock struct {
	mu    sync.Mutex
	last  time.Time
	reads func() Reading // nil: this machine's clock alone
}

// start takes in what the ledger knows of the account.
func (c *clock) start(t *tx, account int64) error {
	var ms sql.NullInt64
	err := t.one(`SELECT max(at) FROM (SELECT max(started_at) AS at FROM attempts WHERE account = ?1
		UNION ALL SELECT max(started_at) FROM in_flight WHERE account = ?1) AS known`, []any{account}, &ms)
	if err != nil {
		return fmt.Errorf("read the last attempt: %w", err)
	}
	if ms.Valid {
		c.last = time.UnixMilli(ms.Int64)
	}
	return nil
}

// read returns the moment as it is.
func (c *clock) read() Reading {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reads == nil {
		return Reading{Wall: time.Now()}
	}
	return c.reads()
}

// now returns the time that never runs backwards.
func (c *clock) now() time.Time {
	r := c.read()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range []time.Time{r.Wall, r.Wall.Add(r.Ahead)} {
		if t.After(c.last) {
			c.last = t
		}
	}
	return c.last
}

// moment is now, by both.
type moment struct {
	now     time.Time
	reading Reading
}

func (c *clock) moment() moment { return moment{c.now(), c.read()} }

// later is the moment so much later.
func (m moment) later(d time.Duration) moment {
	m.now, m.reading.Wall = m.now.Add(d), m.reading.Wall.Add(d)
	return m
}

// ReadClock has the account's attempts dated by what read returns, from now on.
func (a *Account) ReadClock(read func() Reading) {
	a.clock.mu.Lock()
	defer a.clock.mu.Unlock()
	a.clock.reads = read
}

// clockSlack is how far ahead a time may lie without proving that a clock was wrong.
const clockSlack = 5 * time.Second

// BoundClock takes in what the time can be at most, now: attempts that the ledger dates later were made by a clock that
// was wrong. For what paces and limits they are dated anew, by the API's clock where that was known; the readings of
// then stay. It returns how far ahead the latest was dated; 0 if none was.
func (a *Account) BoundClock(now time.Time) (ahead time.Duration, err error) {
	a.clock.mu.Lock()
	ahead = a.clock.last.Sub(now)
	a.clock.mu.Unlock()
	if ahead <= clockSlack {
		return 0, nil
	}
	err = a.ledger.commit(func(t *tx) error {
		return t.exec(`UPDATE attempts SET wall_at = coalesce(wall_at, started_at), wall_end = coalesce(wall_end, ended_at),
			started_at = CASE WHEN wall_at + ahead < ?1 THEN wall_at + ahead ELSE ?1 END, ended_at = CASE WHEN wall_end + ahead_end < ?1 THEN wall_end + ahead_end ELSE ?1 END
			WHERE account = ?3 AND started_at > ?2`, now.UnixMilli(), now.Add(clockSlack).UnixMilli(), a.id)
	})
	a.clock.mu.Lock()
	a.clock.last = now
	a.clock.mu.Unlock()
	return ahead, err
}
