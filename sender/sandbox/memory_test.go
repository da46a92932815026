package sandbox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMemoryOutlivesTheProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := Options{Memory: filepath.Join(t.TempDir(), "memory"), Delay: 20 * time.Second, Limits: -1, Seed: 7,
			Quirks: Quirks{ShowHead: true}, Faults: faults(t, "late(1m):504=#3")}
		first := open(t, o)
		for i := range 5 {
			ask(t, first, "sendContact", card(i))
		}
		time.Sleep(30 * time.Second)
		if err := first.SetState(StateChange{State: StateYellowCard}); err != nil {
			t.Fatal(err)
		}
		if _, err := first.Inject(2, Injection{}); err != nil {
			t.Fatal(err)
		}
		// The first is not closed: a killed process does not either.
		o.Faults, o.Delay = nil, 10*time.Second
		second := open(t, o)
		for _, wait := range []time.Duration{0, 20 * time.Second, time.Minute} {
			time.Sleep(wait)
			if diff := cmp.Diff(first.Record(), second.Record()); diff != "" {
				t.Errorf("after %v (-first +second):\n%s", wait, diff)
			}
			if diff := cmp.Diff(listed(t, first), listed(t, second)); diff != "" {
				t.Errorf("queue after %v (-first +second):\n%s", wait, diff)
			}
			if diff := cmp.Diff(journal(t, first), journal(t, second)); diff != "" {
				t.Errorf("journal after %v (-first +second):\n%s", wait, diff)
			}
		}
		if second.State() != StateYellowCard {
			t.Errorf("state %s", second.State())
		}
		known := map[string]bool{}
		for _, a := range second.Record() {
			known[a.IDMessage] = true
		}
		if id := send(t, second, card(9)); len(known) != 7 || known[id] {
			t.Errorf("%d ids, new one %s", len(known), id)
		}
	})
}

func TestStateOptionOverridesMemory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory")
	first := open(t, Options{Memory: path, State: StateBlocked})
	if got := first.State(); got != StateBlocked {
		t.Fatalf("state %s", got)
	}
	if got := open(t, Options{Memory: path}).State(); got != StateBlocked {
		t.Errorf("remembered %s", got)
	}
	if got := open(t, Options{Memory: path, State: StateAuthorized}).State(); got != StateAuthorized {
		t.Errorf("overridden: %s", got)
	}
}

func TestMemoryCutInTheLastLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory")
	s := open(t, Options{Memory: path})
	for i := range 3 {
		send(t, s, card(i))
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lastLine := strings.LastIndex(string(whole[:len(whole)-1]), "\n") + 1
	for cut := lastLine; cut < len(whole); cut += 7 {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if judged, err := ReadMemory(path); len(judged) != 2 || err != nil {
			t.Fatalf("cut at %d: read %d, %v", cut, len(judged), err)
		}
		again := open(t, Options{Memory: path})
		if got := again.Record(); len(got) != 2 {
			t.Fatalf("cut at %d: %d remembered", cut, len(got))
		}
		send(t, again, card(9))
		if judged, err := ReadMemory(path); len(judged) != 3 || err != nil {
			t.Fatalf("cut at %d, and one more: read %d, %v", cut, len(judged), err)
		}
	}
}

func TestMemoryDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory")
	if err := os.WriteFile(path, []byte("{}\nnot JSON\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{Memory: path}); err == nil || !strings.Contains(err.Error(), "line 2 is damaged") {
		t.Errorf("got %v", err)
	}
	if _, err := ReadMemory(path); err == nil || !strings.Contains(err.Error(), "line 2 is damaged") {
		t.Errorf("got %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != "{}\nnot JSON\n{}\n" {
		t.Errorf("the file was changed: %s", after)
	}
}

// A message that cannot be remembered is not accepted.
func TestMemoryThatCannotBeWritten(t *testing.T) {
	s := open(t, Options{Memory: filepath.Join(t.TempDir(), "memory")})
	_ = s.memory.file.Close()
	if status, body := ask(t, s, "sendContact", card(1)); status != 500 || len(s.Record()) != 0 {
		t.Errorf("got %d %s, record %v", status, body, s.Record())
	}
}
