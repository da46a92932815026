package sender

import (
	"context"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

// This file is the reading requests of a run: of the instance's state, the account's queue, evidence about doubts, and
// incoming messages. One of each kind is under way at a time, so that none waits for another: the client keeps the
// distance between them. What they show is taken in by the parts that want to know.

// untilReading returns how long until a reading is due.
func (l *lane) untilReading(now time.Time) time.Duration {
	return min(l.state.wait(now), l.queue.wait(now), l.doubts.wait(now), l.incoming.wait(now))
}

// startReadings begins the reading requests that are due.
func (l *lane) startReadings(ctx context.Context, now time.Time) {
	if l.state.wait(now) == 0 {
		l.state.begin()
		go func() {
			s, err := l.Client.GetStateInstance(ctx)
			l.reports <- func() { l.sawState(ctx, s, err) }
		}()
	}
	if l.queue.wait(now) == 0 {
		list := l.queue.begin(now)
		go func() {
			q, err := countQueue(ctx, l.Client, list)
			l.reports <- func() { l.sawQueue(q, err) }
		}()
	}
	if l.doubts.wait(now) == 0 {
		next := l.doubts.begin()
		go func() {
			v, err := readView(ctx, l.Client, next)
			owned, failed := l.known(context.WithoutCancel(ctx), v)
			l.reports <- func() { l.sawView(v, owned, err, failed) }
		}()
	}
	if l.incoming.wait(now) == 0 {
		l.incoming.begin()
		go func() {
			_, err := l.Listener.Listen(ctx)
			l.reports <- func() { l.sawIncoming(err) }
		}()
	}
}

// known returns which of the ids in a view the ledger owns, and has it learn the chats under which they are shown.
func (l *lane) known(ctx context.Context, v settle.View) (map[string]bool, error) {
	owned, err := l.Ledger.Owned(ctx, idsIn(v))
	if err == nil {
		err = l.Ledger.Learn(ctx, chatsIn(v))
	}
	return owned, err
}

func (l *lane) sawState(ctx context.Context, s greenapi.State, err error) {
	now := time.Now()
	var stop *StopError
	lost := false
	if err != nil {
		stop = l.state.unread(now, err)
	} else {
		stop, lost = l.state.saw(now, s)
	}
	if err == nil && (lost || s == greenapi.StateAuthorized) {
		l.saveAccount(now)
	}
	if lost {
		stop = l.lost(ctx, s, stop)
	}
	if stop != nil {
		l.ending.halt(stop)
	}
}

// lost explains a state that ended the lane, and ends all lanes if it is a restriction. What was accepted since the
// account was last seen authorized, or was still queued then, may never be sent.
func (l *lane) lost(ctx context.Context, s greenapi.State, stop *StopError) *StopError {
	if restricted(s) { // at once, before more is asked
		l.dispatcher.halt(l.blame(stop))
	}
	explained := l.blame(explainState(ctx, l.Client, s))
	explained.AcceptedInVain = l.state.authorized.Add(-l.queue.sinceCounted())
	l.dispatcher.explain(stop, explained)
	return explained
}

func (l *lane) sawQueue(q queueCount, err error) {
	now := time.Now()
	if stop := l.queue.counted(now, q, err); stop != nil {
		l.ending.halt(stop)
	}
	l.pacer.follow(l.queue.drain())
	l.saveAccount(now)
}

// sawView takes in evidence, and which of the ids in it the ledger owns; failed is the ledger's error. A view that
// failed for a passing reason is no view: it is asked for again. If that goes on and nothing else is left to do, the
// run ends.
func (l *lane) sawView(v settle.View, owned map[string]bool, err, failed error) {
	if failed != nil {
		l.ledgerFailed(failed)
		return
	}
	if l.doubts.mayRetry(err) {
		stop := l.doubts.unread(time.Now(), err)
		if stop != nil && (l.doubts.idle || l.doubts.holds(l.width())) {
			l.ending.halt(stop)
		}
		return
	}
	if stop := readStop(err); stop != nil && v.Source == settle.Queue {
		l.ending.halt(stop)
	}
	l.doubts.saw(v, owned)
}

func (l *lane) sawIncoming(err error) {
	if stop := l.incoming.listened(time.Now(), err); stop != nil {
		l.ending.halt(stop)
	}
}

// saveAccount has what was seen of the account kept for status.
func (l *lane) saveAccount(now time.Time) {
	l.Account.Note(ledger.Seen{State: string(l.state.state), Queued: l.queue.length(now), ReadAt: now,
		Interval: l.pacer.interval(), DailyLimit: l.Limits.Daily, NewChatsPerDay: l.quota.newChatsLimit(now)})
	l.committer.note()
}
