package greenapi

import "time"

// Backoff is how long to wait before something that failed is tried again: a second, doubling up to Most. It is pure:
// the time is an argument. The zero value has not failed.
type Backoff struct {
	// Most bounds the wait; 0 is half a minute.
	Most time.Duration

	since time.Time // the first failure in a row; zero: none
	until time.Time // when the last wait ends
	wait  time.Duration
}

// Fail takes in a failure and returns how long to wait: as long as was asked for, else twice the last wait. What fails
// before that is over failed together with the last, and waits for the same moment.
func (b *Backoff) Fail(now time.Time, asked time.Duration) time.Duration {
	if b.since.IsZero() {
		b.since = now
	}
	switch {
	case asked > 0:
		b.until = later(b.until, now.Add(asked))
	case !now.Before(b.until):
		b.wait = min(max(time.Second, 2*b.wait), b.most())
		b.until = now.Add(b.wait)
	}
	return b.until.Sub(now)
}

func (b *Backoff) most() time.Duration {
	if b.Most <= 0 {
		return 30 * time.Second
	}
	return b.Most
}

// Failing returns for how long nothing but failures came in; 0 if none did.
func (b *Backoff) Failing(now time.Time) time.Duration {
	if b.since.IsZero() {
		return 0
	}
	return now.Sub(b.since)
}

// Reset forgets the failures: something came through.
func (b *Backoff) Reset() { *b = Backoff{Most: b.Most} }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
