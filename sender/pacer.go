package sender

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// pacer says when the next message may be posted: by the rate, by what the API asked for, and by the account's queue,
// whose drain it follows.
type pacer struct {
	rate     pace.Rate
	loopback bool
	drain    time.Duration // the time between two messages that leave the queue
	throttle throttle
	limiter  *rate.Limiter
	slot     time.Time   // of the next message, by the rate; zero: not reserved
	hold     ledger.Wait // nothing is posted before its end
}

// newPacer makes the pacer of a run before which requests were made at those times, the last of them last.
func newPacer(r pace.Rate, loopback bool, drain time.Duration, made []time.Time) *pacer {
	p := &pacer{rate: r, loopback: loopback, throttle: newThrottle(), limiter: rate.NewLimiter(rate.Inf, 1)}
	p.follow(drain)
	if len(made) > 0 {
		p.limiter.AllowN(made[len(made)-1], 1) // a restart gets no fresh burst
	}
	return p
}

// interval is the time from one message to the next at the present pace.
func (p *pacer) interval() time.Duration {
	return p.throttle.interval(p.rate.Interval(p.drain, p.loopback))
}

// follow takes in how fast the account's queue drains.
func (p *pacer) follow(drain time.Duration) {
	p.drain = drain
	p.adjust()
}

func (p *pacer) adjust() {
	limit := rate.Inf
	if interval := p.interval(); interval > 0 {
		limit = rate.Every(interval)
	}
	p.limiter.SetLimit(limit)
}

// recover restores the pace after quiet minutes.
func (p *pacer) recover(now time.Time) {
	if p.throttle.restore(now) {
		p.adjust()
	}
}

// accepted takes in that a message came through.
func (p *pacer) accepted() { p.throttle.accepted() }

// refused takes in a 429, and reports whether there is hope that they end.
func (p *pacer) refused(now time.Time, asked time.Duration) bool {
	p.holdFor(now, p.throttle.refused(now, asked), ledger.Wait{Reason: words.New("busy/wait")})
	p.adjust()
	return !p.throttle.hopeless(now)
}

// holdFor lets nothing be posted for so long.
func (p *pacer) holdFor(now time.Time, d time.Duration, why ledger.Wait) {
	why.Until = later(p.hold.Until, now.Add(d))
	p.hold = why
}

// held returns what nothing is posted for at that time; without a Code if nothing forbids it.
func (p *pacer) held(now time.Time) ledger.Wait {
	if now.Before(p.hold.Until) {
		return p.hold
	}
	return ledger.Wait{}
}

// next returns when the next message may be posted by the rate, and reserves that moment for it.
func (p *pacer) next(now time.Time) time.Time {
	if p.slot.IsZero() {
		p.slot = now.Add(p.limiter.ReserveN(now, 1).DelayFrom(now))
	}
	return p.slot
}

// taken uses the moment that next reserved.
func (p *pacer) taken() { p.slot = time.Time{} }

// ceiling holds requests, of whichever goroutine, to what a host may get in any second.
type ceiling struct {
	mu     sync.Mutex
	recent *pace.Recent
}

// newCeiling makes one for requests after those made at the times given. On this machine there is no limit.
func newCeiling(loopback bool, made []time.Time) *ceiling {
	if loopback {
		return &ceiling{recent: &pace.Recent{}}
	}
	return &ceiling{recent: pace.NewRecent(pace.Ceiling, made...)}
}

// wait returns when a request may be made, and counts it.
func (c *ceiling) wait() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		wait := c.recent.Wait(time.Now())
		if wait <= 0 {
			return
		}
		time.Sleep(wait)
	}
}
