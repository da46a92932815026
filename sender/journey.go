package sender

import (
	"context"
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// This file is a message's way through a run, from top to bottom:
//
//	claim    it is the next that may be posted, and takes a slot              lane, dispatcher
//	intent   the ledger checks once more whether it may be sent, and keeps    committer
//	         that it is about to be
//	post     the request is made, once                                        a goroutine of its own
//	verdict  what the answer means for the run counts at once                 lane
//	outcome  what it means for the message counts when it is durable          committer, lane
//
// A message that is left in doubt has one step more: it is settled by evidence, perhaps in a later run.

// posting is a message on its way.
type posting struct {
	ledger.Message
	lane    *lane
	trial   bool // alone, because the breaker was open
	newChat bool // to a chat that counts as new today
	sets    int  // how often the API's clock had been set by then

	attempt ledger.Begun     // its intent
	durable greenapi.Instant // when that was durable

	verdict verdict
	err     error // of the request
}

// claim sends a message on its way. If the limit of new chats forbids that, it is left for another lane or another day.
func (l *lane) claim(ctx context.Context, now time.Time, o offer) {
	newChat, limit, err := l.quota.isNew(ctx, now, o.ChatID)
	switch {
	case err != nil:
		l.ledgerFailed(err)
		return
	case limit != nil && l.counts.InFlight > 0 && l.quota.mayGetRoom(now):
		l.wait(ctx, forever) // one of those in flight may leave room
		return
	case limit != nil:
		l.quota.turnAway(limit)
		l.share.turnAway(o)
		return
	}
	if !l.share.take(o) { // another lane was quicker
		return
	}
	l.pacer.taken()
	l.counts.claimed()
	if newChat {
		l.quota.use(o.ChatID)
	}
	l.committer.begin(&posting{Message: o.Message, lane: l, trial: l.breaker.open, newChat: newChat, sets: len(l.clocks.sets)})
}

// behindAnother is how long posting waits for a message of another job to leave the wire.
const behindAnother = time.Second

// leftOut takes in messages of which the ledger kept no intent, since they may not be sent, or not yet.
func (l *lane) leftOut(left []*posting) {
	for _, p := range left {
		l.counts.unsent(!p.attempt.Waits())
		l.dispatcher.unsent()
		l.unuse(p)
		if p.attempt.Waits() {
			l.dispatcher.giveBack(p.Message)
			l.pacer.holdFor(time.Now(), behindAnother, ledger.Wait{Reason: words.New("job/wait")})
		} else {
			l.dispatcher.release(p.Message)
		}
	}
}

// post makes a message's request, once.
func (l *lane) post(p *posting) {
	l.ceiling.wait()
	// No context of the run's: an interrupt must not cut a request short, the client has its own timeout.
	receipt, err := l.Client.SendIntended(context.Background(), p.Card, p.durable)
	p.verdict, p.err = verdictOf(receipt, err), err
	l.reports <- func() { l.answered(p) }
}

// answered takes in a request's verdict: its slot is free, and what the verdict means for the run counts at once.
func (l *lane) answered(p *posting) {
	l.counts.answered()
	l.committer.end(p)
	switch p.verdict.Status {
	case ledger.Accepted:
		l.queue.accepted()
		l.state.accepted()
		l.pacer.accepted()
		l.doubts.accepted()
		l.refusals.forget()
		l.breaker.accepted()
	case ledger.Rejected:
		l.refusals.refused(p.Message, p.verdict.Reason.Encode())
		l.breaker.answered()
	}
	l.react(time.Now(), p.trial, p.verdict, p.err)
}

// settled takes in outcomes that are durable.
func (l *lane) settled(ended []*posting) {
	for _, p := range ended {
		l.counts.ended(p.verdict.Status)
		switch p.verdict.Status {
		case ledger.Accepted:
			l.dispatcher.wrote(p.Message)
			l.dispatcher.release(p.Message)
		case ledger.Rejected:
			l.dispatcher.release(p.Message)
			l.unuse(p)
		case ledger.Pending:
			l.dispatcher.unsent()
			l.dispatcher.giveBack(p.Message)
			l.unuse(p)
		case ledger.Unknown: // its chat and phone stay busy
			l.dispatcher.wrote(p.Message)
			l.inDoubt(p)
		}
	}
}

// notCommitted takes in outcomes and intents that could not be made durable. Nothing of these intents was requested.
func (l *lane) notCommitted(ended, begun []*posting, err error) {
	l.counts.lost(len(ended), len(begun))
	for _, p := range ended {
		l.ending.losesOutcome(p)
	}
	l.ending.follow(unwritten(err))
}

// unuse takes back that a message counted as one to a new chat: nothing was sent.
func (l *lane) unuse(p *posting) {
	if p.newChat {
		l.quota.giveBack(p.ChatID)
	}
}

// inDoubt takes in a message that may have been sent.
func (l *lane) inDoubt(p *posting) {
	if err := l.doubts.followClock(); err != nil {
		l.ledgerFailed(err)
	}
	s := l.clocks.endedNow(p.attempt.Start, p.sets)
	o := newDoubt(ledger.Doubt{Message: p.Message, StartedAt: p.attempt.StartedAt}, s, l.queue.ahead(l.clocks.here(s.Start)))
	o.ours = true
	l.doubts.add(o)
}

// settleDoubts settles what evidence shows, and reports whether anything was: what is free to be sent may have changed
// then. idle says that nothing is being posted.
func (l *lane) settleDoubts(ctx context.Context, now time.Time, idle bool) bool {
	over, err := l.doubts.settle(ctx, now, idle, l.state.steady)
	for _, s := range over {
		l.counts.settled(s.found, s.ours)
		switch {
		case s.found:
			l.refusals.forget()
			l.dispatcher.release(s.Message)
		case s.Job == l.Job.ID && s.Row > 0:
			err = errors.Join(err, l.rebind(context.WithoutCancel(ctx), s.ChatID))
			l.dispatcher.giveBack(s.Message)
		default:
			l.dispatcher.release(s.Message)
		}
		if s.ours && !s.found {
			l.dispatcher.unsent()
			l.quota.absent(s.posted)
		}
	}
	if err != nil {
		l.ledgerFailed(err)
	}
	return len(over) > 0 || err != nil
}
