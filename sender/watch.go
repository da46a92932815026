package sender

import (
	"context"
	"errors"
	"fmt"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

const (
	stateEvery     = 15 * time.Second // while sending
	startingEvery  = 5 * time.Second  // while the instance starts
	startingAtMost = 10 * time.Minute // the API says up to five
)

// watch keeps an eye on the account: its state, and its queue's length. One reading
// request is under way at a time, which keeps each method below its one a second.
type watch struct {
	reading      bool
	stateAt      time.Time // when the state is to be read next
	authorizedAt time.Time // when it was last read as authorized
	backlog      pace.Backlog
	failed       int // readings in a row without an answer

	asked    error     // posting holds until the state is read: why
	since    time.Time // of asked
	starting bool
}

func newWatch(a Account) watch {
	w := watch{
		stateAt: a.ReadAt.Add(stateEvery), authorizedAt: a.ReadAt,
		backlog: pace.Backlog{Delay: a.Delay, Count: a.Queued, ReadAt: a.ReadAt},
	}
	return w
}

// holds tells whether posting must wait for a reading.
func (w *watch) holds() bool { return w.asked != nil || w.starting || w.backlog.Full() }

func (w *watch) why() string {
	switch {
	case w.starting:
		return "the instance to start"
	case w.asked != nil:
		return "the instance's state"
	}
	return "the account's queue to drain"
}

// ask holds posting until the state was read, later for every trial in vain.
func (w *watch) ask(now time.Time, trials int) {
	if w.asked == nil {
		w.asked, w.since = errors.New("no answers that can be trusted"), now
		w.stateAt = now.Add(time.Second << min(trials, 5))
	}
}

// notReady holds posting because the API said that the instance is not ready.
func (w *watch) notReady(now time.Time, err error) {
	if w.asked == nil {
		w.since = now
	}
	w.asked, w.stateAt = err, now.Add(time.Second)
}

// next returns how long until a reading is due.
func (w *watch) next(now time.Time) time.Duration {
	at := w.stateAt
	if w.backlog.Delay > 0 && w.backlog.ReadNext().Before(at) {
		at = w.backlog.ReadNext()
	}
	return max(at.Sub(now), 0)
}

// drained is when the queue that stood at that time has drained, as far as is known.
func (w *watch) drained(since time.Time) time.Time {
	n := w.backlog.Estimate(since)
	if n == 0 {
		return time.Time{}
	}
	return since.Add(time.Duration(n) * w.backlog.Delay)
}

// untilRead returns how long until the account or the evidence is to be read.
func (l *lane) untilRead(now time.Time) time.Duration {
	if l.watch.reading {
		return forever
	}
	return min(l.watch.next(now), l.doubts.wait(now))
}

// read begins a reading request if one is due and none is under way.
func (l *lane) read(ctx context.Context, now time.Time) {
	w := &l.watch
	if w.reading || l.untilRead(now) > 0 {
		return
	}
	w.reading = true
	switch {
	case !now.Before(w.stateAt):
		go func() {
			s, err := l.Client.GetStateInstance(ctx)
			l.events <- func() { l.sawState(ctx, s, err) }
		}()
	case w.next(now) == 0:
		go func() {
			n, err := countQueue(ctx, l.Client)
			l.events <- func() { l.sawQueue(n, err) }
		}()
	default:
		next, last := l.doubts.next, l.doubts.skew
		go func() {
			v, err := look(ctx, l.Client, next, last)
			owned, failed := l.Ledger.Owned(context.WithoutCancel(ctx), idsIn(v))
			l.events <- func() { l.saw(v, owned, err, failed) }
		}()
	}
}

// countQueue reads the queue's length. Not every version of the API counts: the listing
// then does, which hides the message at its head.
func countQueue(ctx context.Context, c *greenapi.Client) (int, error) {
	n, err := c.GetMessagesCount(ctx)
	var api *greenapi.APIError
	if !errors.As(err, &api) || api.Status == 429 {
		return n, err
	}
	q, err := c.ShowMessagesQueue(ctx)
	return len(q.Messages) + 1, err
}

func (l *lane) sawQueue(n int, err error) {
	w, now := &l.watch, time.Now()
	w.reading = false
	if err != nil { // an API that does not tell is taken to drain as it says
		n = w.backlog.Estimate(now)
	}
	w.backlog.Read(now, n)
	l.setRate()
	l.saveAccount(now)
}

func (l *lane) sawState(ctx context.Context, s greenapi.State, err error) {
	w, now := &l.watch, time.Now()
	w.reading = false
	if !l.readable(err) {
		w.stateAt = now.Add(w.retryIn())
		if w.asked != nil && now.Sub(w.since) > patience {
			l.halt(&StopError{Code: "network", Text: fmt.Sprintf("the account's state cannot be read: %v", err), Err: err})
		}
		return
	}
	w.failed = 0
	l.Account.State = s
	if s != greenapi.StateAuthorized {
		l.doubts.authorizedSince = time.Time{}
	} else if l.doubts.authorizedSince.IsZero() {
		l.doubts.authorizedSince = now
	}
	switch {
	case starting(s):
		w.stateAt = now.Add(startingEvery)
		if !w.starting && w.asked == nil {
			w.since = now
		}
		w.starting = true
		if now.Sub(w.since) > startingAtMost {
			l.halt(stateStop(s))
		}
	case s != greenapi.StateAuthorized:
		l.saveAccount(now)
		l.halt(l.lost(ctx, s))
	default:
		w.authorizedAt = now
		l.authorized(now)
	}
}

// lost explains a state that ended the run. What was accepted since the account was last
// seen authorized, or was still queued then, may never be sent.
func (l *lane) lost(ctx context.Context, s greenapi.State) *StopError {
	stop := explainState(ctx, l.Client, s)
	queued := time.Duration(l.watch.backlog.Count) * l.watch.backlog.Drain()
	stop.AcceptedInVain = l.watch.authorizedAt.Add(-queued)
	return stop
}

// saveAccount keeps what was seen for status; what cannot be kept ends the run.
func (l *lane) saveAccount(now time.Time) {
	b := l.watch.backlog
	err := l.Ledger.SaveAccount(ledger.Account{State: string(l.Account.State), Queued: b.Estimate(now), ReadAt: now,
		Interval: l.interval(), DailyLimit: l.Limits.Daily, NewChatsPerDay: l.newChatsLimit(now)})
	if err != nil {
		l.ledgerFailed(err)
	}
}

// authorized lets posting go on, unless the API keeps saying that the instance is not ready.
func (l *lane) authorized(now time.Time) {
	w := &l.watch
	w.stateAt, w.starting = now.Add(stateEvery), false
	l.saveAccount(now)
	var api *greenapi.APIError
	if errors.As(w.asked, &api) && !says(api, "starting") {
		l.halt(&StopError{Code: "instance-state", Text: fmt.Sprintf("the instance cannot send: %s", api), Err: api})
	}
	w.asked = nil
}

// readable takes in a reading's error: one that no patience cures ends the run. A
// reading that fails otherwise is tried again, and stops nothing.
func (l *lane) readable(err error) bool {
	if err == nil {
		return true
	}
	l.watch.failed++
	if stop := readStop(err); stop != nil {
		l.halt(stop)
	}
	return false
}

func (w *watch) retryIn() time.Duration {
	return min(time.Second<<min(w.failed, 5), 30*time.Second)
}
