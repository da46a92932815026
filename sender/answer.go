package sender

import (
	"errors"
	"fmt"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// maxRefusals is how many rows may be refused alike, with none accepted between, before
// the run is suspected rather than the rows.
const maxRefusals = 20

// answered takes in what became of one request: its row's outcome, which is durable
// unless saved says otherwise, and what that means for the run.
func (l *lane) answered(a ledger.Attempt, as sentAs, v verdict, err, saved error) {
	now, m := time.Now(), a.Message
	l.progress.InFlight--
	if saved != nil {
		if v.Status == ledger.Accepted {
			l.unsaved = append(l.unsaved, Unsaved{Row: m.Row, ChatID: m.ChatID, IDMessage: v.IDMessage})
		}
		l.ledgerFailed(saved)
		return
	}
	if as.fresh && (v.Status == ledger.Pending || v.Status == ledger.Rejected) {
		l.quota.newChats--
	}
	switch v.Status {
	case ledger.Pending:
		l.claims.giveBack(m)
	case ledger.Unknown: // its chat and phone stay busy
		l.progress.Unknown++
		o := newDoubt(ledger.Doubt{Message: m, StartedAt: a.StartedAt, EndedAt: now}, l.watch.drained(a.StartedAt))
		o.ours = true
		l.doubts.add(o)
	default:
		l.claims.release(m)
	}
	l.count(m, v)
	l.react(now, as.trial, v, err)
}

// count keeps the numbers, and the row of refusals.
func (l *lane) count(m ledger.Message, v verdict) {
	switch v.Status {
	case ledger.Accepted:
		l.progress.Accepted++
		l.watch.backlog.Posted++
		l.doubts.posted++
		l.refusals = nil
		l.breaker.accepted()
	case ledger.Rejected:
		l.progress.Rejected++
		if v.Text != l.refusal {
			l.refusals = nil
		}
		l.refusal = v.Text
		l.refusals = append(l.refusals, m)
		l.breaker.answer()
	}
}

func (l *lane) react(now time.Time, trial bool, v verdict, err error) {
	if v.action != reconnect {
		l.network.over()
	}
	switch v.action {
	case doubt:
		l.breaker.doubt(trial)
		if l.breaker.hopeless() {
			l.halt(&StopError{Code: "no-answers", Err: err,
				Text: fmt.Sprintf("the API gives no answers that can be trusted: %s", v.Text)})
		} else if l.breaker.open {
			l.watch.ask(now, l.breaker.trials)
		}
	case reconnect:
		l.holdFor(now, l.network.next(now), "the network: "+v.Text)
		if l.network.hopeless(now) {
			l.halt(&StopError{Code: "network", Text: "the API cannot be reached: " + v.Text, Err: err})
		}
	case slowDown:
		l.holdFor(now, l.slower.refused(now, v.wait), "the API, which answers 429")
		l.setRate()
	case askState:
		l.watch.notReady(now, err)
	case refusal:
		if len(l.refusals) >= maxRefusals {
			l.halt(&StopError{Code: "refused", Err: err,
				Text: fmt.Sprintf("%d rows in a row were refused alike; they are pending again: %s", len(l.refusals), v.Text)})
		}
	case halt:
		var api *greenapi.APIError
		if errors.As(err, &api) {
			l.halt(haltFor(api))
		}
	}
}

func (l *lane) holdFor(now time.Time, d time.Duration, why string) {
	l.hold, l.holdWhy = later(l.hold, now.Add(d)), why
}

// halt ends the run for the first reason that is found.
func (l *lane) halt(why *StopError) {
	if l.stop == nil {
		l.stop = why
	}
}

func (l *lane) ledgerFailed(err error) {
	l.halt(&StopError{Code: "ledger", Err: err, Text: "the ledger cannot be written, so nothing more is sent: " + err.Error()})
}

// finish does what can only be done when no request is under way.
func (l *lane) finish() {
	if len(l.refusals) >= maxRefusals {
		if err := l.Ledger.Reopen(l.refusals); err != nil {
			l.ledgerFailed(err)
		} else {
			l.progress.Rejected -= len(l.refusals)
		}
	}
	if l.stop == nil && l.quota.reached != nil {
		l.stop = l.quota.reached
	}
	if l.stop == nil && len(l.claims.aside)+len(l.claims.again) > 0 {
		l.stop = &StopError{Code: "doubt", Text: fmt.Sprintf(
			"%d rows wait for others in doubt, which send a card with the same number to the same chat", len(l.claims.aside)+len(l.claims.again))}
	}
	if len(l.unsaved) > 0 {
		l.stop.Err = &UnsavedError{Accepted: l.unsaved, Err: l.stop.Err}
	}
	if l.stop == nil || l.stop.Code != "ledger" {
		l.saveAccount(time.Now())
	}
	l.why = ""
	l.observe()
}
