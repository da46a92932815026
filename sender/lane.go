package sender

import (
	"context"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/settle"
)

// lane is a run under way. Its parts belong to the goroutine of run, and each is changed by its own methods only; the
// Run is the caller's, and never changed.
type lane struct {
	*Run
	clocks    *clocks
	reports   chan func() // what requests and commits report, called by run
	committer *committer
	ceiling   *ceiling

	claims   *claims
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

func newLane(ctx context.Context, r *Run) (*lane, error) {
	r.Client.ClockSet() // what it was set before is of no interest: nothing was dated by it
	before, err := r.From.LastAttemptID(ctx)
	if err != nil {
		return nil, err
	}
	l := &lane{Run: r, clocks: newClocks(r.Client, before),
		reports: make(chan func(), 2*r.width()+4), committer: newCommitter(r.Ledger, r.From),
		claims:   newClaims(r.Ledger.Ledger, r.Job.ID),
		quota:    quota{from: r.From, limits: r.Limits, rows: r.Limit},
		state:    newInstanceState(r.Account),
		queue:    newAccountQueue(r.Account),
		incoming: newIncomingWatch(r.Listener != nil, time.Now()),
		outage:   outage{patience: patienceAtStart},
		waiting:  waiting{from: r.From, job: r.Job.ID}}
	l.doubts = doubts{ledger: r.Ledger.Ledger, from: r.From, clocks: l.clocks, settleAfter: r.settleAfter(), decide: r.decide}
	if err := l.readClocks(); err != nil {
		return nil, err
	}
	left, err := r.From.Doubts(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range left {
		l.claims.block(d.Card)
		l.doubts.add(l.leftBehind(d))
	}
	last, err := r.From.LastAttempts(ctx, pace.Ceiling)
	if err != nil {
		return nil, err
	}
	last = notAfter(time.Now(), last)
	l.ceiling = newCeiling(r.Loopback, last)
	l.pacer = newPacer(r.Rate, r.Loopback, l.queue.drain(), last)
	l.saveAccount(r.Account.ReadAt)
	return l, nil
}

// readClocks has the ledger date attempts by both clocks from now on, and finds out whether one was wrong.
func (l *lane) readClocks() error {
	l.From.ReadClock(l.clocks.read)
	now := l.clocks.read()
	if !now.Known {
		return nil
	}
	ahead, err := l.From.BoundClock(later(now.Wall, now.Wall.Add(now.Ahead)))
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

// run posts until nothing is left, or until something ends the run; then it waits for what is in flight. It returns
// why messages were left, or nil.
func (l *lane) run(ctx context.Context) *StopError {
	stopWorkers := l.startWorkers()
	reading, stopReading := context.WithCancel(ctx)
	defer stopReading()
	for more := true; more && !l.ending.due(); {
		if ctx.Err() != nil {
			l.ending.halt(interrupted(ctx))
			break
		}
		now := time.Now()
		l.startReadings(reading, now)
		l.pacer.recover(now)
		more = l.step(ctx, now)
	}
	for l.counts.InFlight > 0 {
		(<-l.reports)()
	}
	stopWorkers()
	l.finish()
	return l.ending.reason()
}

// step settles doubts, posts a message or waits, and reports whether there may be more to do.
func (l *lane) step(ctx context.Context, now time.Time) bool {
	m, ok, err := l.claims.peek(context.WithoutCancel(ctx))
	if err != nil {
		l.ending.halt(ledgerStop(err))
		return false
	}
	idle := (!ok || l.doubts.holds(l.width())) && l.counts.InFlight == 0
	if l.settleDoubts(ctx, now, idle) {
		return true
	}
	if !ok && idle && !l.doubts.worthWaiting() {
		return false
	}
	if !l.quota.knowsDay(now) {
		l.readDay(ctx, now)
		return true
	}
	wait, limit := l.untilPost(now, ok)
	switch {
	case limit != nil && l.counts.InFlight == 0:
		l.ending.halt(paused(limit))
	case limit != nil: // the outcome of what is in flight may leave room
		l.wait(ctx, forever)
	case wait > 0:
		l.wait(ctx, wait)
	default:
		l.claim(ctx, now, m)
	}
	return true
}

// readDay reads what was sent today, when nothing is in flight.
func (l *lane) readDay(ctx context.Context, now time.Time) {
	if l.counts.InFlight > 0 {
		l.wait(ctx, forever)
		return
	}
	if err := l.quota.readDay(ctx, now, l.counts.Accepted+l.counts.Unknown); err != nil {
		l.ending.ledgerFailed(err)
	}
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
	return l.quota.reached(at, l.counts.Progress, l.queue.drained(at))
}

// wait calls what is reported, for as long as d or until the first report.
func (l *lane) wait(ctx context.Context, d time.Duration) {
	l.observe()
	now := time.Now()
	if err := l.waiting.save(now, d); err != nil {
		l.ending.ledgerFailed(err)
	}
	t := time.NewTimer(min(d, l.untilReading(now), l.doubts.untilDecision(now)))
	defer t.Stop()
	select {
	case report := <-l.reports:
		report()
		for range len(l.reports) {
			(<-l.reports)()
		}
	case <-t.C:
	case <-ctx.Done():
	}
}

func (l *lane) observe() {
	if l.Observe != nil {
		p := l.counts.Progress
		p.Waiting = l.waiting.why.Reason
		l.Observe(p)
	}
}

// finish does what can only be done when nothing is in flight.
func (l *lane) finish() {
	if l.refusals.tooMany() {
		if err := l.Ledger.Reopen(l.refusals.messages); err != nil {
			l.ending.ledgerFailed(err)
		} else {
			l.counts.reopened(len(l.refusals.messages))
		}
	}
	if l.quota.turnedAway != nil {
		l.ending.halt(l.quota.turnedAway)
	}
	if n := l.claims.waiting(); n > 0 {
		l.ending.halt(&StopError{Reason: words.New("doubt", "n", n)})
	}
	if !l.ending.byLedger() {
		l.saveAccount(time.Now())
	}
	l.waiting.over()
	l.observe()
}

// chatPhone is what two messages must share to be mistaken for each other.
type chatPhone struct {
	chatID string
	phone  int64
}

func chatPhoneOf(m card.Card) chatPhone { return chatPhone{m.ChatID, m.Contact.PhoneContact} }
