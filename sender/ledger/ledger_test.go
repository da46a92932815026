package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"contactcast/internal/words"

	"github.com/google/go-cmp/cmp"
)

func TestOnlyTheOwnerCanReadIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := filepath.Join(t.TempDir(), "state")
	l := held(t, filepath.Join(dir, "ledger.db"))
	defer l.Close()
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 3)); err != nil {
		t.Fatal(err)
	}
	if !l.IsNew() {
		t.Error("a new ledger does not say so")
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v, %v; want 0700", info.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) < 3 {
		t.Fatalf("%v, %v; want the ledger, its log and its lock", files, err)
	}
	locks, err := os.ReadDir(filepath.Join(dir, "runs"))
	if err != nil || len(locks) < 2 {
		t.Fatalf("%v, %v; want locks", locks, err)
	}
	for _, f := range append(files, locks...) {
		want := fs.FileMode(0o600)
		if f.IsDir() {
			want = 0o700
		}
		if info, err := f.Info(); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", f.Name(), info.Mode(), err, want)
		}
	}
}

func TestOneProcessAtATime(t *testing.T) {
	l := newLedger(t)
	var locked *HeldError
	if _, err := openHeld(l.Path()); !errors.As(err, &locked) {
		t.Errorf("a second run says %v, want a HeldError", err)
	}
	reader, err := OpenReadOnly(t.Context(), l.Path())
	if err != nil {
		t.Fatalf("reading beside a run: %v", err)
	}
	if err := reader.Close(); err != nil {
		t.Error(err)
	}
}

func TestRefusesWhatItCannotRead(t *testing.T) {
	ledgerOf := func(statements ...string) []byte {
		path := filepath.Join(t.TempDir(), "made.db")
		l, err := Open(context.Background(), path)
		if err == nil {
			err = l.Close()
		}
		db, err2 := sql.Open("sqlite", path)
		for _, s := range statements {
			_, err3 := db.Exec(s)
			err = errors.Join(err, err3)
		}
		if err := errors.Join(err, err2, db.Close()); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	good := ledgerOf()
	torn := slices.Clone(good)
	for i := range 200 {
		torn[100+i] = 0xff
	}
	tests := map[string][]byte{
		"a newer version":       ledgerOf(`PRAGMA user_version = 99`),
		"another program's":     ledgerOf(`PRAGMA application_id = 7`),
		"not SQLite":            []byte("chatId,phoneContact\n79000000001,79000000002\n"),
		"a damaged one":         torn,
		"cut off in the middle": good[:len(good)/2],
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			var format *FormatError
			for _, open := range []func(context.Context, string) (*Ledger, error){Open, OpenReadOnly} {
				l, err := open(t.Context(), path)
				if !errors.As(err, &format) {
					t.Errorf("got %v, want a FormatError", err)
				}
				if err == nil {
					_ = l.Close()
				}
			}
			if now, err := os.ReadFile(path); err != nil || !slices.Equal(now, content) {
				t.Errorf("the file was touched (%v)", err)
			}
		})
	}
}

// crash copies the ledger as a killed process leaves it, and opens the copy.
func crash(t *testing.T, l *Ledger) *Ledger {
	t.Helper()
	if IsURL(l.Path()) {
		return lapse(t, l)
	}
	path := filepath.Join(t.TempDir(), "ledger.db")
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(l.Path() + suffix)
		if err == nil {
			err = os.WriteFile(path+suffix, b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	after := held(t, path)
	t.Cleanup(func() { _ = after.Close() })
	return after
}

func TestWhatACrashLeaves(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 4))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	begin := func(i int) Attempt {
		a, err := begin(l, pending[i])
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	begin(1)
	for i, o := range map[int]Outcome{
		2: {Status: Accepted, IDMessage: "3EB0"},
		3: {Status: Pending, Reason: words.New("not-sent", "cause", "refused")},
	} {
		if err := end(l, begin(i), o); err != nil {
			t.Fatal(err)
		}
	}
	want := map[int]Status{2: Pending, 3: Unknown, 4: Accepted, 5: Pending}
	for name, l := range map[string]*Ledger{"to a reader meanwhile": l, "after the crash": crash(t, l)} {
		got := map[int]Status{}
		for line, err := range l.Lines(t.Context(), job) {
			if err != nil {
				t.Fatal(err)
			}
			got[line.Row] = line.Status
			if (line.IDMessage != "") != (line.Status == Accepted) {
				t.Errorf("%s: row %d is %s with idMessage %q", name, line.Row, line.Status, line.IDMessage)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
		checkTally(t, l, job)
	}
}

// checkTally compares the tally with the rows it stands for.
func checkTally(t *testing.T, l *Ledger, job Job) {
	t.Helper()
	counted, delivered := Counts{}, map[string]int{}
	for line, err := range l.Lines(t.Context(), job) {
		if err != nil {
			t.Fatal(err)
		}
		counted[line.Status]++
		if line.Status == Accepted {
			delivered[line.Delivery]++
		}
	}
	told, err := l.Counts(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	for s, n := range told {
		if n == 0 {
			delete(told, s)
		}
	}
	if d := cmp.Diff(counted, told); d != "" {
		t.Errorf("the tally is wrong (-rows +tally)\n%s", d)
	}
	deliveries, err := l.Deliveries(t.Context(), job.ID)
	if d := cmp.Diff(delivered, deliveries); err != nil || d != "" {
		t.Errorf("the tally of deliveries is wrong: %v (-rows +tally)\n%s", err, d)
	}
}

func TestClaimedOnlyOnce(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 1))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 1)
	if err != nil || len(pending) != 1 {
		t.Fatal(pending, err)
	}
	if _, err := begin(l, pending[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := begin(l, pending[0]); !errors.Is(err, errNotPending) {
		t.Errorf("claimed twice: %v", err)
	}
}

// A full disk is the commonest failure of a commit; SQLite can be told that its file is full.
func TestAFailedCommitEndsAllWriting(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 2000))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 2000)
	if err != nil {
		t.Fatal(err)
	}
	var pages int
	if err := l.conn.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := l.conn.ExecContext(t.Context(), fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
		t.Fatal(err)
	}
	durable := 0
	for _, m := range pending {
		if _, err = begin(l, m); err != nil {
			break
		}
		durable++
	}
	if err == nil {
		t.Fatal("the full ledger took everything")
	}
	if _, err := l.conn.ExecContext(t.Context(), `PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if _, err := begin(l, pending[durable]); err == nil {
		t.Error("it goes on writing after a commit failed")
	}
	counts, err := crash(t, l).Counts(t.Context(), job.ID)
	if err != nil {
		t.Fatal(err)
	}
	if counts[Unknown] != durable {
		t.Errorf("%d intents were said to be durable, %d are", durable, counts[Unknown])
	}
}

func TestReopen(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 3))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range pending {
		a, err := begin(l, m)
		if err == nil {
			err = end(l, a, Outcome{Status: Rejected, Reason: words.New("http-400", "said", "bad request data")})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Reopen(pending); err != nil {
		t.Fatal(err)
	}
	again, err := l.Pending(t.Context(), job.ID, 0, 10)
	if err != nil || len(again) != 3 {
		t.Errorf("%d rows are pending, %v; want 3", len(again), err)
	}
	checkTally(t, l, job)
}

// begin makes the intent to send one message durable.
func begin(l *Ledger, m Message) (Attempt, error) {
	begun, err := commit(l, nil, []Message{m})
	return begun[0].Attempt, err
}

// end makes the outcome of one attempt durable.
func end(l *Ledger, a Attempt, o Outcome) error {
	_, err := commit(l, []Ending{{a, o}}, nil)
	return err
}
