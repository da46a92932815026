package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"contactcast/sender/sandbox"
)

// runs runs a command against a simulated account and returns what it printed.
func runs(t *testing.T, dir, apiURL string, want int, args ...string) string {
	t.Helper()
	var out, err bytes.Buffer
	a := &app{out: &out, err: &err, getenv: func(name string) string { return map[string]string{tokenVariable: testToken}[name] }}
	args = append(args, "--state", filepath.Join(dir, "state"), "--api-url", apiURL, "--id-instance", testID)
	if code := a.run(t.Context(), args); code != want {
		t.Fatalf("%v: exit code %d, want %d\n%s%s", args, code, want, &out, &err)
	}
	return out.String()
}

// Who has no WhatsApp is written out, and left out of the next list.
func TestLeavesOutWhoHasNoWhatsApp(t *testing.T) {
	apiURL, s := simulate(t, sandbox.Options{Delay: time.Millisecond, JournalLag: -1, Outcomes: map[string]string{"1": "noAccount", "2": "read"}})
	dir := t.TempDir()
	list, next, none := filepath.Join(dir, "list.csv"), filepath.Join(dir, "next.csv"), filepath.Join(dir, "none.csv")
	for _, path := range []string{list, next} {
		rows := "recipient,phoneContact,firstName\n+7 900 000 00 01,79000000515,Anna\n79000000002,79000000515,Anna\n79000000003,79000000515,Anna\n"
		if err := os.WriteFile(path, []byte(rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	runs(t, dir, apiURL, exitDone, "send", list)
	said := runs(t, dir, apiURL, exitDone, "track", "list", "--no-account", none)
	for _, want := range []string{"delivery of 3 accepted rows", "1 noAccount  no WhatsApp account", "1 read", "report: " + none} {
		if !strings.Contains(said, want) {
			t.Errorf("said %s; want %s", said, want)
		}
	}
	runs(t, dir, apiURL, exitDone, "send", next, "--job", "next", "--already", "send", "--exclude", none)
	got := map[string]int{}
	for _, a := range s.Record() {
		got[a.ChatID]++
	}
	if got["79000000001@c.us"] != 1 || got["79000000002@c.us"] != 2 || got["79000000003@c.us"] != 2 {
		t.Errorf("sent to %v", got)
	}
	// Whom the second job leaves out stays left out under another name; an empty list excludes nobody else.
	runs(t, dir, apiURL, exitDone, "track", "next", "--no-account", none)
	runs(t, dir, apiURL, exitDone, "send", next, "--job", "third", "--already", "send", "--exclude", none)
	if n := len(s.Record()); n != 7 {
		t.Errorf("%d cards, want 7", n)
	}
}
