package sender

import (
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/settle"
)

// clocks are this machine's and the API's. What is compared with the account's journal is put on the API's.
type clocks struct {
	client *greenapi.Client
	began  time.Time  // what earlier runs did had ended by then
	before int64      // the last attempt of earlier runs
	sets   []clockSet // how the API's clock was set in this run
	was    time.Time  // what it showed before it was set back: what it dated then may look later
}

// newClocks reads the clocks; before is the last attempt of earlier runs.
func newClocks(c *greenapi.Client, before int64) *clocks {
	clocks := &clocks{client: c, before: before}
	clocks.began = clocks.now()
	return clocks
}

// now is the API's clock, or what comes nearest.
func (c *clocks) now() time.Time {
	now, _ := c.client.ServerTime()
	return now
}

// read returns this moment on both clocks.
func (c *clocks) read() ledger.Reading {
	server, known := c.client.ServerTime()
	wall := c.client.Wall()
	return ledger.Reading{Wall: wall, Ahead: server.Sub(wall), Known: known}
}

// here puts a time of the API's clock on this process's.
func (c *clocks) here(t time.Time) time.Time { return time.Now().Add(t.Sub(c.now())) }

// there puts a time of this process's clock on the API's; the zero time stays what it is.
func (c *clocks) there(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return c.now().Add(-time.Since(t))
}

// span is when an attempt was made.
type span struct {
	settle.Span
	wrong bool // a clock was wrong, and nothing can be said
}

// spanOf is the span of an attempt that the ledger knows, of this run or an earlier one.
func (c *clocks) spanOf(attempt int64, started time.Time, start, end ledger.Reading) span {
	if attempt <= c.before {
		return c.earlier(started, start, end)
	}
	s := c.ours(start, end)
	for _, set := range c.sets {
		if attempt <= set.attempt { // how long ago it was is known, and nothing else is asked
			s.Start, s.StartBy, s.End = s.Start.Add(set.By), s.StartBy.Add(set.By), s.End.Add(set.By)
		}
	}
	return s
}

// endedNow is the span of an attempt of this run that ends now; the API's clock had been set so often when it began.
func (c *clocks) endedNow(start ledger.Reading, sets int) span {
	s := c.ours(start, start).since(c.sets[sets:])
	s.StartBy, s.End = later(s.StartBy, c.was), c.now()
	return s
}

// ours is the span of an attempt of this run, whose clocks are known.
func (c *clocks) ours(start, end ledger.Reading) span {
	from, to := onServer(start, start.Ahead), onServer(end, end.Ahead)
	return span{Span: settle.Span{Start: earliest(from, to), StartBy: from, End: later(from, to)}}
}

// earlier is the span of an attempt of an earlier run. A reading is put on the API's clock by how far that was ahead then,
// and by how far it is now: if they differ, this machine's clock was set in between, or the API's. The attempt had ended
// when this run began, whatever the clocks say, and unless both agree that it ended earlier, it is taken for just over.
func (c *clocks) earlier(started time.Time, start, end ledger.Reading) span {
	now := c.read()
	unknown := !start.Known && now.Known && !start.Wall.IsZero()
	if start.Wall.IsZero() { // of a version that did not keep it
		start.Wall = started
	}
	then, by := start.Ahead, start.Ahead
	switch {
	case start.Known && end.Known:
		by = max(start.Ahead, end.Ahead)
	case !start.Known: // this machine's clock was taken for the API's
		by = max(0, now.Ahead)
	}
	s := span{Span: settle.Span{Start: onServer(start, min(then, now.Ahead)), StartBy: onServer(start, by), End: c.began}}
	if end.Known && now.Known {
		s.End = earliest(onServer(end, max(end.Ahead, now.Ahead)), c.began)
	}
	if s.StartBy.Sub(s.Start) <= greenapi.ClockSlack { // as good as exact
		s.StartBy = s.Start
	}
	if s.wrong = unknown || s.Start.After(s.End.Add(greenapi.ClockSlack)); s.wrong { // nobody knows how far a clock was off
		s.Span = settle.Span{StartBy: c.began, End: c.began}
	}
	s.Start, s.StartBy = earliest(s.Start, s.End), earliest(s.StartBy, s.End)
	return s
}

func onServer(r ledger.Reading, ahead time.Duration) time.Time { return r.Wall.Add(ahead).Round(0) }

// maxClockSets is how often the API's clock may be set in a run until its times are not believed any more.
const maxClockSets = 3

// step returns how the API's clock was set since step was last called; ok is false if it was not.
func (c *clocks) step() (set greenapi.ClockSet, ok bool) {
	set = c.client.ClockSet()
	return set, set.Times != 0 || set.Learned
}

// follow takes in that the API's clock was set, after that attempt had ended.
func (c *clocks) follow(set greenapi.ClockSet, attempt int64) {
	c.sets = append(c.sets, clockSet{set, attempt})
	c.began = c.began.Add(set.By)
	if set.Least < 0 {
		c.was = later(c.was, c.now().Add(2*greenapi.ClockSlack-set.Least))
	}
}

// unsteady reports whether the API's clock was set too often to be believed.
func (c *clocks) unsteady() bool {
	times := 0
	for _, set := range c.sets {
		times += set.Times
	}
	return times > maxClockSets
}

// clockSet is that the API's clock was set in this run.
type clockSet struct {
	greenapi.ClockSet
	attempt int64 // the last that had ended when this was noticed
}

// since puts a span on the API's clock as it is, after it was set so often.
func (s span) since(sets []clockSet) span {
	for _, c := range sets {
		s.Span, s.wrong = s.Moved(c.ClockSet), s.wrong || c.Learned
	}
	return s
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
