package sandbox

import (
	"fmt"
	"hash/fnv"
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
	memory    memory
	faults    []Fault
	quota     Quota
	schedule  []scheduled
	limits    map[string]*window
	calls     map[string]int // requests by method since Open
	served    map[string]int // those of them that counted against the quota
	chats     map[string]bool
	accepted  int // through sendContact, since Open
	forbidden []string
	count     counted
	sequence  uint64
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
		faults:  o.Faults,
		limits:  map[string]*window{},
		calls:   map[string]int{},
		chats:   map[string]bool{},
	}
	s.setQuota(o.Quota)
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
		s.memory.close()
		return nil, err
	}
	return s, nil
}

// replay takes an event from the memory file.
func (s *Sandbox) replay(e event) {
	switch {
	case e.Acceptance != nil:
		s.record.accept(*e.Acceptance)
		s.chats[e.ChatID] = true
	case e.Delay != nil:
		s.record.delay = time.Duration(*e.Delay) * time.Millisecond
	case e.State != "":
		s.record.setState(e.State, e.At)
	}
}

// begin puts the options in force where they differ from what the account remembers.
func (s *Sandbox) begin(now time.Time) error {
	s.record.advance(now)
	s.sequence = uint64(len(s.record.entries) + len(s.record.late))
	if s.record.delay != s.options.Delay {
		ms := s.options.Delay.Milliseconds()
		if err := s.memory.write(event{At: now, Delay: &ms}); err != nil {
			return err
		}
		s.record.delay = s.options.Delay
	}
	if s.options.State == "" {
		return nil
	}
	return s.setState(s.options.State, now)
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
		return s.memory.close()
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

// Forbidden lists what was done that a bulk sender must never do: the methods that change the account or
// consume its notifications (they answered 200 and had no effect), and "Idempotency-Key" for that header.
func (s *Sandbox) Forbidden() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.forbidden)
}

// SetFaults replaces the faults.
func (s *Sandbox) SetFaults(faults []Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = faults
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

// Injection is a message of another sender on the same account.
type Injection struct {
	// ChatID is whom it goes to; empty means a chat of its own for each message.
	ChatID string `json:"chatId"`
	// Contact is the card; without one it is a text message.
	Contact Contact `json:"contact"`
	// QuotedMessageID belongs to the card.
	QuotedMessageID string `json:"quotedMessageId"`
	// Origin is OriginApplication, the default, or OriginPhone.
	Origin string `json:"origin"`
}

// Inject lets another sender send n messages and returns their ids.
func (s *Sandbox) Inject(n int, i Injection) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.catchUp(now)
	ids := make([]string, 0, n)
	for range n {
		a := Acceptance{
			IDMessage: s.newID(), ChatID: i.ChatID, Contact: i.Contact, QuotedMessageID: i.QuotedMessageID,
			Origin: i.Origin, RequestedAt: now, AcceptedAt: now,
		}
		if a.Origin == "" {
			a.Origin = OriginApplication
		}
		if a.ChatID == "" {
			a.ChatID = fmt.Sprintf("7900%07d@c.us", s.sequence%1e7)
		}
		if a.Contact == (Contact{}) {
			a.Text = "Hello from another application"
		}
		if err := s.keep(a); err != nil {
			return ids, err
		}
		ids = append(ids, a.IDMessage)
	}
	return ids, nil
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

// newID makes an id of the usual look, never one given before.
func (s *Sandbox) newID() string {
	for {
		s.sequence++
		id := fmt.Sprintf("3EB0%016X", mix(s.sequence+mix(s.options.Seed)+hash(s.options.IDInstance)))
		if _, taken := s.record.byID[id]; !taken {
			return id
		}
	}
}

// chance is a number in [0, 1) that depends on the seed and on what it is about.
func (s *Sandbox) chance(about string, n int) float64 {
	return float64(mix(s.options.Seed^mix(hash(about)+uint64(n)))>>11) / (1 << 53)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// mix is SplitMix64's output function: a bijection that leaves no pattern.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
