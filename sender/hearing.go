package sender

import (
	"context"
	"errors"
	"time"

	"contactcast/sender/ledger"
)

// hearing is how a run listens for stop words while it goes on.
type hearing struct {
	reading bool
	next    time.Time // when to read
	failed  int       // readings in a row without an answer
	since   time.Time // of the first of them
	err     error     // posting holds until it is read: why it was not
}

// Begin listens before a run's first message. It waits for a network that is away and for a busy API, a minute at most.
func (l *Listener) Begin(ctx context.Context, waiting func(ledger.Wait)) (Heard, error) {
	began := time.Now()
	for wait := time.Second; ; wait = min(2*wait, 10*time.Second) {
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
		waiting(ledger.Wait{Code: "incoming", Text: "incoming messages: " + err.Error(), Since: began, Until: began.Add(patienceAtStart)})
		if sleep(ctx, wait) != nil {
			return h, interrupted(ctx)
		}
	}
}

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

func unheard(err error) *StopError {
	return &StopError{Code: "incoming", Err: err, Text: "incoming messages cannot be read for stop words, so nothing more is sent: " + err.Error()}
}

// listen begins a reading if one is due.
func (l *lane) listen(ctx context.Context, now time.Time) {
	h := &l.hearing
	if l.Listener == nil || h.reading || now.Before(h.next) {
		return
	}
	h.reading = true
	go func() {
		_, err := l.Listener.Listen(ctx)
		l.events <- func() { l.heard(err) }
	}()
}

// untilListen returns how long until a reading is due.
func (l *lane) untilListen(now time.Time) time.Duration {
	if l.Listener == nil || l.hearing.reading {
		return forever
	}
	return max(0, l.hearing.next.Sub(now))
}

// heard takes in a reading. One that failed for a passing reason is made again, and posting waits for it.
func (l *lane) heard(err error) {
	h, now := &l.hearing, time.Now()
	h.reading = false
	if err == nil {
		*h = hearing{next: now.Add(listenEvery)}
		return
	}
	if h.failed == 0 {
		h.since = now
	}
	h.err, h.next = err, now.Add(min(time.Second<<min(h.failed, 5), 30*time.Second))
	h.failed++
	stop := heardStop(err)
	switch {
	case isGap(err):
		l.halt(&StopError{Code: "incoming-gap", Err: err, Text: "a stop word may have been missed, so nothing more is sent: " + err.Error()})
	case stop != nil:
		l.halt(stop)
	case now.Sub(h.since) > patience:
		l.halt(unheard(err))
	}
}
