package ledger

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"contactcast/internal/words"
)

const pageSize = 4096

// files reads a ledger's files; what is not there is nil.
func files(t *testing.T, path string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, suffix := range []string{"", "-wal", "mark"} {
		b, err := os.ReadFile(fileOf(path, suffix))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		all[suffix] = b
	}
	return all
}

// fileOf is one of a ledger's files.
func fileOf(path, suffix string) string {
	if suffix == "mark" {
		return markPath(path)
	}
	return path + suffix
}

// place writes them into a folder of their own.
func place(t *testing.T, all map[string][]byte) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "ledger.db")
	for suffix, b := range all {
		if b == nil {
			continue
		}
		if err := os.MkdirAll(locksDir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(fileOf(path, suffix), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ago := time.Now().Add(-time.Hour) // file times are coarse: without it, the file might seem to be the one that was closed
	if err := os.Chtimes(path, ago, ago); err != nil {
		t.Fatal(err)
	}
	return path
}

// used is a ledger with a thousand rows, a few of them sent: as a killed run leaves it, and as it is after a good end.
func used(t *testing.T) (killed, closed map[string][]byte) {
	t.Helper()
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 1000))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range pending {
		if _, err := begin(l, m); err != nil {
			t.Fatal(err)
		}
	}
	killed = files(t, l.Path())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	closed = files(t, l.Path())
	return killed, closed
}

// A damaged ledger is refused before anything is sent, whatever the damage, and nothing of it is changed.
func TestDamage(t *testing.T) {
	killed, closed := used(t)
	tests := map[string]struct {
		of     map[string][]byte
		damage func(all map[string][]byte)
		says   string
	}{
		"zeroed pages in the middle": {closed, func(all map[string][]byte) { clear(all[""][30*pageSize : 34*pageSize]) }, ".recover"},
		"the last page cut off":      {closed, func(all map[string][]byte) { all[""] = all[""][:len(all[""])-pageSize] }, ".recover"},
		"cut off within a page":      {closed, func(all map[string][]byte) { all[""] = all[""][:len(all[""])/2+100] }, ".recover"},
		"a wrong header":             {closed, func(all map[string][]byte) { copy(all[""], "SQLite format 4") }, ".recover"},
		"the log taken away":         {killed, func(all map[string][]byte) { all["-wal"] = nil }, "-wal is missing"},
		"the log emptied":            {killed, func(all map[string][]byte) { all["-wal"] = []byte{} }, "-wal is missing"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all := map[string][]byte{}
			for suffix, b := range tt.of {
				all[suffix] = bytes.Clone(b)
			}
			tt.damage(all)
			path := place(t, all)
			l, err := Open(t.Context(), path)
			if err == nil {
				_ = l.Close()
			}
			var format *FormatError
			if !errors.As(err, &format) || !strings.Contains(words.English().Sentence(words.Of(err)), tt.says) {
				t.Errorf("got %v, want a FormatError that says %s", err, tt.says)
			}
			for suffix, b := range files(t, path) {
				if suffix != "mark" && !bytes.Equal(b, all[suffix]) {
					t.Errorf("ledger.db%s was touched", suffix)
				}
			}
		})
	}
}

// Who only looks is not told that nothing was sent, and nobody said no, when the log was taken away.
func TestALogTakenAwayIsNoNewLedger(t *testing.T) {
	killed, _ := used(t)
	killed["-wal"] = nil
	_, err := OpenReadOnly(t.Context(), place(t, killed))
	if _, ok := errors.AsType[*FormatError](err); !ok || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want a FormatError that is no missing ledger", err)
	}
}

// A run whose ledger is taken away, or replaced, stops: what it wrote from then on nobody would see.
func TestALedgerTakenAwayUnderARun(t *testing.T) {
	path := filepath.Join(t.TempDir(), Name)
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r, err := l.Hold(t.Context(), Holding{Job: "list"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Skip("this system keeps a file that is open:", err)
	}
	var lost *LostError
	if err := r.SetCommand(1, "x"); !errors.As(err, &lost) {
		t.Errorf("a commit into a ledger that is away: %v, want a LostError", err)
	}
}

// A ledger and a link to it are one, with one set of locks; two ledgers beside each other are two.
func TestALinkToALedger(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.Hold(t.Context(), Holding{Job: "list"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no links here:", err)
	}
	other, err := Open(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var held *HeldError
	if _, err := other.Hold(t.Context(), Holding{Job: "list"}); !errors.As(err, &held) {
		t.Errorf("through a link: %v, want a HeldError", err)
	}
	if locksDir(path) == locksDir(filepath.Join(dir, "a.sqlite")) {
		t.Error("two ledgers share their locks")
	}
}

// Whoever only reads is not kept from it by damage elsewhere, and told what is wrong when he comes to it.
func TestDamageToAReader(t *testing.T) {
	_, closed := used(t)
	clear(closed[""][60*pageSize : 95*pageSize])
	l, err := OpenReadOnly(t.Context(), place(t, closed))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	job, err := l.Job(t.Context(), "list")
	if err != nil {
		t.Fatal(err)
	}
	for _, err = range l.Lines(t.Context(), job) {
		if err != nil {
			break
		}
	}
	var format *FormatError
	if !errors.As(err, &format) || !strings.Contains(words.English().Sentence(words.Of(err)), "the ledger is damaged") {
		t.Errorf("got %v, want a FormatError that says that it is damaged", err)
	}
}

// Neither a kill nor a good end, nor one after the other, looks like damage.
func TestNoDamage(t *testing.T) {
	killed, closed := used(t)
	closing := map[string][]byte{"": closed[""], "mark": []byte(merged)} // killed when SQLite had deleted the log
	for name, all := range map[string]map[string][]byte{"killed": killed, "closed": closed, "killed while it closed": closing, "empty": {"": {}}} {
		path := place(t, all)
		for range 2 {
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if err := l.Close(); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// A ledger that was closed well is not read whole again until something touches it: on every
// start that would take longer than all else. Here damage that leaves no trace shows whether it was read.
func TestReadWholeOnlyWhenTouched(t *testing.T) {
	_, files := used(t)
	path := place(t, files)
	reopen := func() error {
		l, err := Open(t.Context(), path)
		if err != nil {
			return err
		}
		return l.Close()
	}
	if err := reopen(); err != nil {
		t.Fatal(err)
	}
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	clear(b[30*pageSize : 34*pageSize])
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	var format *FormatError
	if err := reopen(); !errors.As(err, &format) {
		t.Errorf("touched: %v, want a FormatError", err)
	}
	if err := os.Chtimes(path, was.ModTime(), was.ModTime()); err != nil {
		t.Fatal(err)
	}
	if err := intact(t.Context(), path, markOf(path)); err != nil {
		t.Errorf("untouched, and read whole: %v", err)
	}
}

// While somebody reads, the newest entries stay in the log after a good end, and it must not be taken away.
func TestClosedBesideAReader(t *testing.T) {
	l := newLedger(t)
	reader, err := OpenReadOnly(t.Context(), l.Path())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 10)); err != nil {
		t.Fatal(err)
	}
	reads, err := reader.pool.Begin()
	if err == nil {
		err = reads.QueryRow(`SELECT count(*) FROM jobs`).Scan(new(int))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := l.StartRun(1); err != nil { // it stands in the log alone
		t.Fatal(err)
	}
	path := l.Path()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	all := files(t, path)
	if err := errors.Join(reads.Rollback(), reader.Close()); err != nil {
		t.Fatal(err)
	}
	if len(all["-wal"]) == 0 {
		t.Fatal("there is no log, and so nothing to be seen here")
	}
	all["-wal"] = nil
	var format *FormatError
	if again, err := Open(t.Context(), place(t, all)); !errors.As(err, &format) {
		t.Errorf("got %v, want a FormatError", err)
		_ = again.Close()
	}
}

// Who knows better goes on without the log.
func TestGoesOnWithoutTheLog(t *testing.T) {
	killed, _ := used(t)
	path := place(t, map[string][]byte{"": killed[""]})
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// When the machine's clock jumps back, the ledger's stands still.
func TestTheClockNeverRunsBackwards(t *testing.T) {
	l := newLedger(t)
	job, err := l.Plan(t.Context(), Plan{Job: "list"}, people(0, 2))
	if err != nil {
		t.Fatal(err)
	}
	pending, err := l.Pending(t.Context(), job.ID, 0, 2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := begin(l, pending[0]); err != nil {
		t.Fatal(err)
	}
	ahead := time.Now().Add(time.Hour).UnixMilli()
	if _, err := l.conn.ExecContext(t.Context(), `UPDATE in_flight SET started_at = ?`, ahead); err != nil {
		t.Fatal(err)
	}
	again := crash(t, l)
	a, err := begin(again, pending[1])
	if err != nil {
		t.Fatal(err)
	}
	if a.StartedAt.UnixMilli() < ahead {
		t.Errorf("an attempt starts at %s, after one that started at %s", a.StartedAt, time.UnixMilli(ahead))
	}
	doubts, err := again.account(t).Doubts(t.Context())
	if err != nil || len(doubts) != 1 || doubts[0].EndedAt.Before(doubts[0].StartedAt) {
		t.Errorf("an attempt ends before it starts: %+v, %v", doubts, err)
	}
}

// A file that was begun and never filled, on a full disk say, is no ledger yet, and the next run fills it.
func TestEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "7103.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReadOnly(t.Context(), path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("looking at it: %v", err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// Opening a ledger that a killed process left takes its log away at no moment: a second kill would look as if somebody had.
func TestOpeningKeepsTheLog(t *testing.T) {
	killed, _ := used(t)
	path := place(t, killed)
	l := &Ledger{path: path, locks: locksOf(path)}
	if err := l.ready(t.Context()); err != nil { // and is killed
		t.Fatal(err)
	}
	again, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}
