package pace

import "time"

// Window remembers the last posts, so that no sliding second holds more than its
// size: a limiter alone lets one more slip through when wake-ups jitter.
// The zero value remembers nothing and never waits.
type Window struct {
	times []time.Time
	next  int
}

// NewWindow makes a window that lets n posts into any second.
func NewWindow(n int) *Window { return &Window{times: make([]time.Time, n)} }

// Wait returns how long a post must wait at that time; 0 if it may go, and then counts it.
func (w *Window) Wait(now time.Time) time.Duration {
	if len(w.times) == 0 {
		return 0
	}
	if wait := w.times[w.next].Add(time.Second).Sub(now); wait > 0 && !w.times[w.next].IsZero() {
		return wait
	}
	w.times[w.next] = now
	w.next = (w.next + 1) % len(w.times)
	return 0
}
