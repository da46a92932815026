package sender

import (
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Progress is where a run stands, or one of its lanes.
type Progress struct {
	// Accepted, Rejected and Unknown count this run's outcomes.
	Accepted, Rejected, Unknown int
	// LeftOut counts messages that were to be sent and that a list, or another job, forbade at the last look.
	LeftOut int
	// Found and Absent count the doubts, of earlier runs too, that evidence settled.
	Found, Absent int
	// InFlight is the number of messages under way, from the claim until the outcome is durable.
	InFlight int
	// Waiting says what posting waits for, or nothing: what one of the lanes waits for, if all do that have not ended.
	Waiting words.Fact
	// Waits are the lanes that wait, of several; it must not be changed.
	Waits []LaneWait
}

// LaneWait is what a lane waits for.
type LaneWait struct {
	Name string // the lane's
	ledger.Wait
}

// Done is the number of rows that this run sent, or tried to send.
func (p Progress) Done() int { return p.Accepted + p.Rejected + p.Unknown }

// Passed is the number of rows that this run has dealt with.
func (p Progress) Passed() int { return p.Done() + p.LeftOut }

// plus adds up what was counted.
func (p Progress) plus(q Progress, sign int) Progress {
	p.Accepted += sign * q.Accepted
	p.Rejected += sign * q.Rejected
	p.Unknown += sign * q.Unknown
	p.LeftOut += sign * q.LeftOut
	p.Found += sign * q.Found
	p.Absent += sign * q.Absent
	p.InFlight += sign * q.InFlight
	return p
}

// counts keeps a lane's progress.
type counts struct {
	Progress
	slots int // taken: messages claimed and without an answer yet
}

// claimed takes in that a message was claimed.
func (c *counts) claimed() {
	c.slots++
	c.InFlight++
}

// answered takes in that a request has its answer, or failed.
func (c *counts) answered() { c.slots-- }

// ended takes in an outcome that is durable.
func (c *counts) ended(s ledger.Status) {
	c.InFlight--
	switch s {
	case ledger.Accepted:
		c.Accepted++
	case ledger.Rejected:
		c.Rejected++
	case ledger.Unknown:
		c.Unknown++
	}
}

// unsent takes in that a claimed message was not requested; leftOut says that it will not be.
func (c *counts) unsent(leftOut bool) {
	c.slots--
	c.InFlight--
	if leftOut {
		c.LeftOut++
	}
}

// lost takes in that so many outcomes and intents could not be made durable.
func (c *counts) lost(outcomes, intents int) {
	c.slots -= intents
	c.InFlight -= outcomes + intents
}

// settled takes in that evidence settled a doubt; ours says that it arose in this run.
func (c *counts) settled(found, ours bool) {
	if found {
		c.Found++
	} else {
		c.Absent++
	}
	if ours {
		c.Unknown--
	}
	if ours && found {
		c.Accepted++
	}
}

// reopened takes in that so many rejected rows are pending again.
func (c *counts) reopened(rows int) { c.Rejected -= rows }
