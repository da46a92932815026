// Package sender posts a job's pending messages: claim, pace, post, judge, commit.
//
// One lane does it. Requests in flight are bounded and started in the order of their
// rows; all that is decided about a run is decided in one goroutine, to which requests
// report back. A request is never made without its durable intent, never repeated when
// it may have left, and never cut short by an interrupt.
package sender

import (
	"context"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/settle"
)

// Run is one run over a job's pending messages. Ledger, Client, Job and Account must be set.
type Run struct {
	Ledger  *ledger.Ledger
	Client  *greenapi.Client
	Job     ledger.Job
	Account Account
	// Rate is how fast to post; the zero value follows the account's own delay.
	Rate pace.Rate
	// InFlight is how many requests may be under way at once; 0 is 8.
	InFlight int
	// Limit ends the run, paused, when that many rows were sent; 0 is no limit.
	Limit int
	// Limits are the operator's own, by the day and the hour.
	Limits pace.Limits
	// Lists, if set, are looked at while the run goes on: posting waits while they cannot be
	// read, and their error ends the run.
	Lists Lists
	// Listener, if set, reads incoming messages for stop words while the run goes on.
	Listener *Listener
	// SettleAfter is how long evidence must be silent before a row in doubt is sent again; 0 is five minutes.
	SettleAfter time.Duration
	// Loopback says that the API is on this machine, where the documented limits do not apply.
	Loopback bool
	// Decide replaces settle.Evidence.Decide, for tests that must be able to find what goes wrong without it.
	Decide func(settle.Evidence, time.Time) []settle.Verdict
	// ClockWasWrong, if set, is told once that the ledger has attempts dated that far ahead: this machine's clock was wrong.
	ClockWasWrong func(ahead time.Duration)
	// Observe, if set, is told of every step, from one goroutine. It must be quick.
	Observe func(Progress)
}

// Lists are files of chats not to write to that somebody may change meanwhile.
type Lists interface {
	// Look returns why posting must wait for them, or "", and an error that ends the run. It must be quick.
	Look() (why string, stop error)
}

// Progress is where a run stands.
type Progress struct {
	// Accepted, Rejected and Unknown count this run's outcomes.
	Accepted, Rejected, Unknown int
	// LeftOut counts messages that were to be sent and that a list, or another job, forbade at the last look.
	LeftOut int
	// Found and Absent count the doubts, of earlier runs too, that evidence settled.
	Found, Absent int
	// InFlight is the number of messages under way, from the claim until the outcome is durable.
	InFlight int
	// Waiting says what posting waits for, or "".
	Waiting string
}

// Done is the number of rows that this run sent, or tried to send.
func (p Progress) Done() int { return p.Accepted + p.Rejected + p.Unknown }

// Passed is the number of rows that this run has dealt with.
func (p Progress) Passed() int { return p.Done() + p.LeftOut }

// Send posts until nothing is pending, and returns nil then. It returns a *StopError
// when rows were left: for trouble, a limit, or because ctx was cancelled. Requests in
// flight are always finished, to their own timeout.
func (r *Run) Send(ctx context.Context) error {
	if err := r.Ledger.StartRun(r.Job.ID); err != nil {
		return &StopError{Code: "ledger", Text: err.Error(), Err: err}
	}
	l, err := newLane(ctx, r)
	if err != nil {
		return &StopError{Code: "ledger", Text: err.Error(), Err: err}
	}
	l.run(ctx)
	var code, text string
	if l.stop != nil {
		code, text = l.stop.Code, l.stop.Text
	}
	if err := r.Ledger.EndRun(r.Job.ID, code, text); err != nil && l.stop == nil {
		l.stop = &StopError{Code: "ledger", Text: err.Error(), Err: err}
	}
	if l.stop != nil {
		return l.stop
	}
	return nil
}

// UnsavedError says that the API accepted messages whose ids the ledger could not keep.
// They are in doubt until their evidence is found.
type UnsavedError struct {
	Accepted []Unsaved
	Err      error
}

// Unsaved is an acceptance that could not be recorded.
type Unsaved struct {
	Row               int
	ChatID, IDMessage string
}

// Error names the ledger's failure.
func (e *UnsavedError) Error() string { return "the ledger cannot be written: " + e.Err.Error() }

// Unwrap returns the ledger's failure.
func (e *UnsavedError) Unwrap() error { return e.Err }

// Account is what a run must know of the account before its first message.
type Account struct {
	State greenapi.State
	// Phone is the number it sends from, as digits; "" if the API did not say.
	Phone string
	// Delay is the time between two messages of its queue.
	Delay time.Duration
	// Queued is the number of messages in its queue.
	Queued int
	// NoJournal says that its settings keep no journal of what is sent.
	NoJournal bool
	ReadAt    time.Time
	// HidesIncoming says that its settings keep incoming messages out of its journal.
	HidesIncoming bool
}
