// Package job is what can be done with a list: check it, send it, look what became of it,
// decide about what is in doubt. It only puts steps in order; each step is another package's.
//
// A verb is a function of plain options that returns a result, and has a file of its own.
// It knows no flag and no terminal: what happens meanwhile it tells as events, what it
// cannot do it returns as an error that holds facts, and what to do next as remedies.
// A command line and a page say all of that in their own ways.
package job

import (
	"fmt"
	"time"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// minutes is how times stand in facts.
const minutes = "2006-01-02 15:04"

// Event is something to tell while a job goes on: one of the types below.
type Event interface{ event() }

// Note is a fact that people should know.
type Note struct {
	words.Fact
	Warning bool // somebody should look at it
}

// Waiting says what is waited for, and until when that is given up.
type Waiting struct {
	Wait
	// Account is the account that waits, of several; else "".
	Account string
}

// Began says that work on rows began, and on how many; Progress follows, and at last Ended.
type Began struct {
	Work Work
	Rows int
}

// Work is what is done with rows.
type Work string

// The kinds of work.
const (
	Sending  Work = "sending"
	Tracking Work = "tracking"
)

// Progress is where the work that began stands.
type Progress struct{ RowProgress }

// Ended says that the work that began has ended.
type Ended struct{}

func (Note) event()     {}
func (Waiting) event()  {}
func (Began) event()    {}
func (Progress) event() {}
func (Ended) event()    {}

// What other packages keep and return, by the names under which the callers of this one speak of it.
type (
	// Counts are rows by status.
	Counts = ledger.Counts
	// RowProgress counts rows.
	RowProgress = sender.Progress
	// Wait is what a run waits for.
	Wait = ledger.Wait
)

// teller tells events, all from one goroutine, whoever they come from; tell returns when the event was told.
type teller struct {
	events chan Event
	told   chan struct{}
}

// tellTo begins to tell; end ends it. A nil function is told nothing.
func tellTo(f func(Event)) (t *teller, end func()) {
	t = &teller{events: make(chan Event), told: make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for e := range t.events {
			if f != nil {
				f(e)
			}
			t.told <- struct{}{}
		}
	}()
	return t, func() { close(t.events); <-ended }
}

func (t *teller) tell(e Event) {
	t.events <- e
	<-t.told
}

// progressEvery is how often progress is told at most: a run of ten thousand rows a second is not held up by telling.
const progressEvery = 20 * time.Millisecond

// work tells that work on rows began; what it returns tells where it stands, and at last that it ended.
func (t *teller) work(w Work, rows int) (show func(RowProgress), ended func()) {
	t.tell(Began{w, rows})
	var now RowProgress
	var told time.Time
	show = func(p RowProgress) {
		waits := fmt.Sprint(p.Waiting) != fmt.Sprint(now.Waiting)
		now = p
		if at := time.Now(); waits || at.Sub(told) >= progressEvery {
			told = at
			t.tell(Progress{p})
		}
	}
	return show, func() {
		t.tell(Progress{now})
		t.tell(Ended{})
	}
}

// note tells a fact; pairs are the names and values of its places.
func (t *teller) note(code words.Code, pairs ...any) { t.tell(Note{Fact: words.New(code, pairs...)}) }

// warn tells a fact that somebody should look at.
func (t *teller) warn(code words.Code, pairs ...any) {
	t.tell(Note{Fact: words.New(code, pairs...), Warning: true})
}
