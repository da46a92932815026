package sender_test

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"contactcast/sender"
	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// clockWas makes the ledger what it would be had the machine's clock been ahead by so much until now, and been set
// right only then.
func (w *world) clockWas(ahead time.Duration) {
	w.t.Helper()
	path := w.ledger.Path()
	if err := w.ledger.Close(); err != nil {
		w.t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.Exec(`UPDATE attempts SET started_at = started_at + ?1, ended_at = ended_at + ?1`, ahead.Milliseconds())
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.ledger = holdAccounts(w.t, path, "1101000001")
}

// A clock that is set right between an attempt and the look at its evidence makes that look older or younger than the
// attempt: nobody gets a card twice for it.
func TestTheClockIsSetRight(t *testing.T) {
	for _, ahead := range []time.Duration{time.Hour, 6 * time.Minute, 3 * time.Minute, 20 * time.Second, -3 * time.Minute, -time.Hour} {
		t.Run(ahead.String(), func(t *testing.T) {
			inWorld(t, sandbox.Options{Faults: faults(t, "after:drop=#10+20,before:drop=#15")}, 40, func(w *world) {
				w.stopped(w.send(w.t.Context(), func(r *sender.Run) { r.Limit = 25 }), "limit")
				w.clockWas(ahead)
				if err := w.send(w.t.Context()); err != nil {
					t.Error(err)
				}
				w.judge()
				if c := w.counts(); ahead < 0 && c[ledger.Accepted] != 40 {
					t.Errorf("%v; want all accepted: %v", c, w.why())
				}
			})
		})
	}
}
