//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"contactcast/sender/sandbox"
)

// onMachine has the program run with that machine's own state.
func (s *site) onMachine(name string) string {
	return "CONTACTCAST_STATE=" + filepath.Join(s.dir, name)
}

// copyTo copies the ledger, as it lies there, to another machine.
func (s *site) copyTo(name string) {
	s.t.Helper()
	to := filepath.Join(s.dir, name)
	err := os.RemoveAll(to)
	if err == nil {
		err = os.CopyFS(to, os.DirFS(filepath.Join(s.dir, "state")))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// The same ledger on two machines in turn: it is copied in the middle of a job, or with rows in doubt, and both go on.
// The second to do so sends nothing of what the first has sent meanwhile, however the account can be read.
func TestTheLedgerIsCopied(t *testing.T) {
	t.Parallel()
	const rows = 30
	tests := map[string]struct {
		faults  string
		account sandbox.Quirks
		code    int
		says    string
	}{
		"well read":               {code: exitStart, says: "already sent 20 of these cards"},
		"under hidden ids":        {account: sandbox.Quirks{LidChats: true}, code: exitStart, says: "already sent 20 of these cards"},
		"one 500":                 {faults: "lastOutgoingMessages:before:500=#REST", code: exitStart, says: "already sent 20"},
		"no quota":                {faults: "lastOutgoingMessages:before:466", code: exitStopped, says: "requests for lastOutgoingMessages are used up"},
		"no queue":                {faults: "showMessagesQueue:before:502", code: exitStopped, says: "queue cannot be looked at"},
		"a clock of another hour": {faults: "getStateInstance:after:clock(-3h)", code: exitStart, says: "already sent 20"},
		"no date":                 {faults: "*:after:undated", code: exitStart, says: "already sent 20"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, sandbox.Options{Delay: -1, JournalLag: -1, Quirks: tt.account}, rows)
			s.write("list.csv", people(rows))
			if code, said := s.run(quickly("list", "--rate", "max", "--limit", "10")); code != exitPaused {
				t.Fatal(said)
			}
			s.copyTo("other")
			if code, said := s.run(quickly("list", "--rate", "max"), s.onMachine("other")); code != exitDone {
				t.Fatal(said)
			}
			s.faults(strings.ReplaceAll(tt.faults, "#REST", "#3"))
			code, said := s.run(quickly("list", "--rate", "max", "--timeout", "1s"))
			if code != tt.code || !strings.Contains(said, tt.says) {
				t.Errorf("%s", said)
			}
			s.once(rows)
			s.faults("")
			if code, said := s.run(quickly("list", "--adopt", "--rate", "max")); code != exitDone {
				t.Errorf("--adopt: %s", said)
			}
			s.once(rows)
		})
	}
}

// The ledger is copied when rows are in doubt, and the other machine settles them and goes on.
func TestTheLedgerIsCopiedInDoubt(t *testing.T) {
	t.Parallel()
	const rows = 30
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag}, rows)
	s.write("list.csv", people(rows))
	s.start(quickly("list", "--rate", "100/s", "--in-flight", "3"))
	s.killAt(12, moments["between acceptance and answer"])
	<-s.victim.Load().over
	s.on(nil)
	s.copyTo("other")
	for i, machine := range []string{"other", "state", "other", "state"} {
		code, said := s.run(quickly("list", "--rate", "100/s"), s.onMachine(machine))
		if i == 1 && (code != exitStart || !strings.Contains(said, "already sent")) {
			t.Errorf("the second machine: %s", said)
		}
		s.once(rows)
	}
	if code, said := s.run(quickly("list", "--adopt")); code != exitDone {
		t.Errorf("--adopt: %s", said)
	}
	s.once(rows)
}
