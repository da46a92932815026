package sender

import (
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// clockSlack is by how much clocks may disagree without one of them being taken for wrong.
const clockSlack = 5 * time.Second

// clocks are this machine's and the API's. What is compared with the account's journal is put on the API's.
type clocks struct {
	client *greenapi.Client
	began  time.Time // what earlier runs did had ended by then
}

func (r *Run) clocks() clocks {
	c := clocks{client: r.Client}
	c.began = c.now()
	return c
}

// now is the API's clock, or what comes nearest.
func (c clocks) now() time.Time {
	now, _ := c.client.ServerTime()
	return now
}

// read returns this moment on both clocks.
func (c clocks) read() ledger.Reading {
	server, known := c.client.ServerTime()
	wall := c.client.Wall()
	return ledger.Reading{Wall: wall, Ahead: server.Sub(wall), Known: known}
}

// here puts a time of the API's clock on this process's.
func (c clocks) here(t time.Time) time.Time { return time.Now().Add(t.Sub(c.now())) }

// there puts a time of this process's clock on the API's; the zero time stays what it is.
func (c clocks) there(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return c.now().Add(-time.Since(t))
}

// span is when an attempt was made, by the API's clock: it started between start and startBy, and had ended by end.
type span struct {
	start, startBy, end time.Time
	wrong               bool // a clock was wrong, and nothing can be said
}

// ours is the span of an attempt of this run, whose clocks are known.
func (c clocks) ours(start, end ledger.Reading) span {
	s := span{start: onServer(start, start.Ahead), end: onServer(end, end.Ahead)}
	s.startBy = s.start
	s.end = later(s.end, s.start)
	return s
}

// earlier is the span of an attempt of an earlier run. A reading is put on the API's clock by how far that was ahead then;
// where that is not known, by how far it is now, and not at all. The attempt had ended when this run began, whatever
// the clocks say.
func (c clocks) earlier(started time.Time, start, end ledger.Reading) span {
	if start.Wall.IsZero() { // of a version that did not keep it
		start.Wall = started
	}
	low, high := start.Ahead, start.Ahead
	switch now := c.read(); {
	case start.Known:
	case end.Known:
		low, high = end.Ahead, end.Ahead
	case now.Known:
		low, high = min(0, now.Ahead), max(0, now.Ahead)
	}
	s := span{start: onServer(start, low), startBy: onServer(start, high), end: c.began}
	if end.Known {
		s.end = earliest(onServer(end, end.Ahead), c.began)
	}
	if s.startBy.Sub(s.start) <= clockSlack { // as good as exact
		s.startBy = s.start
	}
	s.wrong = s.start.After(s.end.Add(clockSlack)) // at least one of the readings was wrong, and nobody knows by how much
	if s.wrong {
		s.start, s.startBy, s.end = time.Time{}, c.began, c.began
	}
	s.start, s.startBy = earliest(s.start, s.end), earliest(s.startBy, s.end)
	return s
}

func onServer(r ledger.Reading, ahead time.Duration) time.Time { return r.Wall.Add(ahead).Round(0) }

// moved widens a span by how far the API's clock was set while it was open.
func (s span) moved(by time.Duration) span {
	s.start, s.startBy, s.end = s.start.Add(min(by, 0)), s.startBy.Add(max(by, 0)), s.end.Add(max(by, 0))
	return s
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
