package sender

import (
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// ending is why a run ends with rows left. Whoever finds a reason says so; the first one counts.
type ending struct {
	stop    *StopError
	unsaved []Unsaved
}

// halt ends the run, if nothing has ended it yet.
func (e *ending) halt(why *StopError) {
	if e.stop == nil {
		e.stop = why
	}
}

// ledgerFailed ends the run because the ledger cannot be written.
func (e *ending) ledgerFailed(err error) {
	e.halt(&StopError{Reason: words.New("ledger/unwritten", "cause", err), Err: err})
}

// losesOutcome takes in a posting whose outcome the ledger could not keep.
func (e *ending) losesOutcome(p *posting) {
	if p.verdict.Status == ledger.Accepted {
		e.unsaved = append(e.unsaved, Unsaved{Row: p.Row, ChatID: p.ChatID, IDMessage: p.verdict.IDMessage})
	}
}

// due reports whether the run is to end.
func (e *ending) due() bool { return e.stop != nil }

// byLedger reports whether it is the ledger that ended the run: nothing can be written any more.
func (e *ending) byLedger() bool { return e.stop != nil && e.stop.Code() == "ledger" }

// reason returns why the run ended, with the acceptances that the ledger lacks; nil if nothing was left.
func (e *ending) reason() *StopError {
	if e.stop != nil && len(e.unsaved) > 0 {
		e.stop.Err = &UnsavedError{Accepted: e.unsaved, Err: e.stop.Err}
	}
	return e.stop
}
