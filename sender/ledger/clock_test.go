package ledger

import (
	"testing"
	"time"
)

// What paces never runs backwards, and what is compared with the journal is the clock as it was.
func TestTwoClocks(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 3))
	if err != nil {
		t.Fatal(err)
	}
	at, ahead := time.Now().Add(12*time.Minute).Truncate(time.Millisecond), -12*time.Minute
	l.account(t).ReadClock(func() Reading { return Reading{Wall: at, Ahead: ahead, Known: true} })
	attempt := func(row int) Attempt {
		t.Helper()
		m, err := l.Pending(t.Context(), job.ID, row-1, 1)
		if err != nil {
			t.Fatal(err)
		}
		begun, err := commit(l, nil, m)
		if err != nil {
			t.Fatal(err)
		}
		return begun[0].Attempt
	}
	first := attempt(2)
	at, ahead = at.Add(-12*time.Minute+time.Second), 0 // it is set right
	second := attempt(3)
	if second.StartedAt.Before(first.StartedAt) {
		t.Errorf("the clock that paces went from %v to %v", first.StartedAt, second.StartedAt)
	}
	if !second.Start.Wall.Equal(at) || !second.Start.Known {
		t.Errorf("it started at %v, read as %+v", at, second.Start)
	}
	if _, err := commit(l, []Ending{{first, Outcome{Status: Unknown}}, {second, Outcome{Status: Accepted, IDMessage: "3EB0"}}}, nil); err != nil {
		t.Fatal(err)
	}
	told, err := l.account(t).BoundClock(at)
	if err != nil || told < 11*time.Minute {
		t.Errorf("the clock was wrong by %v, %v", told, err)
	}
	if told, err := l.account(t).BoundClock(at); err != nil || told != 0 {
		t.Errorf("it is told twice: %v, %v", told, err)
	}
	last, err := l.account(t).LastAttempts(t.Context(), 9)
	if err != nil || len(last) != 2 || last[1].After(at) || last[0].After(at) {
		t.Errorf("the last attempts were at %v, and it is %v: %v", last, at, err)
	}
	doubts, err := l.account(t).Doubts(t.Context())
	if err != nil || len(doubts) != 1 || !doubts[0].Start.Wall.Equal(first.Start.Wall) || doubts[0].Start.Ahead != -12*time.Minute || doubts[0].End.Ahead != 0 || !doubts[0].End.Known {
		t.Errorf("%+v, %v", doubts, err)
	}
	if err := l.account(t).Redate([]Redated{{first.Message, at.Add(-time.Hour), at.Add(time.Hour)}}); err != nil {
		t.Fatal(err)
	}
	on := func(r Reading) time.Time { return r.Wall.Add(r.Ahead) }
	if doubts, err = l.account(t).Doubts(t.Context()); err != nil || !on(doubts[0].Start).Equal(at.Add(-time.Hour)) || !on(doubts[0].End).Equal(at.Add(time.Hour)) {
		t.Errorf("%+v, %v", doubts, err)
	}
}
