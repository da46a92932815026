package sender

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// lane is a run under way. Its fields belong to the goroutine of run; requests report
// back by functions that it calls.
type lane struct {
	*Run
	clocks    clocks
	before    int64      // the last attempt of earlier runs
	sets      []clockSet // the API's clock was
	events    chan func()
	committer *committer
	progress  Progress
	posting   int // slots taken: postings without an answer yet
	stop      *StopError

	claims  claims
	limiter *rate.Limiter
	slot    time.Time // when the next message may be posted, by the rate; zero: not reserved
	hold    time.Time // no posting before
	holdWhy ledger.Wait
	why     ledger.Wait // what posting waits for
	told    ledger.Wait // what the ledger says of that

	recentMu sync.Mutex
	recent   *pace.Recent

	breaker  breaker
	network  outage
	slower   throttle
	refusals []ledger.Message // the last refused in a row, all with the same answer
	refusal  string
	unsaved  []Unsaved
	watch    watch
	doubts   doubts
	quota    quota
	hearing  hearing
}

func newLane(ctx context.Context, r *Run) (*lane, error) {
	l := &lane{Run: r, events: make(chan func(), 2*r.width()+4), committer: newCommitter(r.Ledger), recent: &pace.Recent{}}
	l.network.patience, l.slower = patienceAtStart, newThrottle()
	l.watch = newWatch(r.Account)
	l.claims = claims{job: r.Job.ID, ledger: r.Ledger, busy: map[chatPhone]int{}, aside: map[chatPhone][]ledger.Message{}}
	r.Client.ClockSet() // what it was set before is of no interest: nothing was dated by it
	l.clocks = r.clocks()
	if err := l.readClocks(ctx); err != nil {
		return nil, err
	}
	left, err := r.Ledger.Doubts(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range left {
		l.claims.busy[chatPhoneOf(d.Card)]++
		l.doubts.add(l.leftBehind(d))
	}
	l.doubts.authorizedSince = r.Account.ReadAt
	l.hearing.next = time.Now().Add(listenEvery) // what came in until now was read before
	last, err := r.Ledger.LastAttempts(ctx, pace.Ceiling)
	if err != nil {
		return nil, err
	}
	if !r.Loopback {
		l.recent = pace.NewRecent(pace.Ceiling, notAfter(time.Now(), last)...)
	}
	l.setRate()
	for _, t := range last[max(0, len(last)-1):] {
		l.limiter.AllowN(t, 1) // a restart gets no fresh burst
	}
	l.saveAccount(r.Account.ReadAt)
	return l, nil
}

// leftBehind is a doubt of an earlier run.
func (l *lane) leftBehind(d ledger.Doubt) openDoubt {
	o := l.newDoubt(d, l.spanOf(d.Attempt, d.StartedAt, d.Start, d.End))
	// An unrecorded card that may be any of several needs a person's decision: it lies before its attempt.
	o.final = o.span.wrong || d.Code == ledger.CodeStranger || l.clocks.now().Sub(o.settle.End) > lookFor
	return o
}

// readClocks has the ledger date attempts by both clocks from now on, and finds out whether one was wrong.
func (l *lane) readClocks(ctx context.Context) (err error) {
	if l.before, err = l.Ledger.LastAttemptID(ctx); err != nil {
		return err
	}
	l.Ledger.ReadClock(l.clocks.read)
	now := l.clocks.read()
	if !now.Known {
		return nil
	}
	ahead, err := l.Ledger.BoundClock(later(now.Wall, now.Wall.Add(now.Ahead)))
	if ahead > 0 && l.ClockWasWrong != nil {
		l.ClockWasWrong(ahead)
	}
	return err
}

func (r *Run) width() int {
	if r.InFlight <= 0 {
		return 8
	}
	return r.InFlight
}

// notAfter moves times that lie ahead, since the clock was, to now.
func notAfter(now time.Time, times []time.Time) []time.Time {
	for i, t := range times {
		if t.After(now) {
			times[i] = now
		}
	}
	return times
}

// interval is the time from one message to the next at the present pace.
func (l *lane) interval() time.Duration {
	return l.slower.interval(l.Rate.Interval(l.watch.backlog.Drain(), l.Loopback))
}

// setRate makes the limiter for the present pace.
func (l *lane) setRate() {
	interval := l.interval()
	limit := rate.Inf
	if interval > 0 {
		limit = rate.Every(interval)
	}
	if l.limiter == nil {
		l.limiter = rate.NewLimiter(limit, 1)
	}
	l.limiter.SetLimit(limit)
}

// run posts until nothing is left, or until something ends the run; then it waits for
// the requests in flight.
func (l *lane) run(ctx context.Context) {
	end := l.work()
	reading, stopReading := context.WithCancel(ctx)
	defer stopReading()
	for l.stop == nil {
		if ctx.Err() != nil {
			l.stop = interrupted(ctx)
			break
		}
		now := time.Now()
		l.read(reading, now)
		l.listen(reading, now)
		if l.slower.restore(now) {
			l.setRate()
		}
		m, ok, err := l.claims.peek(context.WithoutCancel(ctx))
		if err != nil {
			l.stop = &StopError{Code: "ledger", Text: err.Error(), Err: err}
			break
		}
		paused := l.doubts.hold(l.width())
		idle := (!ok || paused) && l.progress.InFlight == 0
		if l.settleDoubts(ctx, now, idle) {
			continue // what is free to be sent may have changed
		}
		paused = l.doubts.hold(l.width()) // what proved undecidable holds nothing
		if !ok && idle && !l.doubts.worthWaiting() {
			break
		}
		if !l.newDay(ctx, now) {
			continue
		}
		wait, stop := l.untilPost(now, ok, paused)
		if stop != nil {
			l.limit(ctx, stop)
			continue
		}
		if wait > 0 {
			l.wait(ctx, wait)
			continue
		}
		fresh, ok := l.fresh(ctx, now, m)
		if !ok {
			continue
		}
		l.claims.take()
		l.slot = time.Time{}
		l.post(m, fresh)
	}
	for l.progress.InFlight > 0 {
		(<-l.events)()
	}
	end()
	l.finish()
}

// forever is long enough for whatever only an event can end.
const forever = time.Hour

// untilPost returns how long the next message has to wait, 0 if it may go now; or the
// operator's limit that forbids it then, so that it need not wait.
func (l *lane) untilPost(now time.Time, claimed, paused bool) (time.Duration, *pace.Stop) {
	l.why = ledger.Wait{}
	width := l.width()
	if wait := l.lookAtLists(); wait > 0 {
		return wait, nil
	}
	if l.breaker.open {
		width = 1
	}
	switch {
	case paused || !claimed && l.progress.InFlight == 0:
		l.why = ledger.Wait{Code: "evidence", Text: fmt.Sprintf("evidence about what is in doubt (%d), which takes %s or longer", l.doubts.undecided(), l.settleAfter())}
		return forever, nil
	case !claimed || l.posting >= width:
		return forever, nil
	case l.hearing.err != nil:
		l.why = ledger.Wait{Code: "incoming", Text: "the account's incoming messages", Until: l.hearing.since.Add(patience)}
		return forever, l.reached(now)
	case l.watch.holds():
		l.why = l.watch.why()
		return forever, l.reached(now)
	case now.Before(l.hold):
		l.why = l.holdWhy
		return l.hold.Sub(now), l.reached(l.hold)
	}
	if l.slot.IsZero() {
		l.slot = now.Add(l.limiter.ReserveN(now, 1).DelayFrom(now))
	}
	return l.slot.Sub(now), l.reached(later(now, l.slot))
}

// wait runs what requests report, for as long as d or until the first report.
func (l *lane) wait(ctx context.Context, d time.Duration) {
	l.observe()
	now := time.Now()
	l.tellWait(now, d)
	t := time.NewTimer(min(d, l.untilRead(now), l.doubts.untilDecision(now), l.untilListen(now)))
	defer t.Stop()
	select {
	case event := <-l.events:
		event()
		for range len(l.events) {
			(<-l.events)()
		}
	case <-t.C:
	case <-ctx.Done():
	}
}

// post sends one message on its way.
func (l *lane) post(m ledger.Message, fresh bool) {
	l.posting++
	l.progress.InFlight++
	if fresh {
		l.quota.chats[m.ChatID]++
	}
	l.committer.begin(&posting{Message: m, sets: len(l.sets), trial: l.breaker.open, fresh: fresh})
}

// throughCeiling waits until the host's ceiling allows a request now.
func (l *lane) throughCeiling() {
	l.recentMu.Lock()
	defer l.recentMu.Unlock()
	for {
		wait := l.recent.Wait(time.Now())
		if wait <= 0 {
			return
		}
		time.Sleep(wait)
	}
}

func (l *lane) observe() {
	if l.Observe != nil {
		l.progress.Waiting = l.why.Text
		l.Observe(l.progress)
	}
}

// card is what two messages must share to be mistaken for each other.
type chatPhone struct {
	chatID string
	phone  int64
}

func chatPhoneOf(m card.Card) chatPhone { return chatPhone{m.ChatID, m.Contact.PhoneContact} }
