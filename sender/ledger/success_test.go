package ledger

import (
	"errors"
	"path/filepath"
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

// TestLastSuccessOfAnOlderLedger: one that kept none says what its last run tells, and keeps them once it is written to.
func TestLastSuccessOfAnOlderLedger(t *testing.T) {
	l, err := Open(t.Context(), filepath.Join(t.TempDir(), "account.db"))
	if err != nil {
		t.Fatal(err)
	}
	plan(t, l, Plan{Job: "list"})
	job, err := l.Job(t.Context(), "list")
	if err == nil {
		err = errors.Join(l.StartRun(job.ID), l.EndRun(job.ID, "", words.Fact{}))
	}
	want := lastSuccess(t, l, job.ID)
	if err == nil {
		_, err = l.conn.ExecContext(t.Context(), `DROP TABLE successes`)
	}
	if err := errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenReadOnly(t.Context(), l.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if at := lastSuccess(t, reader, job.ID); !at.Equal(want) {
		t.Errorf("read: %v, want %v", at, want)
	}
	again, err := Open(t.Context(), l.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if err := again.Succeeded(job.ID); err != nil {
		t.Fatal(err)
	}
	if at := lastSuccess(t, again, job.ID); at.Before(want) {
		t.Errorf("written: %v, want %v or later", at, want)
	}
}
