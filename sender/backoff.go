package sender

import (
	"time"

	"contactcast/sender/pace"
)

// outage is a time in which no request could be sent.
type outage struct {
	patience time.Duration // how long to go on trying
	since    time.Time     // zero: there is none
	until    time.Time     // no use in trying before
	backoff  time.Duration
}

// next returns how long to wait after a request that could not be sent: a second,
// doubling to half a minute, once for all requests that were under way together.
func (o *outage) next(now time.Time) time.Duration {
	if o.since.IsZero() {
		o.since = now
	}
	if !now.Before(o.until) {
		o.backoff = min(max(time.Second, 2*o.backoff), 30*time.Second)
		o.until = now.Add(o.backoff)
	}
	return o.until.Sub(now)
}

// over ends the outage: something was sent.
func (o *outage) over() { *o = outage{patience: patience} }

func (o *outage) hopeless(now time.Time) bool {
	return !o.since.IsZero() && now.Sub(o.since) >= o.patience
}

// throttle lowers the pace when the API answers 429, and lets it recover.
type throttle struct {
	times []time.Time // of the last 429s
	steps int         // quarters taken off the pace
	quiet time.Time   // when the last step was taken or restored
	until time.Time
	wait  time.Duration
}

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
	if asked > 0 {
		return asked
	}
	if now.Before(t.until) { // refused together with the last one
		return t.until.Sub(now)
	}
	if now.Sub(t.until) > 10*time.Second {
		t.wait = 0
	}
	t.wait = min(max(time.Second, 2*t.wait), time.Minute)
	t.until = now.Add(t.wait)
	return t.wait
}

// restore gives a step back for every quiet minute, and tells whether it did.
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
