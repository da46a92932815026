package sender

import (
	"context"
	"sync"

	"contactcast/internal/words"
)

// engine is a run under way: what its lanes have in common.
type engine struct {
	*Run
	dispatcher *dispatcher
	committer  *committer
	totals     *totals
	lanes      []*lane
}

func newEngine(ctx context.Context, r *Run) (*engine, error) {
	e := &engine{Run: r, dispatcher: newDispatcher(r.Ledger.Ledger, r.Job.ID, len(r.Lanes), r.Limit),
		committer: newCommitter(r.Ledger), totals: newTotals(len(r.Lanes), r.Observe)}
	inDoubt, err := r.Ledger.InDoubt(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range inDoubt {
		e.dispatcher.block(c)
	}
	for i := range r.Lanes {
		l, err := newLane(ctx, e, i)
		if err != nil {
			return nil, err
		}
		e.lanes = append(e.lanes, l)
	}
	return e, e.bind(ctx)
}

// bind gives rows to the lanes whose accounts wrote to their chats.
func (e *engine) bind(ctx context.Context) error {
	if len(e.lanes) == 1 {
		return nil
	}
	lanes := map[string]int{}
	for i, l := range e.lanes {
		lanes[l.Account.Key()] = i
	}
	for b, err := range e.Ledger.Bound(ctx, e.Job.ID) {
		if err != nil {
			return err
		}
		e.dispatcher.bind(b.Row, b.ChatID, lanes[b.Account.Key()])
	}
	return nil
}

// rebind gives a chat to the lane whose account last wrote to it, if it is nobody's: it had no pending row when the run
// began, and has one now.
func (e *engine) rebind(ctx context.Context, chatID string) error {
	if len(e.lanes) == 1 || e.dispatcher.owned(chatID) {
		return nil
	}
	account, err := e.Ledger.LastWriter(ctx, chatID)
	for i, l := range e.lanes {
		if l.Account == account {
			e.dispatcher.own(chatID, i)
		}
	}
	return err
}

// run has all lanes post until nothing is left for any, or until they have ended for reasons of their own. It returns
// why messages were left, or nil.
func (e *engine) run(ctx context.Context) *StopError {
	var committing, lanes sync.WaitGroup
	committing.Go(e.commits)
	for _, l := range e.lanes {
		lanes.Go(func() { l.run(ctx) })
	}
	lanes.Wait()
	e.committer.close()
	committing.Wait()
	return e.reason(context.WithoutCancel(ctx))
}

// commits makes durable what the lanes gather, until the committer is closed.
func (e *engine) commits() {
	for range e.committer.wake {
		e.commit()
	}
}

// commit makes durable the intents and outcomes that have gathered, has the requests made for which that allows it, and
// tells the lanes.
func (e *engine) commit() {
	ended, begun, err := e.committer.commit()
	if err != nil {
		e.dispatcher.halt(unwritten(err))
		for _, b := range byLane(ended, begun) {
			b.lane.reports <- func() { b.lane.notCommitted(b.ended, b.begun, err) }
		}
		return
	}
	var left []*posting
	for _, p := range begun {
		if p.attempt.Left != "" {
			left = append(left, p)
			continue
		}
		go p.lane.post(p)
	}
	for _, b := range byLane(ended, left) {
		b.lane.reports <- func() { b.lane.settled(b.ended); b.lane.leftOut(b.begun) }
	}
}

// batch is what a commit holds of one lane.
type batch struct {
	lane         *lane
	ended, begun []*posting
}

// byLane sorts postings by their lanes.
func byLane(ended, begun []*posting) (all []*batch) {
	of := map[*lane]*batch{}
	batchOf := func(l *lane) *batch {
		if of[l] == nil {
			of[l] = &batch{lane: l}
			all = append(all, of[l])
		}
		return of[l]
	}
	for _, p := range ended {
		b := batchOf(p.lane)
		b.ended = append(b.ended, p)
	}
	for _, p := range begun {
		b := batchOf(p.lane)
		b.begun = append(b.begun, p)
	}
	return all
}

// reason returns why messages were left, or nil: trouble before a limit of the operator's own, before rows that wait
// for a doubt.
func (e *engine) reason(ctx context.Context) *StopError {
	stop := e.dispatcher.stopped()
	if stop == nil {
		stop = e.ownStop(ctx)
	}
	if n := e.dispatcher.waiting(); stop == nil && n > 0 {
		stop = &StopError{Reason: words.New("doubt", "n", n)}
	}
	var unsaved []Unsaved
	for _, l := range e.lanes {
		unsaved = append(unsaved, l.ending.unsaved...)
	}
	if stop != nil && len(unsaved) > 0 {
		stop.Err = &UnsavedError{Accepted: unsaved, Err: stop.Err}
	}
	return stop
}

// ownStop returns the most serious of the lanes' own reasons, or nil: trouble, else the limit at which the run can go on
// first, if it left rows.
func (e *engine) ownStop(ctx context.Context) *StopError {
	var first *StopError
	for _, l := range e.lanes {
		stop := l.ending.stop
		switch {
		case stop == nil:
		case !stop.Paused():
			return stop
		case first == nil || stop.Until.Before(first.Until):
			first = stop
		}
	}
	if first == nil || len(e.lanes) == 1 {
		return first
	}
	left, err := e.Ledger.Pending(ctx, e.Job.ID, 0, 1)
	switch {
	case err != nil:
		return ledgerStop(err)
	case len(left) == 0: // another lane sent them
		return nil
	}
	return e.everyones(first)
}

// everyones is a reason without an account's name, if all lanes have it.
func (e *engine) everyones(stop *StopError) *StopError {
	for _, l := range e.lanes {
		if own := l.ending.stop; own == nil || own.Own().Encode() != stop.Own().Encode() {
			return stop
		}
	}
	all := *stop
	all.Account = ""
	return &all
}

// unwritten says that the ledger cannot be written.
func unwritten(err error) *StopError {
	return &StopError{Reason: words.New("ledger/unwritten", "cause", err), Err: err}
}
