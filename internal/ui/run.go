package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// runKind is what a run does.
type runKind string

// The kinds of runs.
const (
	planning runKind = "planning" // finds out what would be sent, and stops before the first message
	trying   runKind = "trying"   // sends one card to a phone of one's own
	sending  runKind = "sending"
	tracking runKind = "tracking" // asks what became of what was accepted
)

// run is something that goes on with a list beyond a request. What it has come to stays until the next begins.
type run struct {
	kind      runKind
	noJournal bool // it was told that there is nothing to find
	began     time.Time
	feed      feed
	cancel    context.CancelCauseFunc
	done      chan struct{}

	mu     sync.Mutex
	state  runState
	sent   *job.SendResult
	traced *job.TrackResult
	err    error
}

// runState is what a run has told so far.
type runState struct {
	Plan *job.Plan
	// Work is what is done with Rows rows, since Since; "" until that begins.
	Work     job.Work
	Rows     int
	Since    time.Time
	Progress job.RowProgress
	// Wait is what is waited for, until its Until; nothing if it is not.
	Wait   job.Wait
	Notes  []job.Note
	Paused bool // somebody pressed the button
}

// errPaused is the word of whoever pressed the button.
var errPaused = errors.New("it was paused on the page")

// runs are what goes on, one a list.
type runs struct {
	mu    sync.Mutex
	known map[listKey]*run
}

// of returns the latest run of a list; nil if there was none.
func (r *runs) of(key listKey) *run {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known[key]
}

// start begins a run, unless one goes on: what is pressed twice begins once.
func (s *server) start(key listKey, r *run, work func(context.Context, *run)) {
	s.runs.mu.Lock()
	defer s.runs.mu.Unlock()
	if before := s.runs.known[key]; before != nil && before.active() {
		return
	}
	ctx, cancel := context.WithCancelCause(s.ctx)
	r.began, r.cancel, r.done = time.Now(), cancel, make(chan struct{})
	if s.runs.known == nil {
		s.runs.known = map[listKey]*run{}
	}
	s.runs.known[key] = r
	s.wait.Go(func() {
		defer cancel(nil)
		work(ctx, r)
		s.checks.stale()
		close(r.done)
		r.feed.end()
	})
}

// forget forgets what a list's last run came to, unless it goes on.
func (r *runs) forget(key listKey) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if one := r.known[key]; one != nil && !one.active() {
		delete(r.known, key)
	}
}

// active reports whether the run goes on.
func (r *run) active() bool { return !closed(r.done) }

// now is what the run has told so far.
func (r *run) now() runState {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.state
	s.Notes = append([]job.Note(nil), s.Notes...)
	return s
}

// outcome is what it came to, once it has ended.
func (r *run) outcome() (*job.SendResult, *job.TrackResult, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sent, r.traced, r.err
}

// ready waits for the end for some time, and reports whether it has come.
func (r *run) ready(ctx context.Context, most time.Duration) bool {
	return within(ctx, r.done, most)
}

// planned keeps what is about to be sent.
func (r *run) planned(p job.Plan) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state.Plan = &p
}

// tell takes in what the run tells, and passes it on to the pages that look.
func (r *run) tell(s *server, e job.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := e.(type) {
	case job.Note:
		r.state.Notes = append(r.state.Notes, e)
		if r.kind == sending {
			r.feed.tell("notes", s.notesOf(r.state.Notes))
		}
		return
	case job.Waiting:
		r.state.Wait = e.Wait
	case job.Sleeping:
		r.state.Wait = job.Wait{Reason: e.Stop.Fact(), Until: e.Stop.Until}
	case job.Began:
		r.state.Work, r.state.Rows, r.state.Since, r.state.Wait = e.Work, e.Rows, time.Now(), job.Wait{}
	case job.Progress:
		r.state.Progress = e.RowProgress
	default:
		return
	}
	r.feed.tell("progress", s.liveOf(r.state))
}

// notesOf are notes in words.
func (s *server) notesOf(notes []job.Note) []liveNote {
	all := []liveNote{}
	for _, n := range notes {
		if n.Code == "unchanged" { // of interest to who typed a command
			continue
		}
		all = append(all, liveNote{s.sentence(n.Fact), n.Warning})
	}
	return all
}

// liveNote is a note as a page is told it.
type liveNote struct {
	Text    string `json:"text"`
	Warning bool   `json:"warning"`
}

// liveProgress is where a run stands, in numbers and in words, as a page is told it.
type liveProgress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
	// Ended counts rows that ended otherwise than accepted.
	Ended int    `json:"ended"`
	Says  string `json:"says"`  // how far it is
	Pace  string `json:"pace"`  // how fast, and how long it takes still
	Waits string `json:"waits"` // what is waited for, and until when; or ""
}

// paceAfter is how long a run must have lasted for its pace to tell anything.
const paceAfter = 3 * time.Second

func (s *server) liveOf(r runState) liveProgress {
	p := r.Progress
	l := liveProgress{Done: min(p.Passed(), r.Rows), Total: r.Rows, Ended: p.Rejected + p.Unknown}
	switch {
	case r.Work == job.Tracking:
		l.Done = min(p.Accepted, r.Rows)
		l.Says = s.say("page/tracking-far", "n", s.lang.Number(l.Done), "total", s.lang.Number(r.Rows))
	case r.Work != "":
		l.Says = s.say("page/sending-far", "n", s.lang.Number(p.Accepted), "total", s.lang.Number(r.Rows))
		if took := time.Since(r.Since); took > paceAfter && p.Passed() > 0 {
			each := took / time.Duration(p.Passed())
			l.Pace = s.say("page/pace", "pace", s.lang.Number(int(time.Minute/max(each, time.Microsecond))), "left", duration(each*time.Duration(max(0, r.Rows-p.Passed()))))
		}
	}
	wait := r.Wait
	if p.Waiting.Code != "" {
		wait = job.Wait{Reason: p.Waiting}
	}
	if wait.Reason.Code != "" {
		l.Waits = s.sentence(wait.Reason)
		if !wait.Until.IsZero() {
			l.Waits = s.say("page/waits-until", "why", l.Waits, "until", clock(wait.Until))
		}
	}
	return l
}

// closed reports whether a channel is closed by now.
func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// within waits for a channel to be closed for some time, and reports whether it was.
func within(ctx context.Context, done <-chan struct{}, most time.Duration) bool {
	wait, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	select {
	case <-done:
		return true
	case <-wait.Done():
		return false
	}
}

// stopped is why a run ended with rows left, as a fact that has words; nothing if it did not.
func (r *run) stopped() words.Fact {
	sent, traced, _ := r.outcome()
	switch {
	case sent != nil && sent.Stop != nil:
		return sent.Stop.Fact()
	case traced != nil && traced.Stop != nil:
		return traced.Stop.Fact()
	}
	return words.Fact{}
}
