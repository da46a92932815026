package sender

import (
	"time"

	"contactcast/sender/ledger"
)

// minShownWait is how long a wait must be for the ledger to know of it.
const minShownWait = 2 * time.Second

// waiting is what posting waits for, and what the ledger says of that to other processes.
type waiting struct {
	from  *ledger.Account
	job   int64
	why   ledger.Wait // without a Reason: nothing
	saved ledger.Wait
}

// on says what posting waits for.
func (w *waiting) on(why ledger.Wait) { w.why = why }

// over says that it waits for nothing.
func (w *waiting) over() { w.why = ledger.Wait{} }

// save keeps what posting waits for in the ledger; d is for how long at least.
func (w *waiting) save(now time.Time, d time.Duration) error {
	why := w.why
	if why.Code() == w.saved.Code() && why.Until.Equal(w.saved.Until) || why.Reason.Code != "" && d < minShownWait {
		return nil
	}
	why.Since = now
	if why.Code() == w.saved.Code() { // it only goes on for longer
		why.Since = w.saved.Since
	}
	w.saved = why
	return w.from.SaveWait(w.job, why)
}
