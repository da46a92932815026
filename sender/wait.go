package sender

import "time"

// worthTelling is how long a wait must be for the ledger to know of it.
const worthTelling = 2 * time.Second

// tellWait keeps what posting waits for in the ledger, where other processes see it.
func (l *lane) tellWait(now time.Time, d time.Duration) {
	why := l.why
	if why.Code == l.told.Code && why.Until.Equal(l.told.Until) || why.Code != "" && d < worthTelling {
		return
	}
	why.Since = now
	if why.Code == l.told.Code { // it only goes on for longer
		why.Since = l.told.Since
	}
	l.told = why
	if err := l.Ledger.SaveWait(l.Job.ID, why); err != nil {
		l.ledgerFailed(err)
	}
}
