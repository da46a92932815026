package ledger

import (
	"errors"
	"testing"
	"time"

	"contactcast/internal/words"
)

func lastSuccess(t *testing.T, l *Ledger, job int64) time.Time {
	t.Helper()
	at, err := l.LastSuccess(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestLastSuccess: a run that stopped takes nothing back, nor does one that was killed.
func TestLastSuccess(t *testing.T) {
	l := newLedger(t)
	plan(t, l, Plan{Job: "list"})
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	run := func(stop string) {
		t.Helper()
		if err := errors.Join(l.StartRun(job.ID), l.EndRun(job.ID, stop, words.Fact{})); err != nil {
			t.Fatal(err)
		}
	}
	run("network")
	if at := lastSuccess(t, l, job.ID); !at.IsZero() {
		t.Errorf("no run succeeded, but the ledger says %v", at)
	}
	run("")
	first := lastSuccess(t, l, job.ID)
	if first.IsZero() {
		t.Fatal("a run succeeded, and the ledger does not know when")
	}
	run("window")
	if err := l.StartRun(job.ID); err != nil { // and is killed
		t.Fatal(err)
	}
	if at := lastSuccess(t, l, job.ID); !at.Equal(first) {
		t.Errorf("%v became %v", first, at)
	}
	if err := l.Succeeded(job.ID); err != nil { // there was nothing to send
		t.Fatal(err)
	}
	if at := lastSuccess(t, l, job.ID); at.Before(first) {
		t.Errorf("%v became %v", first, at)
	}
}
