package greenapi

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

const (
	// readEvery is the time from one request for a reading method to the next: the documented second, and a margin.
	// https://green-api.com/en/docs/api/ratelimiter/
	readEvery = 1100 * time.Millisecond
	// limitWindow is the second that the service counts in. The next request leaves no earlier than that after an
	// answer, so that two are a second apart where they arrive, however long they were on their way.
	limitWindow = time.Second
	// messageEvery is that of getMessage, ten of which are served a second: one is left to others.
	messageEvery = 112 * time.Millisecond
)

// Postponed says that a reading method was answered with 429, and is asked again.
type Postponed struct {
	Method string
	Until  time.Time
	Err    error
}

// gate lets the requests for one reading method of the account through, one behind the other.
type gate struct {
	method string
	past   *readings
	turn   chan struct{} // holds something: somebody is at the gate

	mu      sync.Mutex // of what follows; turn orders the requests, but not those of getMessage under way
	next    time.Time  // no request before
	asked   bool       // in this process
	backoff Backoff    // over 429s
	refused *APIError  // asked for more than MaxWait, until next
}

func newGate(method string, past *readings) *gate {
	return &gate{method: method, past: past, turn: make(chan struct{}, 1), backoff: Backoff{Most: time.Minute}}
}

// shared reports whether several requests may be under way: those of a method of which many are served a second.
func (g *gate) shared() bool { return g.method == "getMessage" }

func (g *gate) every() time.Duration {
	if g.shared() {
		return messageEvery
	}
	return readEvery
}

// pass waits until a request may leave, and makes it.
func (g *gate) pass(ctx context.Context, request func() (answer, error)) (answer, error) {
	select {
	case g.turn <- struct{}{}:
	case <-ctx.Done():
		return answer{}, &NotSentError{Method: g.method, Err: context.Cause(ctx)}
	}
	held := true
	leave := func() {
		if held {
			held = false
			<-g.turn
		}
	}
	defer leave()
	if refused := g.shut(time.Now()); refused != nil {
		return answer{}, refused
	}
	for wait := g.wait(time.Now()); wait > 0; wait = g.wait(time.Now()) {
		if err := Sleep(ctx, wait); err != nil {
			return answer{}, &NotSentError{Method: g.method, Err: err}
		}
	}
	if g.shared() {
		leave()
	}
	a, err := request()
	if !g.shared() {
		g.answered(time.Now())
	}
	return a, err
}

// wait returns how long a request must wait at that time; 0 if it may go, and then counts it.
func (g *gate) wait(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	next := g.next
	if !g.asked && !g.shared() { // an earlier process may have asked a moment ago
		next = later(next, now.Add(g.past.wait(g.method, now)))
		g.next, g.asked = next, true
	}
	if wait := next.Sub(now); wait > 0 {
		return wait
	}
	g.keep(now.Add(g.every()), now)
	return 0
}

// answered moves the next request away from the answer to the last.
func (g *gate) answered(now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.keep(later(g.next, now.Add(limitWindow)), now)
}

func (g *gate) keep(next, now time.Time) {
	g.next = next
	if !g.shared() {
		g.past.keep(g.method, next, now)
	}
}

// shut returns the answer that put the method off for longer than MaxWait, while that holds.
func (g *gate) shut(now time.Time) *APIError {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refused == nil || !now.Before(g.next) {
		g.refused = nil
		return nil
	}
	again := *g.refused
	again.RetryAfter = g.next.Sub(now)
	return &again
}

// retryAt takes in what a request met with, and reports whether it is to be made again, and when: after a 429, unless
// that asks for more than MaxWait or goes on for longer.
func (g *gate) retryAt(now time.Time, err error) (until time.Time, again bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var api *APIError
	isAnswer := err == nil || errors.As(err, &api)
	if !isAnswer || api == nil || api.Status != http.StatusTooManyRequests {
		if isAnswer {
			g.backoff.Reset()
		}
		return time.Time{}, false
	}
	wait := g.backoff.Fail(now, api.RetryAfter)
	g.next = later(g.next, now.Add(wait))
	if wait > MaxWait {
		g.refused = api
		return g.next, false
	}
	return g.next, g.backoff.Failing(now)+wait <= MaxWait
}

// read makes a request for a reading method when that may be asked, and again while it is answered with 429.
func (c *Client) read(ctx context.Context, call call) (answer, error) {
	g := c.gate(call.method)
	for {
		a, err := g.pass(ctx, func() (answer, error) { return c.do(ctx, call) })
		until, again := g.retryAt(time.Now(), err)
		if !again {
			return a, err
		}
		if c.postponed != nil {
			c.postponed(Postponed{Method: call.method, Until: until, Err: err})
		}
	}
}

func (c *Client) gate(method string) *gate {
	c.mu.Lock()
	defer c.mu.Unlock()
	g := c.gates[method]
	if g == nil {
		g = newGate(method, c.past)
		c.gates[method] = g
	}
	return g
}

// Sleep waits, or returns why ctx ended.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
