package sender

import (
	"context"
	"errors"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

const (
	stateEvery     = 15 * time.Second // while sending
	startingEvery  = 5 * time.Second  // while the instance starts
	startingAtMost = 10 * time.Minute // the API says up to five
	// confirmAfter is when a state that would end the run is read a second time: one reading of it may be wrong.
	// https://github.com/green-api/issues/issues/1052
	confirmAfter = 3 * time.Second
	// unseenAtMost is how long posting goes on while the state cannot be read.
	unseenAtMost = time.Minute
	// listAfter is how long a queue must not have moved for its listing to be read with its length.
	listAfter = 5 * time.Minute
)

// watch keeps an eye on the account: its state, and its queue's length.
type watch struct {
	reading, counting bool      // requests under way
	stateAt           time.Time // when the state is to be read next
	authorizedAt      time.Time // when it was last read as authorized
	backlog           pace.Backlog
	head              string           // the first message of the queue's listing, when that was last read
	failed, uncounted greenapi.Backoff // over readings of the state, and of the queue

	asked    error            // posting holds until the state is read: why
	since    time.Time        // of asked, and of starting
	starting bool             // as last read
	alarm    greenapi.State   // a state read once that will end the run when it is read again; "" if none
	unready  greenapi.Backoff // over answers that the instance is not ready, with no acceptance between
	trials   greenapi.Backoff // over rows posted alone that ended in doubt, with none
}

func newWatch(a Account) watch {
	return watch{stateAt: a.ReadAt.Add(stateEvery), authorizedAt: a.ReadAt, backlog: pace.NewBacklog(a.Delay, a.Queued, a.ReadAt)}
}

// holds reports whether posting must wait for a reading.
func (w *watch) holds() bool { return w.asked != nil || w.starting || w.backlog.Full() }

// why says what posting waits for while it holds, and when that is given up.
func (w *watch) why() ledger.Wait {
	switch {
	case w.starting:
		return ledger.Wait{Code: "starting", Text: "the instance to start", Until: w.since.Add(startingAtMost)}
	case w.asked != nil:
		return ledger.Wait{Code: "state", Text: "the instance's state", Until: w.since.Add(patience)}
	}
	return ledger.Wait{Code: "queue", Text: "the account's queue to drain", Until: w.backlog.MovedAt().Add(w.backlog.StandsAfter())}
}

// ask holds posting until the state was read, later for every trial in vain.
func (w *watch) ask(now time.Time) {
	if w.asked == nil {
		w.asked, w.since = errors.New("no answers that can be trusted"), now
		w.stateAt = now.Add(w.trials.Fail(now, 0))
	}
}

// notReady holds posting because the API said that the instance is not ready, and reports whether that is worth it.
func (w *watch) notReady(now time.Time, err error) bool {
	if w.asked == nil {
		w.since = now
	}
	w.asked, w.stateAt = err, now.Add(w.unready.Fail(now, 0))
	return w.unready.Failing(now) < startingAtMost
}

// accepted takes in that a message came through.
func (w *watch) accepted() {
	w.backlog.Posted++
	w.unready.Reset()
	w.trials.Reset()
}

// next returns how long until the state is due to be read.
func (w *watch) next(now time.Time) time.Duration {
	if w.reading {
		return forever
	}
	return max(w.stateAt.Sub(now), 0)
}

// nextCount returns how long until the queue is due to be counted.
func (w *watch) nextCount(now time.Time) time.Duration {
	if w.counting || w.backlog.Delay <= 0 {
		return forever
	}
	return max(w.backlog.ReadNext().Sub(now), 0)
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
	until := min(l.watch.next(now), l.watch.nextCount(now))
	if l.doubts.reading {
		return until
	}
	return min(until, l.doubts.wait(now))
}

// read begins the reading requests that are due. One of each kind is under way at a time, so that none waits for
// another: the client keeps the distance between them.
func (l *lane) read(ctx context.Context, now time.Time) {
	w, d := &l.watch, &l.doubts
	if w.next(now) == 0 {
		w.reading = true
		go func() {
			s, err := l.Client.GetStateInstance(ctx)
			l.events <- func() { l.sawState(ctx, s, err) }
		}()
	}
	if w.nextCount(now) == 0 {
		w.counting = true
		list := w.backlog.Still(now) >= listAfter
		go func() {
			q, err := countQueue(ctx, l.Client, list)
			l.events <- func() { l.sawQueue(q, err) }
		}()
	}
	if !d.reading && d.wait(now) == 0 {
		d.reading = true
		next := d.next
		go func() {
			v, err := look(ctx, l.Client, next)
			owned, failed := l.Ledger.Owned(context.WithoutCancel(ctx), idsIn(v))
			if failed == nil {
				failed = l.Ledger.Learn(context.WithoutCancel(ctx), chatsIn(v))
			}
			l.events <- func() { l.saw(v, owned, err, failed) }
		}()
	}
}

// queueSight is what was seen of the account's queue: its length, and the first message of its listing where that
// was read.
type queueSight struct {
	length int
	head   string
}

// countQueue reads the queue's length, and its listing if that is wanted, too. Not every version of the API counts:
// the listing then does, which hides the message at its head.
func countQueue(ctx context.Context, c *greenapi.Client, list bool) (queueSight, error) {
	n, err := c.GetMessagesCount(ctx)
	var api *greenapi.APIError
	counts := err == nil || !errors.As(err, &api) || api.Status == 429
	if counts && (err != nil || !list) {
		return queueSight{length: n}, err
	}
	q, listed := c.ShowMessagesQueue(ctx)
	if !counts {
		n, err = len(q.Messages)+1, listed
	}
	if len(q.Messages) == 0 {
		return queueSight{length: n}, err
	}
	return queueSight{n, q.Messages[0].IDMessage}, err
}

func (l *lane) sawQueue(q queueSight, err error) {
	w, now := &l.watch, time.Now()
	w.counting = false
	still := time.Duration(0)
	if err == nil {
		w.uncounted.Reset()
		w.backlog.Read(now, q.length)
	} else { // an API that does not tell is taken to drain as it says, but not for ever
		w.uncounted.Fail(now, 0)
		still = w.uncounted.Failing(now)
		w.backlog.Assume(now)
		if stop := putOff(err); stop != nil {
			l.halt(stop)
		}
	}
	if q.head != "" && w.head != "" && q.head != w.head {
		w.backlog.Moved(now)
	}
	w.head = q.head
	if still = max(still, w.backlog.Still(now)); still >= w.backlog.StandsAfter() {
		l.halt(standingStop(w.backlog.Count, still, err))
	}
	l.setRate()
	l.saveAccount(now)
}

func (l *lane) sawState(ctx context.Context, s greenapi.State, err error) {
	w, now := &l.watch, time.Now()
	w.reading = false
	if err != nil {
		l.unreadState(now, err)
		return
	}
	w.failed.Reset()
	l.Account.State = s
	if s != greenapi.StateAuthorized {
		l.doubts.authorizedSince = time.Time{}
	} else if l.doubts.authorizedSince.IsZero() {
		l.doubts.authorizedSince = now
	}
	switch {
	case s == greenapi.StateAuthorized:
		w.alarm = ""
		w.authorizedAt = now
		l.authorized(now)
	case starting(s):
		w.alarm = ""
		w.stateAt = now.Add(startingEvery)
		if !w.starting && w.asked == nil {
			w.since = now
		}
		w.starting = true
		if now.Sub(w.since) > startingAtMost {
			l.halt(stateStop(s))
		}
	case w.alarm == "": // posting holds until it is read again
		w.alarm, w.starting, w.stateAt = s, false, now.Add(confirmAfter)
		if w.asked == nil {
			w.asked, w.since = errors.New("the instance's state is "+string(s)), now
		}
	default:
		l.saveAccount(now)
		l.halt(l.lost(ctx, s))
	}
}

// unreadState takes in that the state could not be read. Posting goes on without it for a minute, and the run, for
// as long as a network that is away.
func (l *lane) unreadState(now time.Time, err error) {
	w := &l.watch
	w.stateAt = now.Add(w.failed.Fail(now, 0))
	if stop := readStop(err); stop != nil {
		l.halt(stop)
		return
	}
	if w.asked == nil && !w.starting && now.Sub(w.authorizedAt) > unseenAtMost {
		w.asked, w.since = err, w.authorizedAt
	}
	if (w.asked != nil || w.starting) && now.Sub(w.since) > patience {
		l.halt(&StopError{Code: "network", Text: "the account's state cannot be read: " + err.Error(), Err: err})
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
	if errors.As(w.asked, &api) && api.Method == "sendContact" && !says(api, "starting") {
		l.halt(unreadyStop(api))
	}
	w.asked = nil
}
