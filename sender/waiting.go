package sender

import (
	"time"

	"contactcast/sender/ledger"
)

// minShownWait is how long a wait must be for the ledger to know of it.
const minShownWait = 2 * time.Second

// waiting is what posting waits for, and what the ledger says of that to other processes.
type waiting struct {
	why   ledger.Wait // without a Reason: nothing
	saved ledger.Wait
}

// on says what posting waits for.
func (w *waiting) on(why ledger.Wait) { w.why = why }

// over says that it waits for nothing.
func (w *waiting) over() { w.why = ledger.Wait{} }

// changed returns what posting waits for as the ledger is to show it, if that is not what it shows already; d is for how
// long at least.
func (w *waiting) changed(now time.Time, d time.Duration) (why ledger.Wait, changed bool) {
	why = w.why
	if why.Code() == w.saved.Code() && why.Until.Equal(w.saved.Until) || why.Reason.Code != "" && d < minShownWait {
		return why, false
	}
	why.Since = now
	if why.Code() == w.saved.Code() { // it only goes on for longer
		why.Since = w.saved.Since
	}
	w.saved = why
	return why, true
}
