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

// answered takes in a request's answer: its slot is free, and what the answer means for
// the run counts at once. What it means for its row counts when that is durable.
func (l *lane) answered(p *posting) {
	l.posting--
	l.committer.end(p)
	switch p.verdict.Status {
	case ledger.Accepted:
		l.watch.accepted()
		l.slower.accepted()
		l.doubts.posted++
		l.refusals = nil
		l.breaker.accepted()
	case ledger.Rejected:
		if p.verdict.Text != l.refusal {
			l.refusals = nil
		}
		l.refusal = p.verdict.Text
		l.refusals = append(l.refusals, p.Message)
		l.breaker.answer()
	}
	l.react(time.Now(), p.trial, p.verdict, p.err)
}

// committed takes in that outcomes are durable, or that they and some intents could not be made so.
func (l *lane) committed(ended, begun []*posting, err error) {
	if err == nil {
		for _, p := range ended {
			l.settled(p)
		}
		return
	}
	l.posting -= len(begun)
	l.progress.InFlight -= len(ended) + len(begun)
	for _, p := range ended {
		if p.verdict.Status == ledger.Accepted {
			l.unsaved = append(l.unsaved, Unsaved{Row: p.Row, ChatID: p.ChatID, IDMessage: p.verdict.IDMessage})
		}
	}
	l.ledgerFailed(err)
}

// settled takes in a row's outcome, which is durable.
func (l *lane) settled(p *posting) {
	l.progress.InFlight--
	switch p.verdict.Status {
	case ledger.Accepted:
		l.progress.Accepted++
		l.claims.release(p.Message)
	case ledger.Rejected:
		l.progress.Rejected++
		l.claims.release(p.Message)
	case ledger.Pending:
		l.claims.giveBack(p.Message)
	case ledger.Unknown: // its chat and phone stay busy
		l.progress.Unknown++
		d := ledger.Doubt{Message: p.Message, StartedAt: p.attempt.StartedAt}
		l.watchClocks()
		s := l.clocks.ours(p.attempt.Start, p.attempt.Start).since(l.sets[p.sets:])
		s.StartBy, s.End = later(s.StartBy, l.clocks.was), l.clocks.now()
		o := l.newDoubt(d, s)
		o.ours = true
		l.doubts.add(o)
	}
	if p.verdict.Status == ledger.Pending || p.verdict.Status == ledger.Rejected {
		l.notNew(p)
	}
}

// notNew takes back that a posting counted as one to a new chat: nothing was sent.
func (l *lane) notNew(p *posting) {
	if !p.fresh {
		return
	}
	if l.quota.chats[p.ChatID]--; l.quota.chats[p.ChatID] <= 0 {
		delete(l.quota.chats, p.ChatID)
	}
}

func (l *lane) react(now time.Time, trial bool, v verdict, err error) {
	if stop := tooLong(err); stop != nil {
		l.halt(stop)
	}
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
			l.watch.ask(now)
		}
		if v.wait > 0 {
			l.holdFor(now, v.wait, ledger.Wait{Code: "asked", Text: "the API, which asked for it"})
		}
	case reconnect:
		l.holdFor(now, l.network.Fail(now, 0), ledger.Wait{Code: "network", Text: "the network: " + v.Text})
		if l.network.hopeless(now) {
			l.halt(&StopError{Code: "network", Text: "the API cannot be reached: " + v.Text, Err: err})
		}
	case slowDown:
		l.holdFor(now, l.slower.refused(now, v.wait), ledger.Wait{Code: "busy", Text: "the API, which answers 429"})
		l.setRate()
		if l.slower.backoff.Failing(now) >= patience {
			l.halt(busyStop(err))
		}
	case askState:
		if !l.watch.notReady(now, err) {
			l.halt(unreadyStop(err))
		}
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

func (l *lane) holdFor(now time.Time, d time.Duration, why ledger.Wait) {
	why.Until = later(l.hold, now.Add(d))
	l.hold, l.holdWhy = why.Until, why
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
	if n := l.claims.waiting(); l.stop == nil && n > 0 {
		l.stop = &StopError{Code: "doubt", Text: fmt.Sprintf(
			"%d rows wait for others in doubt, which send a card with the same number to the same chat", n)}
	}
	if len(l.unsaved) > 0 {
		l.stop.Err = &UnsavedError{Accepted: l.unsaved, Err: l.stop.Err}
	}
	if l.stop == nil || l.stop.Code != "ledger" {
		l.saveAccount(time.Now())
	}
	l.why = ledger.Wait{}
	l.observe()
}
