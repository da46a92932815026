package pace

import "time"

// Recent remembers the last posts, so that no sliding second holds more than its
// size: a limiter alone lets one more slip through when wake-ups jitter.
// The zero value remembers nothing and never waits.
type Recent struct {
	times []time.Time
	next  int
}

// NewRecent makes a log that lets n posts into any second, after those made at the times
// given, oldest first.
func NewRecent(n int, made ...time.Time) *Recent {
	r := &Recent{times: make([]time.Time, n)}
	for _, t := range made {
		r.add(t)
	}
	return r
}

// Wait returns how long a post must wait at that time; 0 if it may go, and then counts it.
func (r *Recent) Wait(now time.Time) time.Duration {
	if len(r.times) == 0 {
		return 0
	}
	if wait := r.times[r.next].Add(time.Second).Sub(now); wait > 0 && !r.times[r.next].IsZero() {
		return wait
	}
	r.add(now)
	return 0
}

func (r *Recent) add(t time.Time) {
	r.times[r.next] = t
	r.next = (r.next + 1) % len(r.times)
}
