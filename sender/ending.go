package sender

import "contactcast/sender/ledger"

// ending is why a lane ends with rows left. Whoever finds a reason says so; the first one counts.
type ending struct {
	stop    *StopError
	shared  bool // it ended all lanes
	unsaved []Unsaved
}

// halt ends the lane, if nothing has ended it yet.
func (e *ending) halt(why *StopError) {
	if e.stop == nil {
		e.stop = why
	}
}

// follow ends the lane with all others.
func (e *ending) follow(why *StopError) {
	if e.stop == nil {
		e.stop, e.shared = why, true
	}
}

// losesOutcome takes in a posting whose outcome the ledger could not keep.
func (e *ending) losesOutcome(p *posting) {
	if p.verdict.Status == ledger.Accepted {
		e.unsaved = append(e.unsaved, Unsaved{Row: p.Row, ChatID: p.ChatID, IDMessage: p.verdict.IDMessage})
	}
}

// due reports whether the lane is to end.
func (e *ending) due() bool { return e.stop != nil }

// byLedger reports whether it is the ledger that ended the run: nothing can be written any more.
func (e *ending) byLedger() bool { return e.stop != nil && e.stop.Code() == "ledger" }
