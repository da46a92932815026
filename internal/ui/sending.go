package ui

import (
	"context"
	"net/http"

	"contactcast/internal/job"
)

// key names a list among all.
func (l list) key() listKey { return listKey{l.Name, l.Trial} }

// fromOf is the accounts from which a list is sent.
func (s *server) fromOf(r *request, l list) job.From {
	from := s.from(r)
	from.Accounts = l.Accounts
	return from
}

// sendOptions are a list's, as it is sent from the page.
func (s *server) sendOptions(r *request, l list) (o job.SendOptions, err error) {
	limits, err := l.Send.limits()
	return job.SendOptions{From: s.fromOf(r, l), List: l.options(), Limits: limits, Limit: l.Send.Limit, Wait: l.Send.Wait}, err
}

// sendAnswers are what only one run is told: the answers to its questions.
type sendAnswers struct {
	Adopt     job.Adoption
	NoJournal bool
}

// makePlan takes what the form says, and finds out what would be sent.
func (s *server) makePlan(w http.ResponseWriter, r *request) error {
	l, err := s.sendSaid(r, w)
	if err != nil {
		return s.showSendAs(w, r, http.StatusUnprocessableEntity, l, err)
	}
	return s.plan(w, r, l, sendAnswers{})
}

// answerSend answers a question that making the plan ended with.
func (s *server) answerSend(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	l, err := s.list(r)
	if err != nil {
		return err
	}
	return s.plan(w, r, l, sendAnswers{job.Adoption(r.PostForm.Get("adopt")), r.PostForm.Get("noJournal") != ""})
}

// sendSaid keeps what the form of the third screen says. With an error, the list is as it was said, and not kept.
func (s *server) sendSaid(r *request, w http.ResponseWriter) (list, error) {
	if err := r.form(w); err != nil {
		return list{}, err
	}
	l, err := s.list(r)
	if err != nil {
		return l, err
	}
	if err := s.sendForm(r, &l); err != nil {
		return l, err
	}
	return l, s.shelf.note(l.Name, l.Trial, func(kept *list) { kept.Accounts, kept.Send = l.Accounts, l.Send })
}

// plan finds out what would be sent.
func (s *server) plan(w http.ResponseWriter, r *request, l list, a sendAnswers) error {
	return s.run(w, r, l, planning, a, func(job.Plan) bool { return false })
}

// goAhead sends what was confirmed. What differs from that by now is asked again.
func (s *server) goAhead(w http.ResponseWriter, r *request) error {
	if err := r.form(w); err != nil {
		return err
	}
	l, err := s.list(r)
	if err != nil {
		return err
	}
	said := r.PostForm.Get("fingerprint")
	var a sendAnswers
	if before := s.runs.of(l.key()); before != nil {
		a.NoJournal = before.noJournal // as the plan was made
	}
	return s.run(w, r, l, sending, a, func(p job.Plan) bool {
		return p.Fingerprint == said && s.confirmed(l, p)
	})
}

// goOn sends what is left of what was confirmed before it was paused, or the program ended.
func (s *server) goOn(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	return s.run(w, r, l, sending, sendAnswers{}, func(p job.Plan) bool {
		return l.Send.Confirmed.covers(p) && s.confirmed(l, p)
	})
}

// confirmed keeps what was said yes to.
func (s *server) confirmed(l list, p job.Plan) bool {
	return s.shelf.note(l.Name, l.Trial, func(kept *list) {
		kept.Send.Confirmed = confirmedPlan{p.List, p.Pending + p.Doubts}
	}) == nil
}

// run begins to plan or to send a list, unless something goes on with it already.
func (s *server) run(w http.ResponseWriter, r *request, l list, kind runKind, a sendAnswers, confirm func(job.Plan) bool) error {
	o, err := s.sendOptions(r, l)
	if err != nil {
		return err
	}
	o.Adopt, o.NoJournal = a.Adopt, a.NoJournal
	s.start(l.key(), &run{kind: kind, noJournal: a.NoJournal}, func(ctx context.Context, one *run) {
		o.Tell = func(e job.Event) { one.tell(s, e) }
		o.Confirm = func(p job.Plan) bool {
			one.planned(p)
			return confirm(p)
		}
		sent, err := job.Send(ctx, o)
		one.end(sent, nil, job.Interrupted(ctx, err))
		s.release(l, sent)
	})
	return r.back(w, address(r.base, "lists", l.Name, "send"))
}

// end keeps what a run came to.
func (r *run) end(sent *job.SendResult, traced *job.TrackResult, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent, r.traced, r.err = sent, traced, err
}

// release removes the file that was uploaded, once no row of it is open: it holds people's data that nobody needs any more.
func (s *server) release(l list, sent *job.SendResult) {
	if sent == nil || sent.Ending != job.Done || l.Trial {
		return
	}
	s.shelf.release(l)
}

// pause has the run end as an interrupt does: what is on its way is finished, and the rest is left for later.
func (s *server) pause(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	if run := s.runs.of(l.key()); run != nil {
		run.pause()
	}
	return r.back(w, address(r.base, "lists", l.Name, "send"))
}

func (r *run) pause() {
	r.mu.Lock()
	r.state.Paused = true
	r.mu.Unlock()
	r.cancel(errPaused)
	r.feed.tell("pausing", true)
}

// paused reports whether somebody pressed the button.
func (r *run) paused() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.Paused
}

// sendTest sends the first card to a phone of one's own.
func (s *server) sendTest(w http.ResponseWriter, r *request) error {
	l, err := s.sendSaid(r, w)
	if err != nil {
		return s.showSendAs(w, r, http.StatusUnprocessableEntity, l, err)
	}
	o, err := s.sendOptions(r, l)
	if err != nil {
		return err
	}
	o.Limits, o.Wait = job.Limits{}, false
	to := r.PostForm.Get("to")
	s.start(l.key(), &run{kind: trying}, func(ctx context.Context, one *run) {
		o.Tell = func(e job.Event) { one.tell(s, e) }
		sent, err := job.Test(ctx, job.TestOptions{Send: o, Chat: to})
		one.end(sent, nil, job.Interrupted(ctx, err))
	})
	return r.back(w, address(r.base, "lists", l.Name, "send"))
}

// dismiss forgets the plan, or what the last run came to.
func (s *server) dismiss(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	s.runs.forget(l.key())
	return r.back(w, address(r.base, "lists", l.Name, "send"))
}
