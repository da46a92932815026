package ledger

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"contactcast/internal/words"

	"github.com/google/go-cmp/cmp"
)

// What is known of a delivery is never taken back by an answer that says less.
func TestDeliveryGoesForward(t *testing.T) {
	for _, c := range []struct{ known, seen, want string }{
		{"", "pending", "pending"},
		{"pending", "sent", "sent"},
		{"sent", "delivered", "delivered"},
		{"delivered", "read", "read"},
		{"read", "sent", "read"},
		{"delivered", "pending", "delivered"},
		{"sent", "", "sent"},
		{"sent", "noAccount", "noAccount"},
		{"noAccount", "sent", "noAccount"},
		{"failed", "delivered", "delivered"}, // the service's mistake, not ours
		{"sent", "yellowCard", "yellowCard"},
		{"yellowCard", "sent", "sent"},
		{"sent", "suspended", "suspended"},
		{"yellowCard", "suspended", "suspended"},
		{"suspended", "sent", "sent"},
		{"", "expired", "expired"},
		{"sent", "expired", "sent"}, // what was seen outweighs what was concluded
		{"expired", "sent", "sent"},
		{"sent", "somethingNew", "somethingNew"},
	} {
		l := newLedger(t)
		job := ended(t, l, Outcome{Status: Accepted, IDMessage: "A1"})
		for _, status := range []string{c.known, c.seen} {
			if err := setDeliveries(l, job, map[string]string{"A1": status, "somebody else's": status}); err != nil {
				t.Fatal(err)
			}
		}
		got, err := l.Deliveries(t.Context(), job.ID)
		if d := cmp.Diff(map[string]int{c.want: 1}, got); err != nil || d != "" {
			t.Errorf("%s, then %s: %v (-want +got)\n%s", c.known, c.seen, err, d)
		}
	}
}

func TestUntracked(t *testing.T) {
	l := newLedger(t)
	statuses := []string{"", "pending", "sent", "yellowCard", "suspended", "delivered", "read", "noAccount", "notInGroup", "failed", "expired"}
	var outcomes []Outcome
	for _, s := range statuses {
		outcomes = append(outcomes, Outcome{Status: Accepted, IDMessage: "id of " + s})
	}
	job := ended(t, l, append(outcomes, Outcome{Status: Unknown, Reason: words.New("no-answer")})...)
	for _, s := range statuses {
		if err := setDeliveries(l, job, map[string]string{"id of " + s: s}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for after := int64(0); ; {
		page, err := l.account(t).Untracked(t.Context(), job.ID, after, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, m := range page {
			got = append(got, m.Delivery)
			after = m.ID
		}
	}
	if d := cmp.Diff([]string{"", "pending", "sent", "yellowCard", "suspended"}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	n, oldest, err := l.account(t).CountUntracked(t.Context(), job.ID)
	if err != nil || n != 5 || oldest.IsZero() {
		t.Errorf("%d, %v, %v; want 5", n, oldest, err)
	}
	n = 0
	for m, err := range l.account(t).Posted(t.Context()) {
		if err != nil || m.IDMessage != "id of "+statuses[n] {
			t.Errorf("message %d is %+v, %v", n, m, err)
		}
		n++
	}
}

// setDeliveries records delivery statuses by the ids that messages were accepted under.
func setDeliveries(l *Ledger, job Job, statuses map[string]string) error {
	messages, err := l.Accepted(context.Background(), job.ID, slices.Collect(maps.Keys(statuses)))
	var deliveries []Delivery
	for id, m := range messages {
		deliveries = append(deliveries, Delivery{m, statuses[id]})
	}
	return errors.Join(err, l.SetDeliveries(deliveries))
}
