package sender

import (
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
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
)

// instanceState watches the instance's state. Posting holds while the instance starts, and while its state must be
// read first.
type instanceState struct {
	state      greenapi.State // as last read
	reading    bool           // a request is under way
	next       time.Time      // when to read it
	authorized time.Time      // when it was last read as authorized
	steady     time.Time      // since when every reading showed that; zero if the last did not
	failed     greenapi.Backoff

	hold     error            // posting holds until it is read: why
	since    time.Time        // of hold, and of starting
	starting bool             // as last read
	alarm    greenapi.State   // a state read once that will end the run when it is read again; "" if none
	unready  greenapi.Backoff // over answers that the instance is not ready, with no acceptance between
}

func newInstanceState(a AccountInfo) instanceState {
	return instanceState{state: a.State, next: a.ReadAt.Add(stateEvery), authorized: a.ReadAt, steady: a.ReadAt}
}

// holds reports whether posting must wait for a reading.
func (w *instanceState) holds() bool { return w.hold != nil || w.starting }

// held reports whether there is a reason to hold posting until the state was read.
func (w *instanceState) held() bool { return w.hold != nil }

// why says what posting waits for while it holds, and when that is given up.
func (w *instanceState) why() ledger.Wait {
	if w.starting {
		return ledger.Wait{Reason: words.New("starting/wait"), Until: w.since.Add(startingAtMost)}
	}
	return ledger.Wait{Reason: words.New("state/wait"), Until: w.since.Add(patience)}
}

// holdFor holds posting for that reason until the state was read, which happens after so long.
func (w *instanceState) holdFor(now time.Time, why error, wait time.Duration) {
	if w.hold == nil {
		w.since = now
	}
	w.hold, w.next = why, now.Add(wait)
}

// rested takes in that nothing was to be sent for some time, in which the state was not read.
func (w *instanceState) rested(now time.Time) {
	if now.Sub(w.authorized) > stateEvery && !w.holds() {
		w.holdFor(now, errors.New("the state was not read"), 0)
	}
}

// notReady holds posting because the API said that the instance is not ready, and reports whether that is worth it.
func (w *instanceState) notReady(now time.Time, err error) bool {
	w.holdFor(now, err, w.unready.Fail(now, 0))
	return w.unready.Failing(now) < startingAtMost
}

// accepted takes in that a message came through.
func (w *instanceState) accepted() { w.unready.Reset() }

// wait returns how long until the state is due to be read.
func (w *instanceState) wait(now time.Time) time.Duration {
	if w.reading {
		return forever
	}
	return max(w.next.Sub(now), 0)
}

// begin takes in that it is being read.
func (w *instanceState) begin() { w.reading = true }

// saw takes in the state. It returns why the run must end, or nil; lost says that the account has left the states in
// which it can send, and that a second reading has confirmed it.
func (w *instanceState) saw(now time.Time, s greenapi.State) (stop *StopError, lost bool) {
	w.reading, w.state = false, s
	w.failed.Reset()
	if s != greenapi.StateAuthorized {
		w.steady = time.Time{}
	} else if w.steady.IsZero() {
		w.steady = now
	}
	switch {
	case s == greenapi.StateAuthorized:
		return w.sawAuthorized(now), false
	case starting(s):
		w.alarm = ""
		w.next = now.Add(startingEvery)
		if !w.holds() {
			w.since = now
		}
		w.starting = true
		if now.Sub(w.since) > startingAtMost {
			return stateStop(s), false
		}
	case w.alarm == "": // posting holds until it is read again
		w.alarm, w.starting = s, false
		if w.hold == nil {
			w.hold, w.since = &StopError{Reason: words.New("instance-state/now", "state", s)}, now
		}
		w.next = now.Add(confirmAfter)
	default:
		return stateStop(s), true
	}
	return nil, false
}

// sawAuthorized lets posting go on, unless the API keeps saying that the instance is not ready.
func (w *instanceState) sawAuthorized(now time.Time) *StopError {
	w.alarm, w.starting = "", false
	w.authorized, w.next = now, now.Add(stateEvery)
	var api *greenapi.APIError
	held := w.hold
	w.hold = nil
	if errors.As(held, &api) && api.Method == "sendContact" && !says(api, "starting") {
		return unreadyStop(api)
	}
	return nil
}

// unread takes in that the state could not be read, and returns why the run must end, or nil. Posting goes on without
// it for a minute, and the run, for as long as a network that is away.
func (w *instanceState) unread(now time.Time, err error) *StopError {
	w.reading = false
	w.next = now.Add(w.failed.Fail(now, 0))
	if stop := readStop(err); stop != nil {
		return stop
	}
	if !w.holds() && now.Sub(w.authorized) > unseenAtMost {
		w.hold, w.since = err, w.authorized
	}
	if w.holds() && now.Sub(w.since) > patience {
		return &StopError{Reason: words.New("network/state", "cause", err), Err: err}
	}
	return nil
}

// starting reports whether a state passes by itself.
func starting(s greenapi.State) bool {
	return s == greenapi.StateStarting || s == greenapi.StateSleepMode || s == ""
}
