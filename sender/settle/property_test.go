package settle

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The service stays inside what is documented, in three ways; each makes other clauses carry the weight.
var (
	// Late acceptance ends with half of the wait (less the ten seconds that a count of the queue may be old), whatever
	// else goes on: other senders' bursts, an unknown queue ahead, an account away.
	lateByHalf = quirks{late: settleAfter/2 - 10*time.Second, lag: 2 * time.Minute, others: true, wrongDrains: true,
		delays: []time.Duration{0, 500 * time.Millisecond, 3 * time.Second, 10 * time.Second, 30 * time.Second}}
	// No queue: late acceptance and lag together stay under the wait.
	noQueue = quirks{late: settleAfter - 91*time.Second, lag: 90 * time.Second, others: true, delays: []time.Duration{0}}
	// A queue stands before the attempt, and is fed no faster than it drains.
	queueAhead = quirks{late: settleAfter - 91*time.Second - 20*time.Second, lag: 90 * time.Second, fromStart: true,
		delays: []time.Duration{500 * time.Millisecond, 3 * time.Second, 10 * time.Second}}
)

// check tries a property on four hundred worlds; some mistakes show in one of hundreds. -rapid.checks makes it more.
func check(t *testing.T, property func(*rapid.T)) {
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) { rapid.Check(t, property) })
	}
}

func TestNeverAbsentWhenAccepted(t *testing.T) {
	for name, k := range map[string]quirks{"late by half": lateByHalf, "no queue": noQueue, "queue ahead": queueAhead} {
		t.Run(name, func(t *testing.T) {
			check(t, func(t *rapid.T) {
				w := draw(t, k)
				for _, c := range w.run(t) {
					if m := w.message(w.attempts[c.Message-1].id); c.Kind == Absent && m != nil {
						t.Fatalf("at %v message %d is called absent (%s); accepted %v, left the queue %v, in the journal %v",
							c.at, c.Message, c.Why, m.accepted, m.left, m.visible)
					}
				}
			})
		})
	}
}

func TestNeverAWrongID(t *testing.T) {
	alike := lateByHalf
	alike.duplicates = true // then nobody else sends the very same card: three alike could not be distinguished
	for name, k := range map[string]quirks{"ruled": lateByHalf, "alike against the rule": alike} {
		t.Run(name, func(t *testing.T) {
			check(t, func(t *rapid.T) {
				w := draw(t, k)
				for _, c := range w.run(t) {
					if c.Kind == Found {
						checkFound(t, w, c)
					}
				}
			})
		})
	}
}

// checkFound demands the message's own id. A card that is the same to the eye, sent to the same chat by somebody else
// after the attempt's start, cannot be distinguished from it by anyone.
func checkFound(t *rapid.T, w *world, c settled) {
	m := w.message(c.IDMessage)
	if owner, taken := c.own[c.IDMessage]; taken {
		t.Fatalf("%s belongs to message %d and is given to %d", c.IDMessage, owner, c.Message)
	}
	if m.attempt >= 0 && w.attempts[m.attempt].Message != c.Message || w.oldOwn[m.id] {
		t.Fatalf("%s of another message of ours is given to %d", m.id, c.Message)
	}
	if m.attempt >= 0 {
		return
	}
	if m.body.ChatID != c.doubt.Body.ChatID || m.body.Contact != c.doubt.Body.Contact {
		t.Fatalf("message %d %+v is given another sender's %+v", c.Message, c.doubt.Body, m.body)
	}
	if m.left.Before(c.doubt.Start.Add(-clockSlack - 2*time.Second)) {
		t.Fatalf("message %d is given %s, which was sent %v before it", c.Message, m.id, c.doubt.Start.Sub(m.left))
	}
	own := w.attempts[c.Message-1].id
	for _, v := range c.views {
		if slices.ContainsFunc(v.Entries, func(e Entry) bool {
			return e.IDMessage == own && e.ChatID == c.doubt.Body.ChatID && e.Phone == c.doubt.Body.Contact.PhoneContact
		}) {
			t.Fatalf("message %d is given %s though its own %s was shown by the %s", c.Message, m.id, own, v.Source.Fact())
		}
	}
}

// With a journal that works, evidence settles everything: each doubt rightly, and soon after the wait is over: at the first look
// past it, or at the next if nothing of ours was posted in time to vouch for the journal at the first.
func TestEvidenceSettles(t *testing.T) {
	healthy := lateByHalf
	healthy.healthy, healthy.others, healthy.wrongDrains = true, false, false
	healthy.delays = []time.Duration{0, 500 * time.Millisecond, 3 * time.Second, 10 * time.Second}
	check(t, func(t *rapid.T) {
		w := draw(t, healthy)
		for _, c := range byMessage(w.run(t)) {
			id := w.attempts[c.Message-1].id
			switch accepted := w.message(id) != nil; {
			case accepted && (c.Kind != Found || c.IDMessage != id):
				t.Fatalf("message %d was accepted as %s, yet %+v", c.Message, id, c.Verdict)
			case !accepted && c.Kind != Absent:
				t.Fatalf("message %d was never accepted, yet %+v", c.Message, c.Verdict)
			}
			from := Evidence{}.from(c.doubt)
			if took := c.at.Sub(from); took > 2*settleAfter+2*time.Minute {
				t.Fatalf("message %d was settled %v after its wait began: %+v", c.Message, took, c.Verdict)
			}
		}
	})
}
