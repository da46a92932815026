package job

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"contactcast/internal/words"
)

// writeRows writes a list of so many rows.
func writeRows(t *testing.T, path string, chats ...string) {
	t.Helper()
	text := "chatId,phoneContact,firstName\n"
	for _, chat := range chats {
		text += chat + ",79000000515,Anna\n"
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A plan that is declined sends nothing. It is told by its fingerprint whether what is to be
// sent is what was confirmed: the same plan has the same one, another has another.
func TestPlansAreConfirmed(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "list.csv")
	writeRows(t, list, "79000000001", "79000000002")
	var shown []Plan
	send := func(confirmed string) (*SendResult, error) {
		return Send(t.Context(), SendOptions{From: From{Sandbox: true, State: filepath.Join(dir, "state")}, List: List{File: list},
			Confirm: func(p Plan) bool {
				shown = append(shown, p)
				return p.Fingerprint == confirmed
			}})
	}
	if _, err := send(""); !isRefusal(err, "declined/plan") {
		t.Fatalf("got %v", err)
	}
	first := shown[0]
	if first.Cards != 2 || first.Chats != 2 || !first.Sandbox || first.First == nil || first.First.ChatID != "79000000001@c.us" {
		t.Errorf("the plan is %+v", first)
	}
	writeRows(t, list, "79000000001", "79000000003")
	if _, err := send(first.Fingerprint); !isRefusal(err, "declined/plan") {
		t.Errorf("another list was sent: %v", err)
	}
	writeRows(t, list, "79000000001", "79000000002")
	r, err := send(first.Fingerprint)
	if err != nil || r.Counts[words.Accepted] != 2 || r.Ending != Done {
		t.Errorf("got %+v, %v", r, err)
	}
	if r, err := send(""); err != nil || len(shown) != 3 || r.Sent != 0 {
		t.Errorf("what was sent is asked about again: %v", err)
	}
}

// A test that was declined, or that could not begin, leaves no job behind; one that was sent does.
func TestATestThatTriedNothingIsForgotten(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "list.csv")
	writeRows(t, list, "79000000001", "79000000002")
	from := From{Sandbox: true, State: filepath.Join(dir, "state")}
	try := func(confirmed bool) error {
		_, err := Test(t.Context(), TestOptions{Chat: "+491713920033", Send: SendOptions{From: from, List: List{File: list},
			Confirm: func(Plan) bool { return confirmed }}})
		return err
	}
	for _, confirmed := range []bool{false, true} {
		if err := try(confirmed); confirmed != (err == nil) || !confirmed && !isRefusal(err, "declined/test") {
			t.Fatalf("confirmed %v: %v", confirmed, err)
		}
		jobs := Jobs(t.Context(), from.State)
		if left := len(jobs) > 0; left != confirmed {
			t.Errorf("confirmed %v: the jobs are %q", confirmed, jobs)
		}
	}
}

func isRefusal(err error, code words.Code) bool {
	refusal, ok := errors.AsType[*Refusal](err)
	return ok && refusal.Reason.Code == code
}

// Whoever events come from, they are told one after the other, and before telling returns.
func TestEventsAreToldOneByOne(t *testing.T) {
	const each = 100
	var told []int // only ever used by who is told
	tell, end := tellTo(func(e Event) { told = append(told, e.(Began).Rows) })
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range each {
				tell.tell(Began{Rows: i})
			}
		})
	}
	all.Wait()
	end()
	if len(told) != 4*each || slices.Max(told) != each-1 {
		t.Errorf("%d events were told", len(told))
	}
	tell, end = tellTo(nil)
	tell.tell(Ended{})
	end()
}

func TestEndings(t *testing.T) {
	bad := Counts{words.Accepted: 1, words.Unknown: 1}
	good := Counts{words.Accepted: 1, words.Skipped: 1}
	for _, c := range []struct {
		stop      *Stop
		counts    Counts
		undecided int
		outcome   string
		ending    Ending
	}{
		{nil, good, 0, "finished", Done},
		{nil, bad, 0, "finished", RowsLeft},
		{nil, good, 1, "finished", RowsLeft},
		{&Stop{Reason: words.New("quota")}, bad, 0, "stopped", Stopped},
		{&Stop{Reason: words.New("http-401")}, good, 0, "stopped", Stopped},
		{&Stop{Reason: words.New("daily-limit")}, bad, 0, "paused", Paused},
	} {
		if outcome, ending := judge(c.stop, c.counts, c.undecided); outcome != c.outcome || ending != c.ending {
			t.Errorf("%v, %v, %d: %s, %d", c.stop, c.counts, c.undecided, outcome, ending)
		}
	}
}
