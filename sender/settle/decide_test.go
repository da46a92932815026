package settle

import (
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// at is a time of the day of the tests, in our clock; the server's is an hour ahead.
func at(minutes float64) time.Time {
	return t0.Add(time.Duration(minutes * float64(time.Minute)))
}

const skew = time.Hour

func stamp(minutes float64) time.Time { return at(minutes).Add(skew) }

var anna = card.Card{ChatID: "447700900001@c.us",
	Contact: card.Contact{PhoneContact: 447700900555, FirstName: "Anna", LastName: "Example"}}

func with(change func(*card.Card)) card.Card {
	m := anna
	change(&m)
	return m
}

// shows is a journal's entry of Anna's card, last changed at minutes.
func shows(id string, minutes float64) Entry {
	return Entry{IDMessage: id, ChatID: anna.ChatID, Type: Contact, Phone: anna.Contact.PhoneContact,
		DisplayName: "Anna Example", Time: stamp(minutes)}
}

func ours(id string, minutes float64) Entry {
	return Entry{IDMessage: id, ChatID: "447700900777@c.us", Type: Contact, Phone: 447700900888, DisplayName: "Else", Time: stamp(minutes)}
}

func queued(id string, request card.Card) Entry {
	return Entry{IDMessage: id, ChatID: request.ChatID, Type: Contact, Phone: request.Contact.PhoneContact, Request: &request}
}

func journal(minutes float64, entries ...Entry) View {
	return View{Source: Journal, Minutes: 15, ReadAt: at(minutes), Skew: skew, SkewKnown: true, Entries: entries}
}

func history(minutes float64, entries ...Entry) View {
	return View{Source: ChatHistory, ChatID: anna.ChatID, ReadAt: at(minutes), Skew: skew, SkewKnown: true, Entries: entries}
}

func message(minutes float64, id string, entries ...Entry) View {
	return View{Source: Message, ChatID: anna.ChatID, IDMessage: id, ReadAt: at(minutes), Skew: skew, SkewKnown: true, Entries: entries}
}

func queue(minutes float64, entries ...Entry) View {
	return View{Source: Queue, ReadAt: at(minutes), Skew: skew, SkewKnown: true, Empty: len(entries) == 0, Entries: entries}
}

// doubtful is Anna's card in doubt from 09:00 to 09:01, with our messages posted at 08:59, 09:02 and 09:04, nothing read.
func doubtful(views ...View) Evidence {
	return Evidence{
		SettleAfter:     settleAfter,
		Doubts:          []Doubt{{Message: 1, Body: anna, Start: at(0), End: at(1)}},
		Own:             []Own{{IDMessage: "own-1", ChatID: "447700900777@c.us", PostedAt: at(-1)}, {IDMessage: "own-2", ChatID: "447700900777@c.us", PostedAt: at(2)}, {IDMessage: "own-3", ChatID: "447700900777@c.us", PostedAt: at(4)}},
		AuthorizedSince: at(-100),
		Views:           views,
	}
}

// around is a journal read at 09:06:30 that shows all of ours, and what else is given.
func around(more ...Entry) View {
	return journal(6.5, append([]Entry{ours("own-1", -1), ours("own-2", 2), ours("own-3", 4)}, more...)...)
}

type decision struct {
	name string
	e    Evidence
	now  float64 // minutes; 7 when zero
	want Kind
	id   string // of Found and Confirm
}

func checkDecisions(t *testing.T, tests []decision) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.now == 0 {
				tt.now = 7
			}
			v := tt.e.Decide(at(tt.now))[0]
			if v.Kind != tt.want || v.IDMessage != tt.id {
				t.Errorf("got kind %d id %q (%s), want kind %d id %q", v.Kind, v.IDMessage, v.Why, tt.want, tt.id)
			}
			if v.Why.Code == "" {
				t.Error("the verdict has no reason")
			}
		})
	}
}

func change(e Evidence, f func(*Evidence)) Evidence {
	f(&e)
	return e
}

func TestFound(t *testing.T) {
	checkDecisions(t, []decision{
		{name: "the queue shows the very request", e: doubtful(queue(2, queued("id", anna))), want: Found, id: "id"},
		{name: "the queue shows another name", want: Wait,
			e: doubtful(queue(2, queued("id", with(func(m *card.Card) { m.Contact.LastName = "X" }))))},
		{name: "the queue shows another quote", want: Wait,
			e: doubtful(queue(2, queued("id", with(func(m *card.Card) { m.QuotedMessageID = "q" }))))},
		{name: "the queue showed it before the attempt: an older one?", want: Confirm, id: "id",
			e: doubtful(queue(-1, queued("id", anna)), queue(2, queued("id", anna)))},
		{name: "the journal alone shows it: an old card read today?", e: doubtful(journal(3, shows("id", 1))), want: Confirm, id: "id"},
		{name: "getMessage confirms it", e: doubtful(journal(3, shows("id", 1)), message(3.1, "id", shows("id", 0.5))), want: Found, id: "id"},
		{name: "the chat's history confirms it", e: doubtful(journal(3, shows("id", 1)), history(3.1, shows("id", 0.5))), want: Found, id: "id"},
		{name: "the chat's history shows it", e: doubtful(history(3.1, shows("id", 0.5))), want: Found, id: "id"},
		{name: "it was sent within the second of the attempt's start", e: doubtful(history(3, shows("id", -0.01))), want: Found, id: "id"},
		{name: "its last change is long after the attempt", e: doubtful(journal(20, shows("id", 19)), message(20, "id", shows("id", 0.5))),
			now: 20.1, want: Found, id: "id"},
		{name: "getMessage tells that it is an old card", e: doubtful(journal(3, shows("id", 1)), message(3.1, "id", shows("id", -60))), want: Wait},
		{name: "the journal's time is before the attempt", e: doubtful(journal(3, shows("id", -1))), want: Wait},
		{name: "getMessage has a stub: ask the history", now: 3.2, want: AskHistory,
			e: doubtful(journal(3, shows("id", 1)), message(3.1, "id", Entry{IDMessage: "id", ChatID: anna.ChatID}))},
		{name: "the server's clock is unknown", now: 3.2, want: AskHistory, e: change(doubtful(journal(3, shows("id", 1)), message(3.1, "id", shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].SkewKnown, e.Views[1].SkewKnown = false, false })},
		{name: "the id is ours", want: Wait, e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) { e.Own = append(e.Own, Own{IDMessage: "id", ChatID: anna.ChatID, PostedAt: at(0.1)}) })},
		{name: "the id has long been ours", want: Wait, e: change(doubtful(queue(3, queued("id", anna))),
			func(e *Evidence) { e.Owns = func(id string) bool { return id == "id" } })},
		{name: "a message that came in", want: Wait, e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].Incoming = true })},
		{name: "no card, whatever else is told", want: Wait, e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].Type = Other })},
		{name: "another number", want: Wait, e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].Phone++ })},
		{name: "another chat", want: Wait, e: change(doubtful(journal(3, shows("id", 0.5)), message(3.1, "id", shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].ChatID, e.Views[1].Entries[0].ChatID = "1@c.us", "1@c.us" })},
		{name: "a name that has nothing of the card's", want: Wait, e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].DisplayName = "Bela Other" })},
		{name: "a name composed otherwise", want: Found, id: "id", e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].DisplayName = "EXAMPLE, A." })},
		{name: "@lid in the journal, told by the chat's history", want: Found, id: "id", e: change(doubtful(journal(3, shows("id", 1)), history(3.1, shows("id", 0.5))),
			func(e *Evidence) { e.Views[0].Entries[0].ChatID, e.Views[1].Entries[0].ChatID = "1@lid", "1@lid" })},
		{name: "two fit one", e: doubtful(history(3, shows("id", 0.5), shows("id-2", 0.7))), want: Undecidable},
		{name: "two fit, one is not confirmed", e: doubtful(history(3, shows("id", 0.5)), journal(3, shows("id-2", 0.7))), want: Confirm, id: "id-2"},
		{name: "two fit, one is old", e: doubtful(history(3, shows("id", 0.5), shows("id-2", -5))), want: Found, id: "id"},
		{name: "one fits two in doubt", want: Undecidable, e: change(doubtful(history(3, shows("id", 0.5))),
			func(e *Evidence) {
				e.Doubts = append(e.Doubts, Doubt{Message: 2, Body: with(func(m *card.Card) { m.Contact.FirstName = "Bela" }), Start: at(0), End: at(1)})
			})},
		{name: "found even after a day", e: doubtful(history(1500, shows("id", 0.5))), now: 1501, want: Found, id: "id"},
	})
}

func TestAbsent(t *testing.T) {
	other := func(f func(*Entry)) Entry {
		e := shows("x", 3)
		f(&e)
		return e
	}
	idle := func(views ...View) Evidence {
		e := doubtful(views...)
		e.Own, e.Idle = e.Own[:1], true
		return e
	}
	checkDecisions(t, []decision{
		{name: "the journal shows ours around it", e: doubtful(around()), want: Absent},
		{name: "nothing was read", e: doubtful(), want: Wait},
		{name: "a queue shows no absence", e: doubtful(queue(2), queue(6.5)), want: Wait},

		{name: "(a) read before the wait was over", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].ReadAt = at(5.9) }), want: Wait},
		{name: "(a) the queue ahead had not drained", e: change(doubtful(around()), func(e *Evidence) { e.Doubts[0].Drained = at(2) }), want: Wait},

		{name: "(b) none of ours from after late acceptance", e: change(doubtful(around()), func(e *Evidence) { e.Own[2].PostedAt = at(3.4) }), want: Wait},
		{name: "(b) ours is not shown", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].Entries = e.Views[0].Entries[:2] }), want: Wait},
		{name: "(b) ours came out within the journal's lag", want: Wait,
			e: doubtful(journal(6.5, ours("own-1", -1), ours("own-2", 2), ours("own-3", 4.6)))},
		{name: "(b) its time is in an unknown clock", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].SkewKnown = false }), want: Wait},
		{name: "(b) a journal that shows nothing, or is off", e: doubtful(journal(6.5)), want: Wait},
		{name: "(b) ours came in as an incoming message", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].Entries[2].Incoming = true }), want: Wait},

		{name: "(b) nothing left to send: the queue was empty for half of the wait", e: idle(queue(3.6), journal(6.5, ours("own-1", -1))), want: Absent},
		{name: "(b) but there may be more to send", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.Idle = false })},
		{name: "(b) but the queue was empty before late acceptance was over only", e: idle(queue(3.4), journal(6.5, ours("own-1", -1))), want: Wait},
		{name: "(b) but the queue was empty just now only", e: idle(queue(4.1), journal(6.5, ours("own-1", -1))), want: Wait},
		{name: "(b) but the count said otherwise: the head is hidden", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.Views[0].Empty = false })},
		{name: "(b) but the queue could not be read", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.Views[0].Unreadable = true })},
		{name: "(b) but the account was away in between", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.AuthorizedSince = at(3.8) })},
		{name: "(b) but the account is away", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.AuthorizedSince = time.Time{} })},
		{name: "(b) but none of ours is anywhere near", e: idle(queue(3.6), journal(6.5)), want: Wait},
		{name: "(b) but ours is of long ago", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.Own[0].PostedAt = at(-3) })},
		{name: "(c) and one of ours is missing", want: Wait, e: change(idle(queue(3.6), journal(6.5, ours("own-1", -1))),
			func(e *Evidence) { e.Own = append(e.Own, Own{IDMessage: "gone", ChatID: "1@c.us", PostedAt: at(3)}) })},

		{name: "(c) one of ours in between is missing", want: Wait, e: doubtful(journal(6.5, ours("own-1", -1), ours("own-3", 4)))},
		{name: "(c) ours from before the attempt may be missing", want: Absent, e: doubtful(journal(6.5, ours("own-2", 2), ours("own-3", 4)))},
		{name: "(c) ours from after the proof may be missing", want: Absent, e: change(doubtful(around()),
			func(e *Evidence) { e.Own = append(e.Own, Own{IDMessage: "late", ChatID: "1@c.us", PostedAt: at(6)}) })},
		{name: "(c) ours shown as a stub is not missing", want: Absent, e: change(doubtful(around()),
			func(e *Evidence) { e.Views[0].Entries[1] = Entry{IDMessage: "own-2"} })},

		{name: "(d) cut off", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].Cut = true }), want: AskHistory},
		{name: "(d) not back to the attempt", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].Minutes = 7 }), want: Wait},
		{name: "(d) unreadable", e: change(doubtful(around()), func(e *Evidence) { e.Views[0].Unreadable = true }), want: AskHistory},
		{name: "(d) cut off, and the history shows none of ours", want: Wait,
			e: change(doubtful(around(), history(6.6)), func(e *Evidence) { e.Views[0].Cut = true })},
		{name: "(d) cut off, and ours in this chat vouch for its history", want: Absent,
			e: change(doubtful(around(), history(6.6, ours("own-3", 4))), func(e *Evidence) { e.Views[0].Cut, e.Own[2].ChatID = true, anna.ChatID })},
		{name: "(d) a history that is cut off after the attempt", want: Wait,
			e: change(doubtful(around(), history(6.6, ours("own-3", 4))), func(e *Evidence) {
				e.Views[0].Cut, e.Own[2].ChatID, e.Views[1].Cut = true, anna.ChatID, true
			})},
		{name: "(d) a history that is cut off before the attempt", want: Absent,
			e: change(doubtful(around(), history(6.6, ours("own-3", 4), ours("older", -1))), func(e *Evidence) {
				e.Views[0].Cut, e.Own[2].ChatID, e.Views[1].Cut = true, anna.ChatID, true
			})},
		{name: "(c) the history lacks one of ours in this chat", want: Wait,
			e: change(doubtful(around(), history(6.6, ours("own-3", 4))), func(e *Evidence) {
				e.Views[0].Cut, e.Own[1].ChatID, e.Own[2].ChatID = true, anna.ChatID, anna.ChatID
			})},
		{name: "(d) another chat's history says nothing", want: AskHistory,
			e: change(doubtful(around(), history(6.6, ours("own-3", 4))), func(e *Evidence) {
				e.Views[0].Cut, e.Own[2].ChatID, e.Views[1].ChatID = true, "1@c.us", "1@c.us"
			})},

		{name: "(e) the card under an @lid", want: Confirm, id: "x", e: doubtful(around(other(func(e *Entry) { e.ChatID = "1@lid" })))},
		{name: "(e) the card under another name", want: Confirm, id: "x", e: doubtful(around(other(func(e *Entry) { e.DisplayName = "Else" })))},
		{name: "(e) a card without a number", want: Confirm, id: "x", e: doubtful(around(other(func(e *Entry) { e.Phone = 0 })))},
		{name: "(e) a stub", want: Confirm, id: "x", e: doubtful(around(other(func(e *Entry) { e.Type, e.Phone = Stub, 0 })))},
		{name: "(e) seen by an earlier, shorter journal only", want: Confirm, id: "x",
			e: doubtful(journal(4, other(func(e *Entry) { e.ChatID = "1@lid" })), around())},
		{name: "(e) getMessage leaves it open: ask the history", want: AskHistory,
			e: doubtful(around(other(func(e *Entry) { e.ChatID = "1@lid" })), message(6.6, "x", other(func(e *Entry) { e.ChatID = "1@lid" })))},
		{name: "(e) all leave it open", want: Wait,
			e: doubtful(around(other(func(e *Entry) { e.ChatID = "1@lid" })), message(6.6, "x", other(func(e *Entry) { e.ChatID = "1@lid" })), history(6.7))},
		{name: "(e) getMessage: the stub is another number", want: Absent,
			e: doubtful(around(other(func(e *Entry) { e.Type, e.Phone = Stub, 0 })), message(6.6, "x", other(func(e *Entry) { e.Phone++ })))},
		{name: "(e) getMessage: an old card", want: Absent,
			e: doubtful(around(other(func(e *Entry) { e.ChatID = "1@lid" })), message(6.6, "x", shows("x", -30)))},
		{name: "(e) another number", want: Absent, e: doubtful(around(other(func(e *Entry) { e.Phone++ })))},
		{name: "(e) no card at all", want: Absent, e: doubtful(around(other(func(e *Entry) { e.Type, e.Phone = Other, 0 })))},
		{name: "(e) long before the attempt", want: Absent, e: doubtful(around(shows("x", -6)))},
		{name: "(e) a little before it: our clock may have been set back since", want: Confirm, id: "x", e: doubtful(around(shows("x", -1)))},
		{name: "(e) requested for another chat", want: Absent,
			e: doubtful(queue(2, queued("x", with(func(m *card.Card) { m.ChatID = "1@c.us" }))), around())},
		{name: "(e) ours", want: Absent, e: change(doubtful(around(other(func(e *Entry) { e.ChatID = "1@lid" }))),
			func(e *Evidence) { e.Owns = func(id string) bool { return id == "x" } })},
	})
}

func TestGivingUp(t *testing.T) {
	idle := func(views ...View) Evidence {
		return change(doubtful(views...), func(e *Evidence) { e.Idle = true })
	}
	checkDecisions(t, []decision{
		{name: "nothing left to send, a reading past twice the wait", e: idle(journal(11.1)), now: 11.2, want: Undecidable},
		{name: "still sending: a later reading may show more", e: doubtful(journal(11.1)), now: 11.2, want: Wait},
		{name: "nothing left to send, the reading is due", e: idle(journal(6.5)), now: 11.2, want: Wait},
		{name: "a day later", e: doubtful(), now: 1442, want: Undecidable},
	})
}

func TestOneCardForEverybody(t *testing.T) {
	e := doubtful(around(shows("id", 3)), history(6.6, shows("id", 0.5)))
	e.Doubts = append(e.Doubts, Doubt{Message: 2, Body: with(func(m *card.Card) { m.ChatID = "447700900002@c.us" }), Start: at(0), End: at(1)})
	v := e.Decide(at(7))
	if v[0].Kind != Found || v[1].Kind != Absent {
		t.Errorf("the id found for the first chat still vetoes the second: %+v", v)
	}
}

func TestWordsForPeople(t *testing.T) {
	e := change(doubtful(queue(1), queue(3), journal(4), journal(11.1), history(11.2)), func(e *Evidence) { e.Idle = true })
	v := e.Decide(at(12))[0]
	for _, want := range []string{"queue 2 times", "journal 2", "history 1"} {
		if !strings.Contains(words.English().Sentence(v.Tried), want) {
			t.Errorf("%q does not tell %q", v.Tried, want)
		}
	}
	if !strings.Contains(words.English().Sentence(v.Why), "prove it works") {
		t.Errorf("the reason is %q", v.Why)
	}
}

func TestUnrecorded(t *testing.T) {
	bela := with(func(m *card.Card) { m.Contact.FirstName, m.Contact.LastName = "Bela", "Other" })
	twin := with(func(m *card.Card) { m.Contact.Company = "Example" })
	dora := with(func(m *card.Card) { m.ChatID = "447700900002@c.us" }) // the same card to another chat
	emil := with(func(m *card.Card) { m.ChatID = "447700900003@c.us" })
	mexico := with(func(m *card.Card) { m.ChatID = "5215512345678@c.us" })
	under := func(chatID string, e Entry) Entry {
		e.ChatID = chatID
		return e
	}
	lid := func(id string) Entry { return under("120650379300963@lid", shows(id, -9)) }
	asked := 0
	plan := func(planned ...card.Card) Candidates {
		fitting := func(fits func(card.Card) bool) (found []Candidate) {
			for i, p := range planned {
				if fits(p) {
					found = append(found, Candidate{int64(i + 1), p})
				}
			}
			return found
		}
		return Candidates{
			InChat: func(chatID string, phone int64) []Candidate {
				asked++
				return fitting(func(p card.Card) bool { return p.ChatID == chatID && p.Contact.PhoneContact == phone })
			},
			Anywhere: func(phones []int64) iter.Seq[Candidate] {
				return slices.Values(fitting(func(p card.Card) bool { return slices.Contains(phones, p.Contact.PhoneContact) }))
			},
		}
	}
	one := func(id string, messages ...int64) Unrecorded { return Unrecorded{IDMessage: id, Messages: messages} }
	tests := []struct {
		name   string
		plan   Candidates
		views  []View
		doubts []Doubt
		want   []Unrecorded
		hidden []Hidden
	}{
		{name: "in the queue", plan: plan(anna), views: []View{queue(0, queued("id", anna))}, want: []Unrecorded{one("id", 1)}},
		{name: "in both, once", plan: plan(anna), views: []View{queue(0, queued("id", anna)), journal(0, shows("id", -9))}, want: []Unrecorded{one("id", 1)}},
		{name: "read today, sent whenever", plan: plan(anna), views: []View{journal(0, shows("id", -900))}, want: []Unrecorded{one("id", 1)}},
		{name: "ours", plan: plan(anna), views: []View{queue(0, queued("mine", anna))}},
		{name: "another name", plan: plan(anna), views: []View{queue(0, queued("id", bela))}},
		{name: "the one of two whose name is shown", plan: plan(bela, anna), views: []View{journal(0, shows("id", -9))}, want: []Unrecorded{one("id", 2)}},
		{name: "either of two", plan: plan(anna, twin), views: []View{journal(0, shows("id", -9))}, want: []Unrecorded{one("id", 1, 2)}},
		{name: "the very request of two", plan: plan(anna, twin), views: []View{queue(0, queued("id", twin))}, want: []Unrecorded{one("id", 2)}},
		{name: "sent twice", plan: plan(anna), views: []View{queue(0, queued("a", anna), queued("b", anna))}, want: []Unrecorded{one("a", 1), one("b", 1)}},
		{name: "nothing planned", plan: plan(), views: []View{queue(0, queued("id", anna))}},
		{name: "the other number of one person", plan: plan(mexico), views: []View{journal(0, under("525512345678@c.us", shows("id", -9)))}, want: []Unrecorded{one("id", 1)}},
		{name: "left to the doubt it may be", plan: plan(anna), views: []View{journal(9, shows("id", 1))}, doubts: []Doubt{{Message: 9, Body: anna, Start: at(0), End: at(1)}}},
		{name: "older than the doubt", plan: plan(anna), views: []View{journal(9, shows("id", -9))}, doubts: []Doubt{{Message: 9, Body: anna, Start: at(0), End: at(1)}}, want: []Unrecorded{one("id", 1)}},

		{name: "hidden, and only one row has this card", plan: plan(anna, bela), views: []View{journal(0, lid("id"))}, hidden: []Hidden{{IDs: []string{"id"}, Messages: []int64{1}}}},
		{name: "hidden twice, for two rows", plan: plan(anna, dora), views: []View{journal(0, lid("a"), lid("b"))}, hidden: []Hidden{{IDs: []string{"a", "b"}, Messages: []int64{1, 2}}}},
		{name: "hidden twice, for three rows", plan: plan(anna, dora, emil), views: []View{journal(0, lid("a"), lid("b"))}, hidden: []Hidden{{IDs: []string{"a", "b"}, Messages: []int64{1, 2, 3}}}},
		{name: "hidden once, for a heap of rows", plan: plan(anna, dora, emil, emil, emil), views: []View{journal(0, lid("a"))}, hidden: []Hidden{{IDs: []string{"a"}, Messages: []int64{1, 2}}}},
		{name: "hidden, and its name is another's", plan: plan(bela), views: []View{journal(0, lid("id"))}},
		{name: "hidden, and no more than are in doubt", plan: plan(anna, dora), views: []View{journal(0, lid("id"))}, doubts: []Doubt{{Message: 9, Body: emil, Start: at(0), End: at(1)}}},
		{name: "hidden in the journal, named in the queue", plan: plan(anna, dora), views: []View{queue(0, queued("id", dora)), journal(0, lid("id"))}, want: []Unrecorded{one("id", 2)}},
		{name: "addressed by its hidden id", plan: plan(with(func(m *card.Card) { m.ChatID = "120650379300963@lid" }), dora), views: []View{journal(0, lid("id"))}, want: []Unrecorded{one("id", 1)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			asked = 0
			got, hidden := FindUnrecorded(tt.views, tt.doubts, func(id string) bool { return id == "mine" }, tt.plan)
			times := cmpopts.IgnoreTypes(time.Time{})
			if d := cmp.Diff(tt.want, got, times); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
			if d := cmp.Diff(tt.hidden, hidden, times); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
			if asked > 4 {
				t.Errorf("the plan was looked up %d times for at most two entries", asked)
			}
		})
	}
}
