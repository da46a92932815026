package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Sandbox is a simulated account: an http.Handler, and an http.RoundTripper that calls it without a network.
// All methods may be called concurrently.
type Sandbox struct {
	options Options
	closed  chan struct{}

	mu        sync.Mutex
	record    *record
	clock     clock
	memory    memory
	faults    []Fault
	quota     Quota
	schedule  []scheduled
	limits    map[string]*window
	calls     map[string]int // requests by method since Open
	requests  []Request
	served    map[string]int // those of them that counted against the quota
	chats     map[string]bool
	incoming  []Incoming
	accepted  int // through sendContact, since Open
	forbidden []string
	count     counted
	sequence  uint64
	failed    error // to remember a change of state
}

// Open starts the account, with what Options.Memory holds of it. A last line cut short is dropped; other damage,
// an unknown state or an unusable fault is an error.
func Open(o Options) (*Sandbox, error) {
	now := time.Now()
	o = o.withDefaults(now)
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	s := &Sandbox{
		options: o,
		closed:  make(chan struct{}),
		record:  newRecord(),
		limits:  map[string]*window{},
		calls:   map[string]int{},
		chats:   map[string]bool{},
	}
	s.setQuota(o.Quota)
	if err := s.SetFaults(o.Faults); err != nil {
		return nil, err
	}
	for _, c := range o.Schedule {
		if err := s.plan(c, now); err != nil {
			return nil, err
		}
	}
	if o.State != "" && !knownState(o.State) {
		return nil, fmt.Errorf("sandbox: unknown state %q", o.State)
	}
	if o.Memory != "" {
		var err error
		if s.memory, err = openMemory(o.Memory, s.replay); err != nil {
			return nil, err
		}
	}
	if err := s.begin(now); err != nil {
		return nil, errors.Join(err, s.memory.close())
	}
	return s, nil
}

// replay takes an event from the memory file.
func (s *Sandbox) replay(e event) {
	switch {
	case e.Incoming != nil:
		s.incoming = append(s.incoming, *e.Incoming)
	case e.Acceptance != nil:
		s.record.accept(*e.Acceptance)
		s.chats[e.ChatID] = true
	case e.Ahead != nil:
		s.clock.set(*e.Ahead, e.At)
	case e.Drain != nil:
		s.record.setDrain(*e.Drain, e.At)
	case e.State != "":
		s.record.setState(e.State, e.At)
	}
}

// begin puts the options in force where they differ from what the account remembers.
func (s *Sandbox) begin(now time.Time) error {
	s.record.advance(now)
	s.sequence = uint64(len(s.record.entries) + len(s.record.late))
	if drain := max(s.options.Delay, s.options.Drain); drain != s.record.drain {
		if err := s.memory.write(event{At: now, Drain: &drain}); err != nil {
			return err
		}
		s.record.setDrain(drain, now)
	}
	if s.options.State != "" {
		s.setState(s.options.State, now)
	}
	s.beginClock(now)
	return s.failed
}

// Close ends requests that hang and closes the memory file. Nothing may be asked of the sandbox afterwards but
// what it recorded.
func (s *Sandbox) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
		return nil
	default:
		close(s.closed)
		return errors.Join(s.failed, s.memory.close())
	}
}

// Record is everything the account accepted, in order of acceptance, what it will yet accept at the end.
func (s *Sandbox) Record() []Acceptance {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catchUp(time.Now())
	return s.record.acceptances()
}

// Calls counts the requests made for a method since Open, refused ones too.
func (s *Sandbox) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// Request is one request for a method.
type Request struct {
	Method string    `json:"method"`
	At     time.Time `json:"at"`
	// OverLimit says that it came too soon after others, and was answered with 429.
	OverLimit bool `json:"overLimit,omitempty"`
}

// Requests lists the requests made since Open in their order, but for sendContact, which Record has.
func (s *Sandbox) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// note keeps a request for Requests.
func (s *Sandbox) note(method string, at time.Time, overLimit bool) {
	if method != "sendContact" {
		s.requests = append(s.requests, Request{method, at, overLimit})
	}
}

// Forbidden lists what was done that a bulk sender must never do: the methods that change the account or
// consume its notifications (they answered 200 and had no effect), and "Idempotency-Key" for that header.
func (s *Sandbox) Forbidden() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.forbidden)
}

// SetFaults replaces the faults, if all are usable.
func (s *Sandbox) SetFaults(faults []Fault) error {
	for i := range faults {
		if err := faults[i].check(); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = slices.Clone(faults)
	return nil
}

// SetQuota replaces the quota; calls count from now on, chats from the beginning.
func (s *Sandbox) SetQuota(q Quota) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setQuota(q)
}

func (s *Sandbox) setQuota(q Quota) {
	s.quota = Quota{Chats: q.Chats, Calls: maps.Clone(q.Calls)}
	s.served = map[string]int{}
}

// keep remembers an acceptance, on disk first.
func (s *Sandbox) keep(a Acceptance) error {
	if err := s.memory.write(event{Acceptance: &a}); err != nil {
		return err
	}
	s.record.accept(a)
	s.chats[a.ChatID] = true
	return nil
}
