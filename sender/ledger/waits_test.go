package ledger

import (
	"reflect"
	"testing"
	"time"

	"contactcast/internal/words"
)

// A wait is seen from outside while it lasts, and no longer: not after the run's end, nor when the next one begins.
func TestWaits(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{Job: "list"})
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	since := time.UnixMilli(1_800_000_000_000)
	waits := func(w Wait) func() error { return func() error { return l.account(t).SaveWait(job.ID, w) } }
	queue := Wait{Reason: words.New("queue/wait"), Since: since, Until: since.Add(time.Minute)}
	evidence := Wait{Reason: words.New("evidence/wait", "n", 2), Since: since} // nobody knows until when
	for _, step := range []struct {
		name string
		do   func() error
		want Wait
	}{
		{"nothing was said", func() error { return nil }, Wait{}},
		{"it waits", waits(queue), queue},
		{"for something else", waits(evidence), evidence},
		{"it goes on", waits(Wait{}), Wait{}},
		{"it waits again", waits(queue), queue},
		{"its run ends", func() error { return l.EndRun(job.ID, "queue", words.Fact{}) }, Wait{}},
		{"killed while it waited", waits(queue), queue},
		{"the next begins", func() error { return l.StartRun(job.ID) }, Wait{}},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got, err := l.Wait(t.Context(), job.ID); err != nil || !reflect.DeepEqual(got, step.want) {
			t.Errorf("%s: %+v, %v; want %+v", step.name, got, err, step.want)
		}
	}
}
