// Package sender sends a job's pending messages through one account or several, and finds out what became of them.
//
// Before the first message, [Preflight] reads each account, and [Run.FindUnrecorded] looks for cards that it sent and that
// the ledger does not know. [Run.Send] then sends what is pending; [Tracking] fetches delivery statuses later. Nothing
// here speaks to people: a run that ends with rows left returns a [StopError].
//
// A request is never made without its durable intent, never repeated when it may have left, and never cut short by an
// interrupt. A message's way (claim, intent, post, verdict, outcome) stands in journey.go, in that order.
//
// Each account has a lane: one goroutine that decides everything about it, its pace, limits, state, queue and doubts,
// and owns all of that. A lane that waits costs nothing but its place in memory. It gives work to others, and they
// report back to it:
//
//	                   messages        intents, outcomes             intents that are durable
//	dispatcher -----------------> lane -----------------> committer ------------------------> requests
//	                                ^                         |                                  |
//	                                |  outcomes are durable   |                                  | sendContact
//	                                +-------------------------+                                  |
//	                                |  verdicts                                                  |
//	                                +------------------------------------------------------------+
//	                                |  the account's state and queue, evidence, stop words
//	                                +---------------------------------------------------- readings
//
// The lanes have the dispatcher in common, which hands out the job's messages, each to one lane, and the committer, one
// goroutine, so that commits are one after the other, each for all lanes. A request is a goroutine while it is under way,
// of which a lane has as many as may be in flight; so is a reading, one of each kind at a time.
package sender

import (
	"context"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/settle"
)

// Run is one run over a job's pending messages. Ledger, Job and Lanes must be set.
type Run struct {
	// Ledger holds the job and the accounts.
	Ledger *ledger.Run
	Job    ledger.Job
	// Lanes are the accounts that the messages are shared out to, in the order in which they are named.
	Lanes []*Lane
	// Rate is how fast each posts; the zero value follows the account's own delay.
	Rate pace.Rate
	// InFlight is how many requests of an account may be under way at once; 0 is 8.
	InFlight int
	// Limit ends the run, paused, when that many rows were sent; 0 is no limit.
	Limit int
	// Limits are the operator's own, by the day and the hour, for each account.
	Limits pace.Limits
	// Lists, if set, are checked while the run goes on: posting waits while they cannot be
	// read, and their error ends the run.
	Lists Lists
	// SettleAfter is how long evidence must be silent before a row in doubt is sent again; 0 is five minutes.
	SettleAfter time.Duration
	// Decide replaces settle.Evidence.Decide, for tests that must be able to find what goes wrong without it.
	Decide func(settle.Evidence, time.Time) []settle.Verdict
	// Observe, if set, is called for every step, one call at a time. It must be quick.
	Observe func(Progress)
}

// Lane is one account of a run. Account, Client and Seen must be set.
type Lane struct {
	// Name is what people call it.
	Name    string
	Account *ledger.Account
	Client  *greenapi.Client
	// Seen is what Preflight read.
	Seen AccountInfo
	// Listener, if set, reads incoming messages for stop words while the run goes on.
	Listener *Listener
	// Loopback says that the API is on this machine, where the documented limits do not apply.
	Loopback bool
	// ClockWasWrong, if set, is called once if the ledger has attempts dated that far ahead: this machine's clock was wrong.
	ClockWasWrong func(ahead time.Duration)

	// Sent and Stop are how it ended, after Send: what it did, and why it left rows, or nil.
	Sent Progress
	Stop *StopError
}

// Send posts until nothing is pending, and returns nil then. It returns a *StopError
// when rows were left: for an error, a limit, or because ctx was cancelled. Requests in
// flight are always finished, to their own timeout.
//
// A lane that meets trouble of its own, or a limit, ends, and the others go on with what they may send. What ends all of
// them is a restriction of one of the accounts, since nobody is handed the list that got a number restricted; so do the
// ledger's failure and a cancelled ctx.
func (r *Run) Send(ctx context.Context) error {
	if err := r.Ledger.StartRun(r.Job.ID); err != nil {
		return ledgerStop(err)
	}
	e, err := newEngine(ctx, r)
	if err != nil {
		return ledgerStop(err)
	}
	stop := e.run(ctx)
	var code string
	var why words.Fact
	if stop != nil {
		code, why = stop.Code(), stop.Fact()
	}
	if err := r.Ledger.EndRun(r.Job.ID, code, why); err != nil && stop == nil {
		stop = ledgerStop(err)
	}
	if stop != nil {
		return stop
	}
	return nil
}

// patience is how long a run waits for the API: little at the start, where a mistake is
// likely, more once it has answered.
const (
	patienceAtStart = time.Minute
	patience        = greenapi.MaxWait
)

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
