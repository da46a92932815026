package sender

import (
	"context"
	"sync"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// This file is a message's way through a run, from top to bottom:
//
//	claim    it is the next that may be posted, and takes a slot              lane
//	intent   the ledger checks once more whether it may be sent, and keeps    committer
//	         that it is about to be
//	post     the request is made, once                                        a worker
//	verdict  what the answer means for the run counts at once                 lane
//	outcome  what it means for the message counts when it is durable          committer, lane
//
// A message that is left in doubt has one step more: it is settled by evidence, perhaps in a later run.

// posting is a message on its way.
type posting struct {
	ledger.Message
	trial   bool // alone, because the breaker was open
	newChat bool // to a chat that counts as new today
	sets    int  // how often the API's clock had been set by then

	attempt ledger.Begun     // its intent
	durable greenapi.Instant // when that was durable

	verdict verdict
	err     error // of the request
}

// claim sends a message on its way. If the limit of new chats forbids that, it is left for another day.
func (l *lane) claim(ctx context.Context, now time.Time, m ledger.Message) {
	newChat, limit, err := l.quota.isNew(ctx, now, m.ChatID)
	switch {
	case err != nil:
		l.ending.ledgerFailed(err)
		return
	case limit != nil && l.counts.InFlight > 0 && l.quota.mayGetRoom(now):
		l.wait(ctx, forever) // one of those in flight may leave room
		return
	case limit != nil:
		l.quota.turnAway(limit)
		l.claims.pass()
		return
	}
	l.claims.take()
	l.pacer.taken()
	l.counts.claimed()
	if newChat {
		l.quota.use(m.ChatID)
	}
	l.committer.begin(&posting{Message: m, trial: l.breaker.open, newChat: newChat, sets: len(l.clocks.sets)})
}

// startWorkers runs the committer and the requests until stop is called, which must be when nothing is in flight.
func (l *lane) startWorkers() (stop func()) {
	requests := make(chan *posting, l.width())
	var workers sync.WaitGroup
	for range l.width() {
		workers.Go(func() {
			for p := range requests {
				l.post(p)
			}
		})
	}
	workers.Go(func() {
		defer close(requests)
		for range l.committer.wake {
			l.commit(requests)
		}
	})
	return func() {
		l.committer.close()
		workers.Wait()
	}
}

// commit makes durable the intents and outcomes that have gathered, and hands on the messages that may now be posted.
func (l *lane) commit(requests chan<- *posting) {
	ended, begun, err := l.committer.commit()
	if err != nil {
		l.reports <- func() { l.notCommitted(ended, begun, err) }
		return
	}
	var leftOut []*posting
	for _, p := range begun {
		if p.attempt.Left != "" {
			leftOut = append(leftOut, p)
			continue
		}
		requests <- p
	}
	if len(ended)+len(leftOut) > 0 {
		l.reports <- func() { l.settled(ended); l.leftOut(leftOut) }
	}
}

// behindAnother is how long posting waits for a message of another job to leave the wire.
const behindAnother = time.Second

// leftOut takes in messages of which the ledger kept no intent, since they may not be sent, or not yet.
func (l *lane) leftOut(left []*posting) {
	for _, p := range left {
		l.counts.unsent(!p.attempt.Waits())
		l.unuse(p)
		if p.attempt.Waits() {
			l.claims.giveBack(p.Message)
			l.pacer.holdFor(time.Now(), behindAnother, ledger.Wait{Reason: words.New("job/wait")})
		} else {
			l.claims.release(p.Message)
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
			l.claims.release(p.Message)
		case ledger.Rejected:
			l.claims.release(p.Message)
			l.unuse(p)
		case ledger.Pending:
			l.claims.giveBack(p.Message)
			l.unuse(p)
		case ledger.Unknown: // its chat and phone stay busy
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
	l.ending.ledgerFailed(err)
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
		l.ending.ledgerFailed(err)
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
			l.claims.release(s.Message)
		case s.Job == l.Job.ID && s.Row > 0:
			l.claims.giveBack(s.Message)
		default:
			l.claims.release(s.Message)
		}
		if s.ours && !s.found {
			l.quota.absent(s.posted)
		}
	}
	if err != nil {
		l.ending.ledgerFailed(err)
	}
	return len(over) > 0 || err != nil
}
