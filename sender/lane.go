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

// lane is an account's part of a run under way. Its parts belong to the goroutine of run, and each is changed by its own
// methods only; the Run and the Lane are the caller's.
type lane struct {
	*engine
	*Lane
	number  int
	share   *share
	clocks  *clocks
	reports chan func() // what requests and commits report, called by run
	ceiling *ceiling

	quota    quota
	pacer    *pacer
	state    instanceState
	queue    accountQueue
	incoming incomingWatch
	breaker  breaker
	refusals refusals
	outage   outage
	doubts   doubts

	counts  counts
	waiting waiting
	ending  ending
}

func newLane(ctx context.Context, e *engine, number int) (*lane, error) {
	o := e.Lanes[number]
	o.Client.ClockSet() // what it was set before is of no interest: nothing was dated by it
	before, err := o.Account.LastAttemptID(ctx)
	if err != nil {
		return nil, err
	}
	l := &lane{engine: e, Lane: o, number: number, share: e.dispatcher.shares[number], clocks: newClocks(o.Client, before),
		reports:  make(chan func(), 2*e.width()+4),
		quota:    quota{account: o.Account, limits: e.Limits},
		state:    newInstanceState(o.Seen),
		queue:    newAccountQueue(o.Seen),
		incoming: newIncomingWatch(o.Listener != nil, time.Now()),
		outage:   outage{patience: patienceAtStart},
	}
	l.doubts = doubts{account: o.Account, clocks: l.clocks, settleAfter: e.settleAfter(), decide: e.decide}
	if err := l.readClocks(); err != nil {
		return nil, err
	}
	left, err := o.Account.Doubts(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range left {
		e.dispatcher.hold(d.Message)
		l.doubts.add(l.leftBehind(d))
	}
	last, err := o.Account.LastAttempts(ctx, pace.Ceiling)
	if err != nil {
		return nil, err
	}
	last = notAfter(time.Now(), last)
	l.ceiling = newCeiling(o.Loopback, last)
	l.pacer = newPacer(e.Rate, o.Loopback, l.queue.drain(), last)
	l.saveAccount(o.Seen.ReadAt)
	return l, nil
}

// readClocks has the ledger date attempts by both clocks from now on, and finds out whether one was wrong.
func (l *lane) readClocks() error {
	l.Account.ReadClock(l.clocks.read)
	now := l.clocks.read()
	if !now.Known {
		return nil
	}
	ahead, err := l.Account.BoundClock(later(now.Wall, now.Wall.Add(now.Ahead)))
	if ahead > 0 && l.ClockWasWrong != nil {
		l.ClockWasWrong(ahead)
	}
	return err
}

// leftBehind is a doubt of an earlier run.
func (l *lane) leftBehind(d ledger.Doubt) openDoubt {
	s := l.clocks.spanOf(d.Attempt, d.StartedAt, d.Start, d.End)
	o := newDoubt(d, s, l.queue.ahead(l.clocks.here(s.Start)))
	// An unrecorded card that may be any of several needs a person's decision: it lies before its attempt.
	o.final = s.wrong || words.Code(d.Code) == ledger.CodeUnrecorded || l.clocks.now().Sub(o.settle.End) > lookFor
	return o
}

func (r *Run) width() int {
	if r.InFlight <= 0 {
		return greenapi.DefaultInFlight
	}
	return r.InFlight
}

func (r *Run) settleAfter() time.Duration {
	if r.SettleAfter <= 0 {
		return defaultSettle
	}
	return r.SettleAfter
}

func (r *Run) decide(e settle.Evidence, now time.Time) []settle.Verdict {
	if r.Decide != nil {
		return r.Decide(e, now)
	}
	return e.Decide(now)
}

// notAfter moves times that lie ahead, since the clock was, to now.
func notAfter(now time.Time, times []time.Time) []time.Time {
	for i, t := range times {
		times[i] = earliest(t, now)
	}
	return times
}

// run posts until nothing is left for the lane, or until something ends it; then it waits for what is in flight.
func (l *lane) run(ctx context.Context) {
	reading, stopReading := context.WithCancel(ctx)
	defer stopReading()
	for more := true; more && !l.ending.due(); {
		stop := l.dispatcher.stopped()
		switch {
		case ctx.Err() != nil:
			l.ending.halt(interrupted(ctx))
		case stop != nil:
			l.ending.follow(stop)
		default:
			now := time.Now()
			l.startReadings(reading, now)
			l.pacer.recover(now)
			more = l.step(ctx, now)
		}
	}
	for l.counts.InFlight > 0 {
		(<-l.reports)()
	}
	l.finish()
}

// step settles doubts, posts a message or waits, and reports whether there may be more to do.
func (l *lane) step(ctx context.Context, now time.Time) bool {
	o, err := l.share.peek(context.WithoutCancel(ctx))
	if err != nil {
		l.fail(ledgerStop(err))
		return false
	}
	idle := (!o.some() || l.doubts.holds(l.width())) && l.counts.InFlight == 0
	if l.settleDoubts(ctx, now, idle) {
		return true
	}
	if !o.some() && idle && !l.doubts.worthWaiting() {
		return l.park(ctx)
	}
	if !l.quota.knowsDay(now) {
		l.readDay(ctx, now)
		return true
	}
	wait, limit := l.untilPost(now, o.some())
	switch {
	case limit != nil && l.counts.InFlight == 0:
		l.ending.halt(paused(limit))
	case limit != nil: // the outcome of what is in flight may leave room
		l.wait(ctx, forever)
	case wait > 0:
		l.wait(ctx, wait)
	default:
		l.claim(ctx, now, o)
	}
	return true
}

// park rests until another lane leaves something to do, and reports whether one may. Nothing is read meanwhile.
func (l *lane) park(ctx context.Context) bool {
	l.waiting.over()
	l.noteWait(time.Now(), 0)
	l.observe()
	for {
		parked, over := l.share.park()
		if over || !parked {
			return !over
		}
		select {
		case <-l.share.wake:
		case report := <-l.reports:
			report()
		case <-ctx.Done():
			return true
		}
		if l.ending.due() || l.dispatcher.stopped() != nil {
			return true
		}
		l.state.rested(time.Now())
	}
}

// readDay reads what was sent today, when nothing is in flight.
func (l *lane) readDay(ctx context.Context, now time.Time) {
	if l.counts.InFlight > 0 {
		l.wait(ctx, forever)
		return
	}
	if err := l.quota.readDay(ctx, now, l.counts.Accepted+l.counts.Unknown); err != nil {
		l.ledgerFailed(err)
	}
	l.share.nextDay()
}

// forever is long enough for whatever only a report can end.
const forever = time.Hour

// untilPost returns how long the next message has to wait, 0 if it may go now; or the
// operator's limit that forbids it then, so that it need not wait.
func (l *lane) untilPost(now time.Time, free bool) (time.Duration, *pace.Stop) {
	l.waiting.over()
	width := l.width()
	if wait := l.untilLists(); wait > 0 {
		return wait, nil
	}
	paused := l.doubts.holds(width)
	if l.breaker.open {
		width = 1
	}
	switch {
	case paused || !free && l.counts.InFlight == 0:
		l.waiting.on(l.doubts.why())
		return forever, nil
	case !free || l.counts.slots >= width:
		return forever, nil
	case l.incoming.holds():
		l.waiting.on(l.incoming.why())
		return forever, l.limitAt(now)
	case l.state.holds():
		l.waiting.on(l.state.why())
		return forever, l.limitAt(now)
	case l.queue.holds():
		l.waiting.on(l.queue.why())
		return forever, l.limitAt(now)
	}
	if held := l.pacer.held(now); held.Reason.Code != "" {
		l.waiting.on(held)
		return held.Until.Sub(now), l.limitAt(held.Until)
	}
	at := l.pacer.next(now)
	return at.Sub(now), l.limitAt(later(now, at))
}

// limitAt returns the operator's limit that forbids one more message at that time, or nil.
func (l *lane) limitAt(at time.Time) *pace.Stop {
	stop := l.quota.reached(at, l.counts.Progress, l.queue.drained(at))
	if stop == nil && l.dispatcher.full() {
		stop = &pace.Stop{Reason: words.New("limit", "n", l.Limit)}
	}
	return stop
}

// wait calls what is reported, for as long as d or until the first report.
func (l *lane) wait(ctx context.Context, d time.Duration) {
	l.observe()
	now := time.Now()
	l.noteWait(now, d)
	t := time.NewTimer(min(d, l.untilReading(now), l.doubts.untilDecision(now)))
	defer t.Stop()
	select {
	case report := <-l.reports:
		report()
		for range len(l.reports) {
			(<-l.reports)()
		}
	case <-l.share.wake:
	case <-t.C:
	case <-ctx.Done():
	}
}

// noteWait has what posting waits for, for so long at least, kept for status.
func (l *lane) noteWait(now time.Time, d time.Duration) {
	if why, changed := l.waiting.changed(now, d); changed {
		l.Account.NoteWait(l.Job.ID, why)
		l.committer.note()
	}
}

func (l *lane) observe() { l.totals.observe(l.number, l.Name, l.counts.Progress, l.waiting.why) }

// finish does what can only be done when nothing is in flight.
func (l *lane) finish() {
	if l.refusals.tooMany() {
		if err := l.Ledger.Reopen(l.refusals.messages); err != nil {
			l.ledgerFailed(err)
		} else {
			l.counts.reopened(len(l.refusals.messages))
		}
	}
	if l.quota.turnedAway != nil {
		l.ending.halt(l.quota.turnedAway)
	}
	l.share.leave()
	if !l.ending.byLedger() {
		l.saveAccount(time.Now())
	}
	l.waiting.over()
	l.noteWait(time.Now(), 0)
	l.totals.end(l.number)
	l.observe()
	l.Sent, l.Stop = l.counts.Progress, l.ending.stop
	if l.Stop != nil && !l.ending.shared {
		l.Stop = l.blame(l.Stop)
	}
}

// blame names the account in what stopped it, where there are several.
func (l *lane) blame(stop *StopError) *StopError {
	if code := stop.Code(); len(l.Lanes) > 1 && code != "interrupted" && code != "limit" {
		stop.Account = l.Name
	}
	return stop
}

// fail ends the whole run.
func (l *lane) fail(why *StopError) {
	l.ending.follow(why)
	l.dispatcher.halt(why)
}

// ledgerFailed ends the run because the ledger cannot be used.
func (l *lane) ledgerFailed(err error) { l.fail(unwritten(err)) }
