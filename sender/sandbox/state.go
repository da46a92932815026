package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// scheduled is a change of state to come; due is zero until enough messages were accepted.
type scheduled struct {
	StateChange
	at  int // the value of Sandbox.accepted that it waits for
	due time.Time
}

// SetState changes the account's state as c says, at once if c says no more than the state.
func (s *Sandbox) SetState(c StateChange) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.catchUp(now)
	if err := s.plan(c, now); err != nil {
		return err
	}
	s.catchUp(now)
	return nil
}

// State is the account's state.
func (s *Sandbox) State() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp(time.Now())
	return s.record.state
}

func (s *Sandbox) plan(c StateChange, now time.Time) error {
	if !knownState(c.State) {
		return fmt.Errorf("sandbox: unknown state %q", c.State)
	}
	next := scheduled{StateChange: c, at: s.accepted + c.Accepted}
	if c.Accepted <= 0 {
		next.due = now.Add(c.After)
	}
	s.schedule = append(s.schedule, next)
	return nil
}

// catchUp lets everything happen that was to happen until now: changes of state in their order, then late
// acceptances.
func (s *Sandbox) catchUp(now time.Time) {
	for {
		next := -1
		for i := range s.schedule {
			c := &s.schedule[i]
			if c.due.IsZero() && s.accepted >= c.at {
				c.due = now.Add(c.After)
			}
			if !c.due.IsZero() && !c.due.After(now) && (next < 0 || c.due.Before(s.schedule[next].due)) {
				next = i
			}
		}
		if next < 0 {
			s.record.advance(now)
			return
		}
		c := s.schedule[next]
		s.schedule = slices.Delete(s.schedule, next, next+1)
		s.setState(c.State, c.due)
	}
}

// setState changes the state, in the memory file too.
func (s *Sandbox) setState(state string, at time.Time) {
	if state != s.record.state {
		s.record.setState(state, at)
		s.failed = errors.Join(s.failed, s.memory.write(event{At: at, State: state}))
	}
}
