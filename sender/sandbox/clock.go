package sandbox

import (
	"errors"
	"time"
)

// Clock is what the server's own clock shows, and whether it shows it.
type Clock struct {
	// Ahead is how far it is ahead of the true time.
	Ahead time.Duration
	// Undated leaves the Date header out of every answer.
	Undated bool
}

// clock is the server's clock as it was set again and again: what happened before it was set keeps its time.
type clock struct {
	undated bool
	first   time.Duration // ahead until it was first set
	sets    []clockSet
}

type clockSet struct {
	at    time.Time
	ahead time.Duration
}

// ahead is how far the clock was ahead at that time.
func (c *clock) ahead(at time.Time) time.Duration {
	for i := len(c.sets) - 1; i >= 0; i-- {
		if !c.sets[i].at.After(at) {
			return c.sets[i].ahead
		}
	}
	return c.first
}

// shows is what the clock showed at that time.
func (c *clock) shows(at time.Time) time.Time { return at.Add(c.ahead(at)) }

func (c *clock) set(ahead time.Duration, at time.Time) {
	if ahead != c.ahead(at) {
		c.sets = append(c.sets, clockSet{at, ahead})
	}
}

// beginClock puts the options in force, for what is remembered of an earlier time, too, where nothing is.
func (s *Sandbox) beginClock(now time.Time) {
	s.clock.undated = s.options.Clock.Undated
	switch ahead := s.options.Clock.Ahead; {
	case ahead == 0:
	case s.memory.file == nil:
		s.clock.first = ahead
	default:
		s.setClock(ahead, now)
	}
}

// SetClock sets the server's clock. What it dated before stays as it is; what happens from now on is dated anew.
func (s *Sandbox) SetClock(c Clock) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.undated = c.Undated
	s.setClock(c.Ahead, time.Now())
}

// setClock sets it, in the memory file too.
func (s *Sandbox) setClock(ahead time.Duration, at time.Time) {
	if ahead != s.clock.ahead(at) {
		s.clock.set(ahead, at)
		s.failed = errors.Join(s.failed, s.memory.write(event{At: at, Ahead: &ahead}))
	}
}
