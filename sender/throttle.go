package sender

import (
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/pace"
)

// throttle lowers the pace when the API answers 429, and lets it recover.
type throttle struct {
	backoff greenapi.Backoff // over 429s with no acceptance between
	times   []time.Time      // of the last 429s
	steps   int              // quarters taken off the pace
	quiet   time.Time        // when the last step was taken or restored
}

func newThrottle() throttle { return throttle{backoff: greenapi.Backoff{Most: time.Minute}} }

// refused takes in a 429 and returns how long to wait: what the server asked for, else a
// second, doubling while it goes on. Three in ten seconds lower the pace by a quarter.
func (t *throttle) refused(now time.Time, asked time.Duration) time.Duration {
	t.restore(now)
	t.times = append(t.times, now)
	for now.Sub(t.times[0]) > 10*time.Second {
		t.times = t.times[1:]
	}
	if len(t.times) >= 3 {
		t.steps++
		t.times = nil
	}
	t.quiet = now
	return t.backoff.Fail(now, asked)
}

// accepted forgets the wait: what was refused before it was a moment's crowding.
func (t *throttle) accepted() { t.backoff.Reset() }

// hopeless reports whether nothing but 429s came in for as long as a run waits.
func (t *throttle) hopeless(now time.Time) bool { return t.backoff.Failing(now) >= patience }

// restore gives a step back for every quiet minute, and reports whether it did.
func (t *throttle) restore(now time.Time) bool {
	steps := min(t.steps, int(now.Sub(t.quiet)/time.Minute))
	if steps <= 0 {
		return false
	}
	t.steps -= steps
	t.quiet = now
	return true
}

// interval stretches the time between messages by the steps taken.
func (t *throttle) interval(base time.Duration) time.Duration {
	if t.steps == 0 {
		return base
	}
	base = max(base, time.Second/pace.Ceiling)
	for range t.steps {
		base = base * 4 / 3
	}
	return min(base, time.Hour)
}
