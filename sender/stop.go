package sender

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
)

// StopError says why a run ended with rows left. They stay pending, and the same command goes on.
type StopError struct {
	// Reason has one of the stable codes "interrupted", "network", "instance-state", "quota", "http-401", "refused",
	// "no-answers", "ledger", "doubt", "evidence", "retry-after", "busy", "queue", a greenapi.Fault; "limit", "daily-limit",
	// "new-chats", "window" when Paused.
	Reason words.Fact
	// Account names the account that it is about, of several; else "".
	Account string
	// Err is the cause, or nil.
	Err error
	// Until is when it can go on; zero if that does not depend on the time.
	Until time.Time
	// AcceptedInVain, if not zero, says that what was accepted from then on may never be sent.
	AcceptedInVain time.Time
}

// Code is the reason's, for programs.
func (e *StopError) Code() string { return e.Reason.ErrorCode() }

// Error gives the reason, for programmers.
func (e *StopError) Error() string { return e.Reason.String() }

// Fact says what happened, and when it can go on.
func (e *StopError) Fact() words.Fact {
	if e.Account != "" {
		return words.New("stop/account", "account", e.Account, "why", e.Own())
	}
	return e.Own()
}

// Own is Fact without the account's name.
func (e *StopError) Own() words.Fact {
	if e.Until.IsZero() || !e.Paused() {
		return e.Reason
	}
	return words.New("stop/until", "why", e.Reason, "until", e.Until.Format(clock))
}

// clock is how people are told a time.
const clock = "2006-01-02 15:04 MST"

// Unwrap returns the cause.
func (e *StopError) Unwrap() error { return e.Err }

// Paused reports whether it stopped for a limit of the operator's own, not for trouble.
func (e *StopError) Paused() bool {
	switch e.Code() {
	case "limit", "daily-limit", "new-chats", "window":
		return true
	}
	return false
}

// Setup reports whether it is an error that only configuration fixes: a wrong token, instance or address.
func (e *StopError) Setup() bool {
	var route *greenapi.RouteError
	if errors.As(e.Err, &route) {
		return true
	}
	switch e.Code() {
	case "http-401", "http-403", "http-404", "http-405", "redirect":
		return true
	}
	return false
}

// interrupted explains that the run's context was cancelled.
func interrupted(ctx context.Context) *StopError {
	return &StopError{Reason: words.New("interrupted", "cause", context.Cause(ctx)), Err: context.Cause(ctx)}
}

// ledgerStop explains that the ledger cannot be used.
func ledgerStop(err error) *StopError {
	return &StopError{Reason: words.New("ledger", "cause", err), Err: err}
}

// unreachable explains an API that does not answer.
func unreachable(err error) *StopError {
	return &StopError{Reason: words.New("network", "cause", err), Err: err}
}

// haltFor explains an answer that every further request would get too.
func haltFor(e *greenapi.APIError) *StopError {
	var reason words.Fact
	switch {
	case e.Status == 466 && e.Says("correspondents"):
		reason = words.New("quota/chats", "answer", e)
	case e.Status == 466:
		reason = words.New("quota", "answer", e)
	case e.Status == 401:
		reason = words.New("http/token", "answer", e).HTTP(e.Status)
	case e.Status == 403:
		reason = words.New("http/instance", "answer", e).HTTP(e.Status)
	case e.Status < 400:
		reason = words.New("redirect", "answer", e)
	default:
		reason = words.New("http/no-method", "answer", e).HTTP(e.Status)
	}
	return &StopError{Reason: reason, Err: e}
}

// tooLong explains an answer that asks for a longer wait than any run makes; nil for any other.
func tooLong(err error) *StopError {
	var api *greenapi.APIError
	if !errors.As(err, &api) || api.RetryAfter <= greenapi.MaxWait {
		return nil
	}
	until := time.Now().Add(api.RetryAfter)
	return &StopError{Reason: words.New("retry-after", "until", until.Format(clock), "answer", api), Until: until, Err: err}
}

// putOff explains a reading method that is answered with 429 although the client has waited for as long as anything
// is waited for; nil for any other error.
func putOff(err error) *StopError {
	var stop *StopError
	var api *greenapi.APIError
	switch {
	case errors.As(err, &stop):
		return stop
	case tooLong(err) != nil:
		return tooLong(err)
	case errors.As(err, &api) && api.Status == 429:
		return busyStop(err)
	}
	return nil
}

// busyStop explains 429s that did not end.
func busyStop(err error) *StopError {
	return &StopError{Reason: words.New("busy", "minutes", minutes(greenapi.MaxWait), "answer", err), Err: err}
}

// unreadyStop explains an instance that sends nothing although its state is said to be right.
func unreadyStop(err error) *StopError {
	return &StopError{Reason: words.New("instance-state/unready", "answer", err), Err: err}
}

// standingStop explains a queue that stands still; err is why its length could not be read, or nil.
func standingStop(queued int, still time.Duration, err error) *StopError {
	if err != nil {
		return &StopError{Reason: words.New("queue/unread", "minutes", minutes(still), "cause", err), Err: err}
	}
	return &StopError{Reason: words.New("queue", "minutes", minutes(still), "n", queued)}
}

func minutes(d time.Duration) int { return int(d / time.Minute) }

// explainIn bounds the look for the end of a restriction: the stop does not wait for it.
const explainIn = 15 * time.Second

// explainState is stateStop, with the end of a restriction where the API tells it.
func explainState(ctx context.Context, c *greenapi.Client, s greenapi.State) *StopError {
	stop := stateStop(s)
	if s != greenapi.StateYellowCard && s != greenapi.StateSuspended {
		return stop
	}
	ctx, cancel := context.WithTimeout(ctx, explainIn)
	defer cancel()
	if wa, err := c.GetWaSettings(ctx); err == nil && wa.SuspendedUntil != "" {
		stop.Reason = words.New("instance-state/ends", "why", stop.Reason, "until", moment(wa.SuspendedUntil))
	}
	return stop
}

// moment writes a time for people, whether the API gave it in seconds or in words.
func moment(text string) string {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds > 0 {
		return time.Unix(seconds, 0).Format(clock)
	}
	return text
}

// restricted reports whether a state is the service's answer to what was sent: no other account goes on then.
func restricted(s greenapi.State) bool {
	return s == greenapi.StateYellowCard || s == greenapi.StateSuspended || s == greenapi.StateBlocked
}

// stateStop explains a state in which nothing may be posted.
func stateStop(s greenapi.State) *StopError {
	code := words.Code("instance-state/unknown")
	switch s {
	case greenapi.StateNotAuthorized:
		code = "instance-state/not-authorized"
	case greenapi.StateYellowCard, greenapi.StateSuspended:
		code = "instance-state/restricted"
	case greenapi.StateBlocked:
		code = "instance-state/blocked"
	}
	return &StopError{Reason: words.New(code, "state", strings.TrimSpace(string(s)))}
}
