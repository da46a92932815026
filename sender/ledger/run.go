package ledger

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"time"

	"contactcast/internal/words"
)

// Holding is what a run needs for itself.
type Holding struct {
	// Job is the job's name, or "". One that there is not yet is made, and shown when it is planned.
	Job string
	// Accounts are the keys of accounts. Those that are not known yet are made.
	Accounts []string
	// Timeout is that of a request: how long one may be on its way when the run is no more.
	Timeout time.Duration
}

// Run is a run that holds its accounts and its job: no other run has one of them until it is
// released or its process ends. A Ledger has one run at a time.
type Run struct {
	*Ledger
	id       int64
	leave    func() error // ends it for everybody who looks; nil: it is ended
	accounts []*Account
	commits  int64
}

// Holder is who runs a run.
type Holder struct {
	PID   int
	Host  string
	Since time.Time
}

// HeldError says that another run holds an account or a job.
type HeldError struct {
	// Account or Job is what is held, by its key or name.
	Account, Job string
	Holder       Holder
}

// Error names what is held.
func (e *HeldError) Error() string { return e.Fact().String() }

// Fact says so, for people.
func (e *HeldError) Fact() words.Fact {
	at := e.Holder.Since.Format("2006-01-02 15:04")
	if e.Job != "" {
		return words.New("locked/job", "job", e.Job, "pid", e.Holder.PID, "host", e.Holder.Host, "since", at)
	}
	return words.New("locked", "account", e.Account, "pid", e.Holder.PID, "host", e.Holder.Host, "since", at)
}

// LostError says that a run no longer holds what it held: the ledger was replaced by an earlier one, or somebody
// took its lock file away. What is committed from then on would not be seen by others.
type LostError struct {
	Run int64 // 0: whichever it is
	// Lapsed says that it did not say in time that it goes on, and so others may have taken over what it held.
	Lapsed bool
}

// Error names the run.
func (e *LostError) Error() string { return e.Fact().String() }

// Fact says so, for people.
func (e *LostError) Fact() words.Fact {
	if e.Lapsed {
		return words.New("ledger/lapsed")
	}
	return words.New("ledger/back-in-time")
}

// Hold begins a run that holds what it needs, all of it or nothing: it returns a *HeldError where
// another run has some of it. What runs left in flight whose processes ended becomes Unknown.
func (l *Ledger) Hold(ctx context.Context, h Holding) (*Run, error) {
	if l.run != nil {
		return nil, errors.New("the ledger has a run already") // a mistake in the program
	}
	r := &Run{Ledger: l}
	var dead []int64
	err := l.transact(ctx, func(t *tx) (err error) {
		if err := l.home.alone(t); err != nil {
			return err
		}
		if err := t.free(l.home, h); err != nil {
			return err
		}
		if dead, err = t.dead(l.home); err != nil {
			return err
		}
		if err := r.begin(t, h); err != nil {
			return err
		}
		if err := r.takeOver(t, dead); err != nil {
			return err
		}
		return r.point(t, h)
	})
	if err != nil {
		return nil, errors.Join(err, r.unlock())
	}
	l.home.forgotten(dead)
	l.write.Lock()
	defer l.write.Unlock()
	l.run = r
	return r, nil
}

// holder is a run that an account or a job points to.
type holder struct {
	run  int64
	what HeldError
}

// free refuses what living runs hold.
func (t *tx) free(home database, h Holding) error {
	held, err := t.holders(h)
	if err != nil {
		return err
	}
	for _, o := range held {
		switch alive, err := home.alive(t, o.run); {
		case err != nil:
			return err
		case alive:
			return &o.what
		}
	}
	return nil
}

// dead returns the runs whose processes ended.
func (t *tx) dead(home database) (dead []int64, err error) {
	runs, err := collect[int64](context.Background(), t, `SELECT id FROM runs`, func(id *int64) []any { return []any{id} })
	for _, run := range runs {
		alive, err := home.alive(t, run)
		if err != nil {
			return nil, err
		}
		if !alive {
			dead = append(dead, run)
		}
	}
	return dead, err
}

// holders returns which runs the accounts and the job point to.
func (t *tx) holders(h Holding) ([]holder, error) {
	var all []holder
	look := func(query, name string, what HeldError) error {
		var since sql.NullInt64
		o := holder{what: what}
		err := t.one(query, []any{name}, &o.run, &o.what.Holder.PID, &o.what.Holder.Host, &since)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		o.what.Holder.Since = fromMilli(since)
		all = append(all, o)
		return err
	}
	for _, key := range h.Accounts {
		err := look(`SELECT r.id, r.pid, r.host, r.started_at FROM accounts a JOIN runs r ON r.id = a.run WHERE a.key = ?`, key, HeldError{Account: key})
		if err != nil {
			return nil, err
		}
	}
	return all, look(`SELECT r.id, r.pid, r.host, r.started_at FROM jobs j JOIN runs r ON r.id = j.run WHERE j.name = ?`, h.Job, HeldError{Job: h.Job})
}

// begin writes the run, locks its file, and finds its accounts.
func (r *Run) begin(t *tx, h Holding) error {
	host, _ := os.Hostname() // it is only told
	now := time.Now().UnixMilli()
	err := t.one(`INSERT INTO runs (pid, host, started_at, timeout) VALUES (?, ?, ?, ?) RETURNING id`,
		[]any{os.Getpid(), host, now, h.Timeout.Milliseconds()}, &r.id)
	if err != nil {
		return err
	}
	if r.leave, err = r.home.enter(t, r.id); err != nil {
		return err
	}
	for _, key := range h.Accounts {
		a, err := t.account(r.Ledger, key)
		if err != nil {
			return err
		}
		r.accounts = append(r.accounts, a)
	}
	return nil
}

// point has the accounts and the job point to the run.
func (r *Run) point(t *tx, h Holding) error {
	for _, a := range r.accounts {
		if err := t.exec(`UPDATE accounts SET run = ? WHERE id = ?`, r.id, a.id); err != nil {
			return err
		}
	}
	if h.Job == "" {
		return nil
	}
	err := t.exec(`INSERT INTO jobs (name, test, file, sheet, header, delimiter, fingerprint, planned_at, run) VALUES (?1, 0, '', '', '[]', '', '', ?2, ?3)
		ON CONFLICT (name) DO UPDATE SET run = excluded.run`, h.Job, time.Now().UnixMilli(), r.id)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO job_accounts SELECT j.id, a.id FROM jobs j JOIN accounts a ON a.run = ?2 WHERE j.name = ?1 ON CONFLICT DO NOTHING`, h.Job, r.id)
}

// takeOver turns what dead runs left in flight into doubt, and forgets the runs. The attempts end
// now, since the requests may have been on their way until the locks were free.
func (r *Run) takeOver(t *tx, dead []int64) error {
	for _, run := range dead {
		left, err := t.inFlight(r, run)
		if err != nil {
			return err
		}
		ended := make([]Ending, len(left))
		for i, a := range left {
			ended[i] = Ending{a, Outcome{Status: Unknown, Reason: words.New("interrupted/in-flight")}}
		}
		late, err := r.home.ended(t, run)
		if err != nil {
			return err
		}
		at := moments{}
		for _, a := range left {
			at[a.Account] = a.Account.clock.moment().later(late)
		}
		if err := t.end(ended, at); err != nil {
			return err
		}
		if err := t.forget(run); err != nil {
			return err
		}
	}
	return nil
}

// takeOverDead does so for runs that died meanwhile: who waits behind one of their rows would wait for ever.
func (r *Run) takeOverDead() error {
	var dead []int64
	err := r.commit(func(t *tx) (err error) {
		if err := r.home.alone(t); err != nil {
			return err
		}
		if dead, err = t.dead(r.home); err != nil {
			return err
		}
		return r.takeOver(t, dead)
	})
	if err == nil {
		r.home.forgotten(dead)
	}
	return err
}

// forget has nothing point to a run any more.
func (t *tx) forget(run int64) error {
	for _, query := range []string{`UPDATE accounts SET run = NULL WHERE run = ?`, `UPDATE jobs SET run = NULL WHERE run = ?`, `DELETE FROM runs WHERE id = ?`} {
		if err := t.exec(query, run); err != nil {
			return err
		}
	}
	return nil
}

// Account returns the account with that key, which the run holds; nil if it does not.
func (r *Run) Account(key string) *Account {
	for _, a := range r.accounts {
		if a.key == key {
			return a
		}
	}
	return nil
}

// Accounts returns the accounts that the run holds, in the order in which they were named.
func (r *Run) Accounts() []*Account { return r.accounts }

// Release ends the run. What is in flight stays so, for the next run to settle. It is an error
// of nobody's if the ledger cannot be written any more: the lock file is what counts.
func (r *Run) Release() error {
	r.write.Lock()
	if r.Ledger.run != r {
		r.write.Unlock()
		return nil
	}
	r.Ledger.run = nil
	failed := r.failed
	r.write.Unlock()
	if failed == nil {
		_ = r.transact(context.Background(), func(t *tx) error {
			var left bool
			err := t.one(`SELECT EXISTS (SELECT 1 FROM in_flight WHERE run = ?)`, []any{r.id}, &left)
			if err != nil || left { // the accounts go on pointing to it
				return err
			}
			return t.forget(r.id)
		})
	}
	return r.unlock()
}

// unlock ends the run for everybody who looks.
func (r *Run) unlock() error {
	if r.leave == nil {
		return nil
	}
	leave := r.leave
	r.leave = nil
	return leave()
}

func (r *Run) committed() { r.commits++ }

// Runs reports whether a run that lives holds the job.
func (l *Ledger) Runs(ctx context.Context, job int64) (bool, error) {
	var run sql.NullInt64
	if err := l.read.QueryRowContext(ctx, `SELECT run FROM jobs WHERE id = ?`, job).Scan(&run); err != nil {
		return false, unread(err)
	}
	if !run.Valid {
		return false, nil
	}
	return l.lives(ctx, run.Int64)
}
