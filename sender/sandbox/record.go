package sandbox

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// Acceptance is one message that the account took responsibility for.
type Acceptance struct {
	IDMessage string  `json:"idMessage"`
	ChatID    string  `json:"chatId"`
	Contact   Contact `json:"contact,omitzero"`
	// Text is set on messages that are no contact cards; only Inject makes them.
	Text            string `json:"text,omitempty"`
	QuotedMessageID string `json:"quotedMessageId,omitempty"`
	// Origin is empty for what came through sendContact, else who sent it: OriginApplication or OriginPhone.
	Origin string `json:"origin,omitempty"`
	// Request is the number of the sendContact request since Open, from 1; zero for injected messages.
	Request     int       `json:"request,omitempty"`
	RequestedAt time.Time `json:"requestedAt"`
	// AcceptedAt is later than RequestedAt when a fault delayed the acceptance; it may lie in the future.
	AcceptedAt time.Time `json:"acceptedAt"`
	// LeavesAt is when it leaves, or is dropped from, the account's queue as things stand; zero before AcceptedAt.
	LeavesAt time.Time `json:"leavesAt,omitzero"`
}

// Contact is a card as it was accepted.
type Contact struct {
	PhoneContact int64  `json:"phoneContact"`
	FirstName    string `json:"firstName,omitempty"`
	MiddleName   string `json:"middleName,omitempty"`
	LastName     string `json:"lastName,omitempty"`
	Company      string `json:"company,omitempty"`
}

// Origins of injected messages.
const (
	OriginApplication = "application" // another application on the same account
	OriginPhone       = "phone"       // a person with the phone; never in the queue, not sendByApi in the journal
)

// lifetime is how long the account keeps a message that cannot leave.
const lifetime = 24 * time.Hour

// fate is what becomes of a message when it leaves the queue.
type fate uint8

const (
	sends   fate = iota // it goes to the recipient
	expires             // it is deleted without a trace
	refused             // a restricted account: kept and shown as such, never sent
)

// entry is an acceptance in the record with what the account makes of it.
type entry struct {
	Acceptance
	fate      fate
	refusedAt time.Time
	refusedAs string // the state in which it was: its status is called like it
	previous  int32  // the entry before it in the same chat, -1 for none
}

// record is the account's memory: everything it accepted, in order. Queue, journal and statuses follow from it
// and from the time; nothing runs in the background. Times of leaving never go backwards along it.
type record struct {
	drain     time.Duration // between two messages that leave
	state     string
	entries   []entry
	late      lateHeap // accepted in the future
	head      int      // every entry before it has left the queue
	lastLeave time.Time
	byID      map[string]int32
	byChat    map[string]int32 // the chat's newest entry
}

func newRecord() *record {
	return &record{state: StateAuthorized, byID: map[string]int32{}, byChat: map[string]int32{}}
}

// accept takes a message at its AcceptedAt.
func (r *record) accept(a Acceptance) {
	r.advance(a.RequestedAt)
	if a.AcceptedAt.After(a.RequestedAt) {
		heap.Push(&r.late, a)
		return
	}
	r.append(a)
}

// advance brings in the late acceptances that are due.
func (r *record) advance(now time.Time) {
	for len(r.late) > 0 && !r.late[0].AcceptedAt.After(now) {
		r.append(heap.Pop(&r.late).(Acceptance))
	}
}

func (r *record) append(a Acceptance) {
	index := int32(len(r.entries))
	e := entry{Acceptance: a, previous: -1}
	if previous, ok := r.byChat[a.ChatID]; ok {
		e.previous = previous
	}
	r.place(&e, a.AcceptedAt)
	r.entries = append(r.entries, e)
	r.byID[a.IDMessage], r.byChat[a.ChatID] = index, index
}

// restricted reports whether a state is one of the two names of that in which messages are accepted and never sent.
func restricted(state string) bool { return state == StateYellowCard || state == StateSuspended }

// place gives a message its turn behind the one before it, as the state stands from that time on.
func (r *record) place(e *entry, from time.Time) {
	deadline := e.AcceptedAt.Add(lifetime)
	turn := later(r.lastLeave, from)
	if e.Origin != OriginPhone {
		turn = turn.Add(r.drain)
	}
	switch {
	case restricted(r.state):
		e.LeavesAt, e.fate, e.refusedAt, e.refusedAs = deadline, refused, from, r.state
	case r.state != StateAuthorized || turn.After(deadline):
		e.LeavesAt, e.fate = deadline, expires
	default:
		e.LeavesAt, e.fate, r.lastLeave = turn, sends, turn
	}
}

// setDrain changes the pace for messages accepted from now on.
func (r *record) setDrain(drain time.Duration, at time.Time) {
	r.advance(at)
	r.drain = drain
}

// setState changes the state and with it the prospects of everything queued: nothing leaves but in
// StateAuthorized, where the queue starts moving again and drops what a yellow card held.
func (r *record) setState(state string, at time.Time) {
	r.advance(at)
	if state == r.state {
		return
	}
	r.state = state
	r.lastLeave = earlier(r.lastLeave, at)
	for i := r.leaveUntil(at); i < len(r.entries); i++ {
		switch e := &r.entries[i]; {
		case e.fate != refused:
			r.place(e, at)
		case state == StateAuthorized:
			e.LeavesAt = at
		}
	}
}

// leaveUntil moves the queue's head on and returns it: what stands from there on has not left at that time.
func (r *record) leaveUntil(now time.Time) int {
	for r.head < len(r.entries) && !r.entries[r.head].LeavesAt.After(now) {
		r.head++
	}
	return r.head
}

// queue lists up to limit messages that wait, in order, and counts all of them.
func (r *record) queue(now time.Time, limit int) (list []*entry, count int) {
	for i := r.leaveUntil(now); i < len(r.entries); i++ {
		if e := &r.entries[i]; e.Origin != OriginPhone {
			if count++; count <= limit {
				list = append(list, e)
			}
		}
	}
	return list, count
}

// acceptances are all, those still to be accepted last.
func (r *record) acceptances() []Acceptance {
	all := make([]Acceptance, 0, len(r.entries)+len(r.late))
	for i := range r.entries {
		all = append(all, r.entries[i].Acceptance)
	}
	late := slices.SortedFunc(slices.Values(r.late), func(a, b Acceptance) int {
		return cmp.Or(a.AcceptedAt.Compare(b.AcceptedAt), cmp.Compare(a.Request, b.Request))
	})
	return append(all, late...)
}

// lateHeap has the next late acceptance first.
type lateHeap []Acceptance

func (h lateHeap) Len() int           { return len(h) }
func (h lateHeap) Less(i, j int) bool { return h[i].AcceptedAt.Before(h[j].AcceptedAt) }
func (h lateHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *lateHeap) Push(a any)        { *h = append(*h, a.(Acceptance)) }
func (h *lateHeap) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	*h = (*h)[:last]
	return a
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
