package settle

import (
	"testing"
	"time"

	"contactcast/internal/card"
)

// next says what Next plans when it is asked at now.
func next(e Evidence, now float64) (Read, bool) {
	return e.Next(at(now), e.Decide(at(now)))
}

func TestLooks(t *testing.T) {
	long := func(e Evidence) Evidence { e.Views[len(e.Views)-1].Minutes = 65; return e }
	late := func(e Evidence) Evidence { e.Doubts[0].Drained = at(30); return e }
	tests := []struct {
		name string
		e    Evidence
		now  float64
		want Read
	}{
		{"the queue at once", doubtful(), 1, Read{Source: Queue, At: at(1)}},
		{"both at half of the wait", doubtful(queue(1)), 1, Read{Source: Queue, At: at(3.5)}},
		{"the journal, back to the attempt and half of the wait more", doubtful(queue(1), queue(3.5)), 3.5, Read{Source: Journal, Minutes: 7, At: at(3.5)}},
		{"at its end, and a reserve", doubtful(queue(3.5), journal(3.5)), 4, Read{Source: Queue, At: at(6.25)}},
		{"then rarer", doubtful(queue(6.25), journal(6.25)), 7, Read{Source: Queue, At: at(11.25)}},
		{"and rarer", doubtful(queue(11.25), journal(11.25)), 12, Read{Source: Queue, At: at(21.25)}},
		{"counted from when the queue has drained", late(doubtful(queue(1))), 2, Read{Source: Queue, At: at(32.5)}},
		{"a run that starts an hour later reads once, now", doubtful(), 61, Read{Source: Queue, At: at(61)}},
		{"and the journal with it", doubtful(queue(61)), 61, Read{Source: Journal, Minutes: 65, At: at(61)}},
		{"and then waits like the others", long(doubtful(queue(61), journal(61))), 61, Read{Source: Queue, At: at(81.25)}},
		{"once a second", doubtful(queue(0.999)), 1, Read{Source: Queue, At: at(0.999).Add(time.Second)}},
		{"a failed reading is one", doubtful(View{Source: Queue, ReadAt: at(1), Unreadable: true}), 1, Read{Source: Queue, At: at(3.5)}},
		{"a journal that was not asked back to it is none", change(doubtful(queue(6.25), journal(6.25)), func(e *Evidence) { e.Views[1].Minutes = 6 }),
			6.3, Read{Source: Journal, Minutes: 10, At: at(6.5)}},
		{"getMessage", doubtful(queue(3.5), journal(3.5, shows("id", 1))), 4, Read{Source: Message, ChatID: anna.ChatID, IDMessage: "id", At: at(4)}},
		{"the history", doubtful(queue(3.5), journal(3.5, shows("id", 1)), message(3.6, "id")), 4, Read{Source: ChatHistory, ChatID: anna.ChatID, At: at(4)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := next(tt.e, tt.now)
			if !ok || got != tt.want {
				t.Errorf("got %+v %v, want %+v", got, ok, tt.want)
			}
		})
	}
}

func TestNothingToRead(t *testing.T) {
	tests := []struct {
		name string
		e    Evidence
		now  float64
	}{
		{"nothing in doubt", Evidence{SettleAfter: settleAfter}, 1},
		{"found", doubtful(queue(2, queued("id", anna))), 3},
		{"absent", doubtful(around()), 7},
		{"undecidable", doubtful(history(3, shows("id", 0.5), shows("id-2", 0.7))), 4},
		{"a day later", doubtful(), 1442},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r, ok := next(tt.e, tt.now); ok {
				t.Errorf("plans %+v", r)
			}
		})
	}
}

// A doubt of this morning asks for a long journal. Cut off, that is no reading for the doubts of this minute.
func TestOldDoubtDoesNotBlindTheYoung(t *testing.T) {
	e := doubtful(queue(600.3))
	e.Doubts = append(e.Doubts, Doubt{Message: 2, Body: with(func(m *card.Card) { m.Contact.PhoneContact++ }), Start: at(594), End: at(595)})
	old, ok := next(e, 600.3)
	if !ok || old.Source != Journal || old.Minutes < 600 {
		t.Fatalf("the old one is not first: %+v", old)
	}
	e.Views = append(e.Views, View{Source: Journal, Minutes: old.Minutes, ReadAt: old.At, SkewKnown: true, Cut: true})
	if v := e.Decide(at(600.3)); v[0].Kind != AskHistory || v[1].Kind != Wait {
		t.Errorf("after the long journal: %+v", v)
	}
	e.Views = append(e.Views, View{Source: ChatHistory, ChatID: anna.ChatID, ReadAt: old.At})
	if young, ok := next(e, 600.4); !ok || young.Source != Journal || young.Minutes > 12 {
		t.Errorf("the young one is not next: %+v", young)
	}
	e.Views[1].Cut = false
	if v := e.Decide(at(600.4)); v[1].Kind != Wait || !v[1].Until.After(at(600.4)) {
		t.Errorf("a whole journal serves both: %+v", v)
	}
}
