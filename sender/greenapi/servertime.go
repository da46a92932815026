package greenapi

import (
	"sync"
	"time"
)

// serverTime is the API's clock, as the Date headers of its answers show it. Between answers it runs on by a clock that
// is never set, so that this machine's own may be wrong, or be set, at any time.
type serverTime struct {
	mu    sync.Mutex
	start Instant
	base  time.Time // this machine's clock at the start
	low   time.Time // the API's clock at the start is not before this,
	high  time.Time // nor after this; both zero: no answer had a date yet
	set   ClockSet
}

// ClockSet is how the API's clock was set, as its answers showed it, against one that is never set; one of the two was
// wrong. The clock that this process starts with is its machine's.
type ClockSet struct {
	// Times is how often it was set.
	Times int
	// By is how far, in all; Least and Most are how far back and forth it was in between, never above and below 0.
	By, Least, Most time.Duration
	// Learned says that it was not known before, and this machine's was taken for it.
	Learned bool
}

// Then is what comes of being set once more.
func (c ClockSet) Then(next ClockSet) ClockSet {
	return ClockSet{Times: c.Times + next.Times, Learned: c.Learned || next.Learned, By: c.By + next.By,
		Least: min(c.Least, c.By+next.Least), Most: max(c.Most, c.By+next.Most)}
}

func setOnce(by time.Duration) ClockSet {
	return ClockSet{Times: 1, By: by, Least: min(by, 0), Most: max(by, 0)}
}

func newServerTime(wall func() time.Time) *serverTime {
	return &serverTime{start: Moment(), base: wall().Round(0)}
}

// answered takes in the Date of an answer that has just come to a request made at sent. The header is cut to whole
// seconds, and was written some time between the two.
func (s *serverTime) answered(date time.Time, sent Instant) {
	if date.IsZero() {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	low := date.Add(-s.start.Elapsed())
	high := date.Add(time.Second - sent.since(s.start))
	switch {
	case s.low.IsZero():
		if low.After(s.base.Add(ClockSlack)) || high.Before(s.base.Add(-ClockSlack)) {
			s.set = s.set.Then(setOnce(low.Sub(s.base)))
		}
		s.set.Learned = true
		s.low, s.high = low, high
	case low.After(s.high.Add(ClockSlack)), high.Before(s.low.Add(-ClockSlack)):
		s.set = s.set.Then(setOnce(low.Sub(s.low)))
		s.low, s.high = low, high
	case low.After(s.high), high.Before(s.low): // they have drifted apart
		s.low, s.high = low, high
	default:
		if low.After(s.low) {
			s.low = low
		}
		if high.Before(s.high) {
			s.high = high
		}
	}
}

// now is the API's clock now, or this machine's as it was at the start and has run on since; known says which.
// It is late by a second at most, never early: what a journal shows then looks later than it is, which is the safe side.
func (s *serverTime) now() (now time.Time, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.low.IsZero() {
		return s.base.Add(s.start.Elapsed()), false
	}
	return s.low.Add(s.start.Elapsed()), true
}

// ServerTime returns the API's clock now, as its answers showed it; known is false while none has, and the time then is
// this machine's. It never follows a change of this machine's clock.
func (c *Client) ServerTime() (now time.Time, known bool) { return c.server.now() }

// ClockSet returns how the API's clock was set since ClockSet was last called.
func (c *Client) ClockSet() ClockSet {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	set := c.server.set
	c.server.set = ClockSet{}
	return set
}

// Wall returns this machine's clock.
func (c *Client) Wall() time.Time { return c.wall() }
