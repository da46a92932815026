package greenapi

import "time"

// Instant is a moment on a clock that is never set, and that goes on while the machine sleeps where the system has
// such a clock.
type Instant struct {
	running time.Time     // by its monotonic part, which stands still while the machine sleeps
	boot    time.Duration // since the machine was started, sleep included; 0: there is no such clock
}

// Moment is this instant.
func Moment() Instant { return Instant{running: time.Now(), boot: sinceBoot()} }

// Elapsed is the time from one instant to now.
func (i Instant) Elapsed() time.Duration { return Moment().since(i) }

// jitter is how far the two clocks may differ on a machine that was awake: they are read one after the other.
const jitter = time.Second

func (i Instant) since(before Instant) time.Duration {
	running, boot := i.running.Sub(before.running), i.boot-before.boot
	if boot > running+jitter { // it slept
		return boot
	}
	return running
}

// ElapsedAtMost is the time that may have passed from one instant to now: where no clock counts sleep, the machine's
// own clock does, unless it was set.
func (i Instant) ElapsedAtMost() time.Duration {
	now := Moment()
	if now.boot != 0 {
		return now.since(i)
	}
	return max(now.since(i), now.running.Round(0).Sub(i.running.Round(0)))
}
