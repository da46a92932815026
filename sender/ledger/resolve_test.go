package ledger

import (
	"maps"
	"testing"

	"contactcast/internal/words"

	"github.com/google/go-cmp/cmp"
)

// ended plans rows from row 2 on, and sends each to the given outcome.
func ended(t *testing.T, l *Ledger, outcomes ...Outcome) Job {
	t.Helper()
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, len(outcomes)))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, len(outcomes))
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range pending {
		a, err := begin(l, m)
		if err == nil {
			err = end(l, a, outcomes[i])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return job
}

func casesOf(t *testing.T, l *Ledger, job Job, kind Kind) []Case {
	t.Helper()
	var all []Case
	for c, err := range l.Cases(t.Context(), job.ID, kind) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

func statusByRow(t *testing.T, l *Ledger, job Job) map[int]Status {
	t.Helper()
	got := map[int]Status{}
	for line, err := range l.Lines(t.Context(), job) {
		if err != nil {
			t.Fatal(err)
		}
		got[line.Row] = line.Status
	}
	return got
}

func owns(t *testing.T, l *Ledger, id string) bool {
	t.Helper()
	owned, err := l.Owned(t.Context(), []string{"another", id})
	if err != nil {
		t.Fatal(err)
	}
	return owned[id]
}

// One of each: rejected, in doubt, accepted and delivered, accepted and failed.
func oneOfEach(t *testing.T, l *Ledger) Job {
	t.Helper()
	job := ended(t, l,
		Outcome{Status: Rejected, Reason: words.New("http-400", "said", "bad request data")},
		Outcome{Status: Unknown, Reason: words.New("no-answer", "cause", "timed out after 60s")},
		Outcome{Status: Accepted, IDMessage: "A1"},
		Outcome{Status: Accepted, IDMessage: "A2"})
	if err := setDeliveries(l, job, map[string]string{"A1": "delivered", "A2": "failed"}); err != nil {
		t.Fatal(err)
	}
	return job
}

func TestSendsAgainWhatAPersonSays(t *testing.T) {
	for kind, want := range map[Kind]map[int]Status{
		KindRejected:    {2: Pending, 3: Unknown, 4: Accepted, 5: Accepted},
		KindUnknown:     {2: Rejected, 3: Pending, 4: Accepted, 5: Accepted},
		KindUndelivered: {2: Rejected, 3: Unknown, 4: Accepted, 5: Pending},
	} {
		l := newLedger(t)
		job := oneOfEach(t, l)
		if err := l.Resend(casesOf(t, l, job, kind)); err != nil {
			t.Fatal(err)
		}
		after := crash(t, l)
		if d := cmp.Diff(want, statusByRow(t, after, job)); d != "" {
			t.Errorf("%s (-want +got)\n%s", kind, d)
		}
		checkTally(t, after, job)
		if left := casesOf(t, after, job, kind); len(left) > 0 {
			t.Errorf("%s: %v are left", kind, left)
		}
	}
}

// A message that is sent again under a new id: the old one stays ours, or evidence would
// take it for another sender's.
func TestOldIDsStayOurs(t *testing.T) {
	l := newLedger(t)
	job := oneOfEach(t, l)
	undelivered := casesOf(t, l, job, KindUndelivered)
	if len(undelivered) != 1 || undelivered[0].IDMessage != "A2" || undelivered[0].Delivery != "failed" {
		t.Fatalf("undelivered: %+v", undelivered)
	}
	if err := l.Resend(undelivered); err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 10)
	if err != nil || len(pending) != 1 {
		t.Fatal(pending, err)
	}
	a, err := begin(l, pending[0])
	if err == nil {
		err = end(l, a, Outcome{Status: Accepted, IDMessage: "A3"})
	}
	if err != nil {
		t.Fatal(err)
	}
	own, err := l.account(t).OwnSince(t.Context(), a.StartedAt.Add(-1e15))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, o := range own {
		got[o.IDMessage] = o.ChatID
	}
	want := map[string]string{"A1": "79000000002@c.us", "A2": "79000000003@c.us", "A3": "79000000003@c.us"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("own ids (-want +got)\n%s", d)
	}
	for id := range maps.Keys(want) {
		if !owns(t, l, id) {
			t.Errorf("%s is not ours", id)
		}
	}
	if owns(t, l, "A4") {
		t.Error("A4 is ours")
	}
	for line, err := range l.Lines(t.Context(), job) {
		if err != nil || line.Row == 5 && (line.IDMessage != "A3" || line.Delivery != "" || line.Attempts != 2) {
			t.Errorf("%+v, %v", line, err)
		}
	}
}

func TestClosesDoubtAtAPersonsWord(t *testing.T) {
	l := newLedger(t)
	job := oneOfEach(t, l)
	doubts := casesOf(t, l, job, KindUnknown)
	if len(doubts) != 1 || doubts[0].Row != 3 || doubts[0].Code != "no-answer" || doubts[0].Cause.Arg("cause") != "timed out after 60s" {
		t.Fatalf("in doubt: %+v", doubts)
	}
	if err := l.AssumeAccepted(doubts); err != nil {
		t.Fatal(err)
	}
	after := crash(t, l)
	checkTally(t, after, job)
	for line, err := range after.Lines(t.Context(), job) {
		if err != nil {
			t.Fatal(err)
		}
		if line.Row == 3 && (line.Status != Accepted || line.IDMessage != "" || !line.AcceptedAt.IsZero() || line.ErrorCode != "assumed") {
			t.Errorf("%+v", line)
		}
	}
	if owns(t, after, "") {
		t.Error("an empty id is ours")
	}
	if n, _, err := after.account(t).CountUntracked(t.Context(), job.ID); err != nil || n != 0 {
		t.Errorf("%d messages are to be tracked, %v; want none: one has no id", n, err)
	}
	again, err := after.Plan(t.Context(), Plan{Job: "list"}, people(0, 4))
	if err != nil {
		t.Fatal(err)
	}
	if pending, err := after.Pending(t.Context(), again.ID, 0, 10); err != nil || len(pending) > 0 {
		t.Errorf("planned again, %v would be sent, %v", pending, err)
	}
}

// A corrected row leaves its old message behind, which may be in doubt.
func TestDoubtOfARowThatIsGone(t *testing.T) {
	l := newLedger(t)
	job := oneOfEach(t, l)
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, people(2, 2)); err != nil {
		t.Fatal(err)
	}
	doubts := casesOf(t, l, job, KindUnknown)
	if len(doubts) != 1 || doubts[0].Row != 0 {
		t.Fatalf("in doubt: %+v", doubts)
	}
	if err := l.AssumeAccepted(doubts); err != nil {
		t.Fatal(err)
	}
	checkTally(t, l, job)
}

func TestRowStatus(t *testing.T) {
	l := newLedger(t)
	job := oneOfEach(t, l)
	for row, want := range map[int]Status{2: Rejected, 3: Unknown, 4: Accepted, 99: ""} {
		if got, err := l.RowStatus(t.Context(), job.ID, row); err != nil || got != want {
			t.Errorf("row %d is %q, %v; want %q", row, got, err, want)
		}
	}
}
