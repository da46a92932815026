package sender

import (
	"context"
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// incomingWatch has incoming messages read for stop words while a run goes on. Posting holds while that fails.
type incomingWatch struct {
	wanted  bool // somebody listens
	reading bool
	next    time.Time // when to read
	failed  greenapi.Backoff
	err     error     // posting holds until it is read: why it was not
	since   time.Time // of that
}

// newIncomingWatch begins now: what came in before was read before the run.
func newIncomingWatch(wanted bool, now time.Time) incomingWatch {
	return incomingWatch{wanted: wanted, next: now.Add(listenEvery)}
}

// holds reports whether posting must wait for a reading.
func (w *incomingWatch) holds() bool { return w.err != nil }

// why says what posting waits for while it holds, and when that is given up.
func (w *incomingWatch) why() ledger.Wait {
	return ledger.Wait{Reason: words.New("incoming/wait"), Until: w.since.Add(patience)}
}

// wait returns how long until a reading is due.
func (w *incomingWatch) wait(now time.Time) time.Duration {
	if !w.wanted || w.reading {
		return forever
	}
	return max(0, w.next.Sub(now))
}

// begin takes in that they are being read.
func (w *incomingWatch) begin() { w.reading = true }

// listened takes in a reading, and returns why the run must end, or nil. One that failed for a passing reason is made
// again, and posting waits for it.
func (w *incomingWatch) listened(now time.Time, err error) *StopError {
	w.reading = false
	if err == nil {
		*w = newIncomingWatch(w.wanted, now)
		return nil
	}
	if w.err == nil {
		w.since = now
	}
	w.err, w.next = err, now.Add(w.failed.Fail(now, 0))
	stop := heardStop(err)
	switch {
	case isGap(err):
		return &StopError{Reason: words.New("incoming-gap", "cause", err), Err: err}
	case stop != nil:
		return stop
	case now.Sub(w.since) > patience:
		return unheard(err)
	}
	return nil
}

// Begin listens before a run's first message. It waits for a network that is away and for a busy API, a minute at most.
func (l *Listener) Begin(ctx context.Context, waiting func(ledger.Wait)) (Heard, error) {
	began := time.Now()
	for network := (greenapi.Backoff{Most: 10 * time.Second}); ; {
		h, err := l.Listen(ctx)
		switch {
		case err == nil || isGap(err):
			return h, err
		case ctx.Err() != nil:
			return h, interrupted(ctx)
		}
		if stop := heardStop(err); stop != nil {
			return h, stop
		}
		if time.Since(began) > patienceAtStart {
			return h, unheard(err)
		}
		waiting(ledger.Wait{Reason: words.New("incoming/api", "cause", err), Since: began, Until: began.Add(patienceAtStart)})
		if greenapi.Sleep(ctx, network.Fail(time.Now(), 0)) != nil {
			return h, interrupted(ctx)
		}
	}
}

// isGap reports whether not all that came in can be shown.
func isGap(err error) bool {
	var gap *GapError
	var hidden *HiddenError
	return errors.As(err, &gap) || errors.As(err, &hidden)
}

// heardStop explains why listening again is of no use, if it is.
func heardStop(err error) *StopError {
	if stop := readStop(err); stop != nil {
		return stop
	}
	if !passing(err) { // 466: the plan's readings are used up
		return unheard(err)
	}
	return nil
}

// unheard explains that incoming messages cannot be read.
func unheard(err error) *StopError {
	return &StopError{Reason: words.New("incoming", "cause", err), Err: err}
}
