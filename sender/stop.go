package sender

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"contactcast/sender/greenapi"
)

// StopError says why a run ended with rows left. They stay pending, and the same command goes on.
type StopError struct {
	// Code is stable and kebab-case: "interrupted", "network", "instance-state", "quota", "http-401",
	// "refused", "no-answers", "ledger", "doubt", "retry-after", "busy", "queue"; "limit", "daily-limit", "new-chats",
	// "window" when Paused.
	Code string
	// Text says what happened and what to do, for people.
	Text string
	// Err is the cause, or nil.
	Err error
	// Until is when it can go on; zero if that does not depend on the time.
	Until time.Time
	// AcceptedInVain, if not zero, says that what was accepted from then on may never be sent.
	AcceptedInVain time.Time
}

// Error returns the text.
func (e *StopError) Error() string { return e.Text }

// Unwrap returns the cause.
func (e *StopError) Unwrap() error { return e.Err }

// Paused reports whether it is a limit of the operator's own.
func (e *StopError) Paused() bool {
	switch e.Code {
	case "limit", "daily-limit", "new-chats", "window":
		return true
	}
	return false
}

// Setup reports an error that only configuration fixes: a wrong token, instance or address.
func (e *StopError) Setup() bool {
	var route *greenapi.RouteError
	if errors.As(e.Err, &route) {
		return true
	}
	switch e.Code {
	case "http-401", "http-403", "http-404", "http-405", "redirect":
		return true
	}
	return false
}

// interrupted explains that the run's context was cancelled.
func interrupted(ctx context.Context) *StopError {
	return &StopError{Code: "interrupted", Text: fmt.Sprintf("stopped by %s", context.Cause(ctx)), Err: context.Cause(ctx)}
}

// ledgerStop explains that the ledger cannot be used.
func ledgerStop(err error) *StopError {
	return &StopError{Code: "ledger", Text: err.Error(), Err: err}
}

// haltFor explains an answer that every further request would get too.
func haltFor(e *greenapi.APIError) *StopError {
	code, text := fmt.Sprintf("http-%d", e.Status), ""
	switch {
	case e.Status == 466:
		code, text = "quota", "the plan's quota is used up: change the tariff in GREEN-API's console, or wait for the 1st of the month"
		if e.Says("correspondents") {
			text = "the plan's chats for this month are used up; it reaches only those it already has: change the tariff in GREEN-API's console"
		}
	case e.Status == 401:
		text = "the token is wrong: check GREENAPI_API_TOKEN_INSTANCE or --token-file against apiTokenInstance on the instance's page in GREEN-API's console, or run contactcast login again"
	case e.Status == 403:
		text = "the API does not serve this instance at this address: check --id-instance (GREENAPI_ID_INSTANCE), and --api-url (GREENAPI_URL) against apiUrl on the instance's page in GREEN-API's console: it differs from account to account"
	case e.Status < 400:
		code, text = "redirect", "the address answers with a redirect, which would not carry a card: set --api-url to apiUrl from GREEN-API's console, or sign in if the network wants that"
	default:
		text = "there is no such method at this address: check --api-url against apiUrl in GREEN-API's console"
	}
	return &StopError{Code: code, Text: fmt.Sprintf("%s (%s)", text, e), Err: e}
}

// tooLong explains an answer that asks for a longer wait than any run makes; nil for any other.
func tooLong(err error) *StopError {
	var api *greenapi.APIError
	if !errors.As(err, &api) || api.RetryAfter <= greenapi.MaxWait {
		return nil
	}
	until := time.Now().Add(api.RetryAfter)
	return &StopError{Code: "retry-after", Until: until, Err: err,
		Text: fmt.Sprintf("the API asks for nothing to be sent before %s (%s)", until.Format("2006-01-02 15:04 MST"), api)}
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
	return &StopError{Code: "busy", Err: err, Text: fmt.Sprintf("the API has answered nothing but 429 for %s: "+
		"is another program at work on this instance? (%s)", minutes(greenapi.MaxWait), err)}
}

// unreadyStop explains an instance that sends nothing although its state is said to be right.
func unreadyStop(err error) *StopError {
	return &StopError{Code: "instance-state", Text: fmt.Sprintf("the instance cannot send: %s", err), Err: err}
}

// standingStop explains a queue that stands still; err is why its length could not be read, or nil.
func standingStop(queued int, still time.Duration, err error) *StopError {
	text := fmt.Sprintf("the account's queue has not moved for %s, with %d messages in it: what was accepted is not being sent; "+
		"look at the instance in GREEN-API's console, a reboot there is the cure they give", minutes(still), queued)
	if err != nil {
		text = fmt.Sprintf("for %s nobody can tell whether the account's queue moves: %s", minutes(still), err)
	}
	return &StopError{Code: "queue", Text: text, Err: err}
}

func minutes(d time.Duration) string { return fmt.Sprintf("%d minutes", d/time.Minute) }

// explainIn bounds the request for the end of a restriction: the stop does not wait for it.
const explainIn = 15 * time.Second

// explainState is stateStop, with the end of a restriction where the API says it.
func explainState(ctx context.Context, c *greenapi.Client, s greenapi.State) *StopError {
	stop := stateStop(s)
	if s != greenapi.StateYellowCard && s != greenapi.StateSuspended {
		return stop
	}
	ctx, cancel := context.WithTimeout(ctx, explainIn)
	defer cancel()
	if wa, err := c.GetWaSettings(ctx); err == nil && wa.SuspendedUntil != "" {
		stop.Text += "; the restriction ends " + moment(wa.SuspendedUntil)
	}
	return stop
}

// moment writes a time for people, whether the API gave it in seconds or in words.
func moment(text string) string {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && seconds > 0 {
		return time.Unix(seconds, 0).Format("2006-01-02 15:04 MST")
	}
	return text
}

// stateStop explains a state in which nothing may be posted.
func stateStop(s greenapi.State) *StopError {
	var text string
	switch s {
	case greenapi.StateNotAuthorized:
		text = "the instance is not linked to a WhatsApp account: scan its QR code in GREEN-API's console"
	case greenapi.StateYellowCard, greenapi.StateSuspended:
		text = "WhatsApp has restricted this number: stop mailing for some days, then reboot the instance in GREEN-API's console"
	case greenapi.StateBlocked:
		text = "WhatsApp has banned this number: write to WhatsApp's support"
	default:
		text = "this state is not known to be safe: look at the instance in GREEN-API's console"
	}
	return &StopError{Code: "instance-state", Text: fmt.Sprintf("the instance's state is %s: %s", strings.TrimSpace(string(s)), text)}
}
