package sender

import (
	"errors"
	"time"

	"contactcast/sender/ledger"
)

const (
	// listsHeld is how long posting waits between two looks at lists that cannot be read.
	listsHeld = time.Second
	// behindAnother is how long posting waits for a message of another job to leave the wire.
	behindAnother = time.Second
)

// leftOut takes in messages for which the last look allowed no request.
func (l *lane) leftOut(left []*posting) {
	for _, p := range left {
		l.posting--
		l.progress.InFlight--
		l.notNew(p)
		if p.attempt.Waits() {
			l.claims.giveBack(p.Message)
			l.holdFor(time.Now(), behindAnother, ledger.Wait{Code: "job", Text: "another job, which is sending the same card"})
			continue
		}
		l.progress.LeftOut++
		l.claims.release(p.Message)
	}
}

// lookAtLists returns how long posting has to wait for the lists that are looked at meanwhile.
func (l *lane) lookAtLists() time.Duration {
	if l.Lists == nil {
		return 0
	}
	why, err := l.Lists.Look()
	var stop *StopError
	switch {
	case errors.As(err, &stop):
		l.halt(stop)
	case err != nil:
		l.halt(&StopError{Code: "lists", Text: err.Error(), Err: err})
	case why == "":
		return 0
	}
	l.why = ledger.Wait{Code: "exclude", Text: why}
	return listsHeld
}
