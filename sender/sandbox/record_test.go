package sandbox

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// drainModel is the queue as one would simulate it by hand, hour by hour.
type drainModel struct {
	state           string
	drain           int
	now             int
	lastLeave, thaw int
	waiting         []modelMessage
	gone            map[string]int
}

type modelMessage struct {
	id       string
	accepted int
	refused  bool
}

// settle lets leave, or expire, what is due.
func (m *drainModel) settle() {
	for len(m.waiting) > 0 {
		head := m.waiting[0]
		turn, deadline := max(m.lastLeave, m.thaw, head.accepted)+m.drain, head.accepted+24
		moves := m.state == StateAuthorized && !head.refused && turn <= deadline
		switch {
		case moves && turn <= m.now:
			m.lastLeave, m.gone[head.id] = turn, turn
		case !moves && deadline <= m.now:
			m.gone[head.id] = deadline
		default:
			return
		}
		m.waiting = m.waiting[1:]
	}
}

func (m *drainModel) setState(state string) {
	if state == m.state {
		return
	}
	if m.state = state; state == StateAuthorized {
		m.thaw = m.now
	}
	m.waiting = slices.DeleteFunc(m.waiting, func(w modelMessage) bool {
		if w.refused && state == StateAuthorized {
			m.gone[w.id] = m.now
			return true
		}
		return false
	})
	for i := range m.waiting {
		m.waiting[i].refused = m.waiting[i].refused || state == StateYellowCard
	}
	m.settle()
}

// Whatever is accepted, early or late, in whatever state: the queue holds what a simulation by hand says.
func TestQueueFollowsFromRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Unix(1700000000, 0)
		at := func(hour int) time.Time { return start.Add(time.Duration(hour) * time.Hour) }
		drain := rapid.IntRange(0, 5).Draw(t, "drain")
		m := drainModel{state: StateAuthorized, drain: drain, gone: map[string]int{}}
		r := newRecord()
		r.setDrain(time.Duration(drain)*time.Hour, start)
		lateAt := map[int][]string{}
		for m.now = 1; m.now < 120; m.now++ {
			m.settle()
			for _, id := range lateAt[m.now] {
				m.waiting = append(m.waiting, modelMessage{id, m.now, m.state == StateYellowCard})
			}
			m.settle()
			r.advance(at(m.now))
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				state := rapid.SampledFrom([]string{StateAuthorized, StateAuthorized, StateYellowCard, StateNotAuthorized}).Draw(t, "state")
				m.setState(state)
				r.setState(state, at(m.now))
			case 1:
				accepted := m.now + rapid.IntRange(1, 9).Draw(t, "late")
				id := fmt.Sprint("late", m.now)
				if len(lateAt[accepted]) == 0 { // two at one moment have no order
					lateAt[accepted] = []string{id}
					r.accept(Acceptance{IDMessage: id, RequestedAt: at(m.now), AcceptedAt: at(accepted)})
				}
			case 2, 3, 4, 5:
				id := fmt.Sprint("m", m.now)
				r.accept(Acceptance{IDMessage: id, RequestedAt: at(m.now), AcceptedAt: at(m.now)})
				m.waiting = append(m.waiting, modelMessage{id, m.now, m.state == StateYellowCard})
				m.settle()
			}
			list, count := r.queue(at(m.now), pageSize)
			if got, want := ids(list), waitingIDs(m.waiting); !slices.Equal(got, want) || count != len(want) {
				t.Fatalf("hour %d, %s: queue %v (%d), want %v", m.now, m.state, got, count, want)
			}
		}
		for _, a := range r.acceptances() {
			if hour, ok := m.gone[a.IDMessage]; ok && !a.LeavesAt.Equal(at(hour)) {
				t.Fatalf("%s left at %v, want %v", a.IDMessage, a.LeavesAt, at(hour))
			}
		}
	})
}

func ids(list []*entry) []string {
	out := []string{}
	for _, e := range list {
		out = append(out, e.IDMessage)
	}
	return out
}

func waitingIDs(waiting []modelMessage) []string {
	out := []string{}
	for _, w := range waiting {
		out = append(out, w.id)
	}
	return out
}

// Through the API: at any time each accepted message is in the queue, on its way to the journal, or in it.
func TestListingsAgreeWithRecord(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		delay := time.Duration(rapid.IntRange(-1, 3000).Draw(r, "delay")) * time.Millisecond
		lag := time.Duration(rapid.IntRange(1, 5000).Draw(r, "lag")) * time.Millisecond
		pauses := rapid.SliceOfN(rapid.IntRange(0, 2000), 1, 40).Draw(r, "pauses")
		synctest.Test(t, func(t *testing.T) {
			s := open(t, Options{Delay: delay, JournalLag: lag, Limits: -1, Quirks: Quirks{ShowHead: true, LiveCount: true}})
			for i, pause := range pauses {
				send(t, s, card(i))
				time.Sleep(time.Duration(pause) * time.Millisecond)
				checkListings(t, s, lag)
			}
		})
	})
}

func checkListings(t *testing.T, s *Sandbox, lag time.Duration) {
	t.Helper()
	now := time.Now()
	wantQueue, wantJournal := []string{}, []string{}
	for _, a := range s.Record() {
		if a.LeavesAt.After(now) {
			wantQueue = append(wantQueue, a.IDMessage)
		} else if !a.LeavesAt.Add(lag).After(now) {
			wantJournal = append([]string{a.IDMessage}, wantJournal...)
		}
	}
	if got := listed(t, s); !slices.Equal(got, wantQueue) {
		t.Fatalf("queue %v, want %v", got, wantQueue)
	}
	if got := journalIDs(journal(t, s)); !slices.Equal(got, wantJournal) {
		t.Fatalf("journal %v, want %v", got, wantJournal)
	}
	_, answer := ask(t, s, "getMessagesCount", "")
	if got := decode[map[string]int](t, answer)["count"]; got != len(wantQueue) {
		t.Fatalf("count %d, want %d", got, len(wantQueue))
	}
}
