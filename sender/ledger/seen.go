package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Seen is what the last run saw of an account, and what it was told to keep to.
type Seen struct {
	// State is the instance's state, Queued the length of its queue, and ReadAt when they were read.
	State  string
	Queued int
	ReadAt time.Time
	// Interval is the time from one message to the next; 0 is no pacing.
	Interval time.Duration
	// DailyLimit and NewChatsPerDay are the run's limits; 0 is none.
	DailyLimit, NewChatsPerDay int
}

// Seen returns what the last run saw of the account; the zero value if none did.
func (a *Account) Seen(ctx context.Context) (Seen, error) {
	var s Seen
	var at, interval sql.NullInt64
	err := a.ledger.read.QueryRowContext(ctx, `SELECT state, queued, read_at, interval, daily_limit, new_chats_per_day FROM accounts WHERE id = ?`, a.id).
		Scan(&s.State, &s.Queued, &at, &interval, &s.DailyLimit, &s.NewChatsPerDay)
	if errors.Is(err, sql.ErrNoRows) {
		return Seen{}, nil
	}
	if err != nil {
		return Seen{}, unread(err)
	}
	s.ReadAt, s.Interval = fromMilli(at), time.Duration(interval.Int64)*time.Millisecond
	return s, nil
}

// SaveSeen keeps what was seen of the account, for status to show.
func (a *Account) SaveSeen(s Seen) error {
	return a.ledger.commit(func(t *tx) error { return t.saveSeen(a, s) })
}

func (t *tx) saveSeen(a *Account, s Seen) error {
	return t.exec(`UPDATE accounts SET state = ?, queued = ?, read_at = ?, interval = ?, daily_limit = ?, new_chats_per_day = ? WHERE id = ?`,
		s.State, s.Queued, s.ReadAt.UnixMilli(), s.Interval.Milliseconds(), s.DailyLimit, s.NewChatsPerDay, a.id)
}

// note is what is kept of an account with the next change, whatever that is.
type note struct {
	seen *Seen
	wait *jobWait
}

type jobWait struct {
	job  int64
	wait Wait
}

// Note keeps what was seen of the account with the run's next change, whatever that is, or with Flush: many accounts
// cost no transactions of their own.
func (a *Account) Note(s Seen) { a.noted(func(n *note) { n.seen = &s }) }

// NoteWait keeps what the account waits for, as Note does.
func (a *Account) NoteWait(job int64, w Wait) { a.noted(func(n *note) { n.wait = &jobWait{job, w} }) }

func (a *Account) noted(set func(*note)) {
	a.ledger.notesMu.Lock()
	defer a.ledger.notesMu.Unlock()
	if a.ledger.notes == nil {
		a.ledger.notes = map[*Account]note{}
	}
	n := a.ledger.notes[a]
	set(&n)
	a.ledger.notes[a] = n
}

// Flush keeps what was noted, if anything was.
func (r *Run) Flush() error {
	r.notesMu.Lock()
	n := len(r.notes)
	r.notesMu.Unlock()
	if n == 0 {
		return nil
	}
	return r.commit(func(*tx) error { return nil })
}

// flushNotes writes what was noted.
func (t *tx) flushNotes(l *Ledger) error {
	l.notesMu.Lock()
	notes := l.notes
	l.notes = nil
	l.notesMu.Unlock()
	for a, n := range notes {
		if n.seen != nil {
			if err := t.saveSeen(a, *n.seen); err != nil {
				return err
			}
		}
		if n.wait != nil {
			if err := t.saveWait(a, n.wait.job, n.wait.wait); err != nil {
				return err
			}
		}
	}
	return nil
}
