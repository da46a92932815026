package sender

import (
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// action is what an answer means for the run, beside what it means for its row.
type action uint8

const (
	goOn         action = iota
	countDoubt          // the row may have been sent; too many of these stop posting
	reconnect           // nothing left this machine: back off and try again
	slowDown            // 429: wait, and lower the pace if it goes on
	askState            // the instance is not ready: only a start is worth waiting for
	countRefusal        // the row was refused; many in a row with the same error are the run's trouble
	halt                // every further request would fare the same
)

// verdict is what one answer means.
type verdict struct {
	ledger.Outcome
	action action
	wait   time.Duration // slowDown, countDoubt: what the server asked for, or 0
}

// verdictOf is what an answer means. It knows every answer: what is not listed
// leaves the row in doubt.
func verdictOf(r greenapi.Receipt, err error) verdict {
	var api *greenapi.APIError
	var unsent *greenapi.NotSentError
	switch {
	case err == nil:
		return verdict{Outcome: ledger.Outcome{Status: ledger.Accepted, IDMessage: r.IDMessage}}
	case errors.As(err, &unsent):
		return verdict{ledger.Outcome{Status: ledger.Pending, Reason: words.Of(unsent)}, reconnect, 0}
	case errors.As(err, &api):
		return errorVerdict(api)
	}
	return verdict{ledger.Outcome{Status: ledger.Unknown, Reason: doubtful(err)}, countDoubt, 0}
}

// doubtful says why an answer could not be used, or that there was none.
func doubtful(err error) words.Fact {
	var none *greenapi.NoAnswerError
	if errors.As(err, &none) {
		return none.Fact()
	}
	return words.New("no-answer", "cause", err)
}

// errorVerdict is the table of error answers. The texts are those of the API's page on
// common errors; bodies come as text, HTML or JSON, so they are searched, not parsed.
// https://green-api.com/en/docs/api/common-errors/
func errorVerdict(e *greenapi.APIError) verdict {
	row := ledger.Outcome{Status: ledger.Pending, Reason: e.Fact()}
	switch {
	case e.Status == 429:
		return verdict{row, slowDown, e.RetryAfter}
	case e.Status == 400 && says(e, "instance in starting", "instance is starting", "not authorized", "expired", "instance is deleted"):
		return verdict{row, askState, 0}
	case e.Status == 400, e.Status == 413, e.Status == 500 && says(e, "request entity too large"):
		row.Status = ledger.Rejected
		return verdict{row, countRefusal, 0}
	case e.Status == greenapi.StatusQuota, e.Status == 401, e.Status == 403, e.Status == 404, e.Status == 405, e.Status >= 300 && e.Status < 400:
		return verdict{row, halt, 0}
	}
	row.Status = ledger.Unknown
	return verdict{row, countDoubt, e.RetryAfter}
}

func says(e *greenapi.APIError, texts ...string) bool {
	for _, t := range texts {
		if e.Says(t) {
			return true
		}
	}
	return false
}

// react takes in what a verdict means for the run. trial says that its row was posted alone, since the breaker was open.
func (l *lane) react(now time.Time, trial bool, v verdict, err error) {
	if stop := tooLong(err); stop != nil {
		l.ending.halt(stop)
	}
	if v.action != reconnect {
		l.outage.over()
	}
	switch v.action {
	case countDoubt:
		l.distrust(now, trial, v, err)
	case reconnect:
		l.pacer.holdFor(now, l.outage.failed(now), ledger.Wait{Reason: words.New("network/wait", "cause", v.Reason)})
		if l.outage.hopeless(now) {
			l.ending.halt(unreachable(err))
		}
	case slowDown:
		if !l.pacer.refused(now, v.wait) {
			l.ending.halt(busyStop(err))
		}
	case askState:
		if !l.state.notReady(now, err) {
			l.ending.halt(unreadyStop(err))
		}
	case countRefusal:
		if l.refusals.tooMany() {
			l.ending.halt(&StopError{Reason: words.New("refused", "n", len(l.refusals.messages), "why", v.Reason), Err: err})
		}
	case halt:
		var api *greenapi.APIError
		if errors.As(err, &api) {
			l.ending.halt(haltFor(api))
		}
	}
}

// distrust takes in an answer that cannot be used: too many of them, and posting stops until the state was read; then
// one row is tried at a time.
func (l *lane) distrust(now time.Time, trial bool, v verdict, err error) {
	l.breaker.doubt(trial)
	switch {
	case l.breaker.hopeless():
		l.ending.halt(&StopError{Reason: words.New("no-answers", "why", v.Reason), Err: err})
	case l.breaker.open && !l.state.held():
		l.state.holdFor(now, errors.New("answers cannot be used"), l.breaker.untilTrial(now))
	}
	if v.wait > 0 {
		l.pacer.holdFor(now, v.wait, ledger.Wait{Reason: words.New("asked/wait")})
	}
}
