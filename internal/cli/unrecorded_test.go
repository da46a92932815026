//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// The ledger of an account that has sent half of the list, or all, is lost, restored from a backup of minutes ago, or
// another machine's. However the account's queue and journal can be read, nobody gets a card twice.
func TestTheLedgerIsLost(t *testing.T) {
	t.Parallel()
	const rows = 30
	losses := map[string]func(s *site){
		"lost": func(s *site) { s.lose() },
		"restored": func(s *site) { // from a backup of before the first message
			db := s.ledger()
			s.lose()
			s.restore(db)
		},
	}
	faults := map[string]struct {
		faults  string
		account sandbox.Quirks
		code    int
		says    string
	}{
		"well read":                {code: exitStart, says: "already sent 30 of these cards"},
		"under hidden ids":         {account: sandbox.Quirks{LidChats: true}, code: exitStart, says: "already sent 30 of these cards"},
		"one 500":                  {faults: "lastOutgoingMessages:before:500=#2", code: exitStart, says: "already sent 30"},
		"one 429":                  {faults: "lastOutgoingMessages:before:429=#2", code: exitStart, says: "already sent 30"},
		"one timeout":              {faults: "lastOutgoingMessages:before:hang=#2", code: exitStart, says: "already sent 30"},
		"one sign-in page":         {faults: "lastOutgoingMessages:before:200(<html><title>Sign in</title></html>)=#2", code: exitStart, says: "already sent 30"},
		"one dropped":              {faults: "showMessagesQueue:before:drop=#2,lastOutgoingMessages:before:drop=#2", code: exitStart, says: "already sent 30"},
		"no quota for the journal": {faults: "lastOutgoingMessages:before:466", code: exitStopped, says: "requests for lastOutgoingMessages are used up"},
		"no quota for the queue":   {faults: "showMessagesQueue:before:466", code: exitStopped, says: "requests for showMessagesQueue are used up"},
	}
	for loss, lose := range losses {
		for name, tt := range faults {
			t.Run(loss+", "+name, func(t *testing.T) {
				t.Parallel()
				s := newSite(t, sandbox.Options{Delay: -1, JournalLag: -1, Quirks: tt.account}, rows)
				s.write("list.csv", people(rows))
				s.backup(t, "list")
				if code, said := s.run(quickly("list", "--rate", "max")); code != exitDone {
					t.Fatal(said)
				}
				lose(s)
				s.faults(tt.faults)
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
}

// What another list's cards are, a person says once.
func TestAdoptNone(t *testing.T) {
	t.Parallel()
	const rows = 20
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: -1, Quirks: sandbox.Quirks{LidChats: true}}, rows)
	for _, chat := range []string{"79000000900@c.us", "79000000901@c.us"} { // everybody gets this card
		if _, err := s.Inject(1, sandbox.Injection{ChatID: chat, Contact: sandbox.Contact{PhoneContact: 79010000000, FirstName: "Anna", Company: "Romashka"}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{nil, {"--adopt"}} {
		code, said := s.run(quickly("list", append(args, "--rate", "max")...))
		if code != exitStart || !strings.Contains(said, "2 cards like these") || !strings.Contains(said, "--adopt none") || s.Calls("sendContact") > 0 {
			t.Fatalf("%v: %s", args, said)
		}
	}
	if code, said := s.run(quickly("list", "--adopt", "none", "--limit", "5")); code != exitPaused || strings.Contains(said, "list.csv --adopt") {
		t.Fatalf("%s", said)
	}
	if code, said := s.run(quickly("list")); code != exitDone {
		t.Fatalf("it asks again: %s", said)
	}
}

// A person's word that there is nothing to find holds for one run, which says so.
func TestNoJournal(t *testing.T) {
	t.Parallel()
	const rows = 10
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: -1}, rows)
	s.faults("lastOutgoingMessages:before:466")
	code, said := s.run(quickly("list", "--limit", "3", "--no-journal"))
	if code != exitPaused || !strings.Contains(said, "nobody looked whether the account shows") || strings.Contains(said, "list.csv --no-journal") {
		t.Errorf("%s", said)
	}
	if code, said := s.run(quickly("list")); code != exitStopped || !strings.Contains(said, "--no-journal") {
		t.Errorf("%s", said)
	}
	if n := s.Calls("sendContact"); n != 3 {
		t.Errorf("%d cards were sent, want 3", n)
	}
}

// Nothing is looked at when nothing may be sent.
func TestNoLookWhenNothingMayBeSent(t *testing.T) {
	t.Parallel()
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: -1}, 5)
	hour := time.Now().UTC().Add(12 * time.Hour).Format("15")
	if code, said := s.run(quickly("list", "--window", hour+":00-"+hour+":01")); code != exitPaused {
		t.Errorf("%s", said)
	}
	if n := s.Calls("lastOutgoingMessages"); n != 0 {
		t.Errorf("the journal was read %d times", n)
	}
}

// people is a list of cards that all differ.
func people(rows int) string {
	var b strings.Builder
	b.WriteString("chatId,phoneContact,firstName\n")
	for i := range rows {
		fmt.Fprintf(&b, "7900%07d@c.us,7901%07d,Anna%d\n", i, i, i)
	}
	return b.String()
}

func (s *site) faults(text string) {
	s.t.Helper()
	f, err := sandbox.ParseFaults(text)
	if err == nil {
		err = s.SetFaults(f)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// once demands that every card was accepted exactly once.
func (s *site) once(rows int) {
	s.t.Helper()
	accepted := s.accepted()
	if len(accepted) != rows {
		s.t.Errorf("%d cards were accepted, want %d", len(accepted), rows)
	}
	for card, ids := range accepted {
		if len(ids) != 1 {
			s.t.Errorf("%s was sent %d times", card, len(ids))
		}
	}
}

// backup plans the job and keeps its ledger as it is before the first message.
func (s *site) backup(t *testing.T, job string) {
	t.Helper()
	hour := time.Now().UTC().Add(12 * time.Hour).Format("15")
	if code, said := s.run(quickly(job, "--window", hour+":00-"+hour+":01")); code != exitPaused {
		t.Fatal(said)
	}
	data, err := os.ReadFile(s.ledger())
	if err != nil {
		t.Fatal(err)
	}
	s.write("backup.db", string(data))
	if c := s.counts(job); c[ledger.Accepted] > 0 {
		t.Fatal(c)
	}
}

func (s *site) lose() {
	s.t.Helper()
	if err := os.RemoveAll(filepath.Join(s.dir, "state")); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) restore(db string) {
	s.t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, "backup.db"))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(db), 0o700)
	}
	if err == nil {
		err = os.WriteFile(db, data, 0o600)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// The clock was wrong in a run that was killed, and is right in the next, or the other way round: what was lost is settled,
// soon, and nobody gets a card twice.
func TestTheClockWasWrong(t *testing.T) {
	t.Parallel()
	const rows = 40
	for _, clocks := range [][2]string{{"12m", "0"}, {"3h", "0"}, {"-12m", "0"}, {"0", "12m"}, {"0", "-3h"}} {
		t.Run(clocks[0]+", then "+clocks[1], func(t *testing.T) {
			t.Parallel()
			s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag}, rows)
			s.start(quickly("list", "--rate", "100/s", "--in-flight", "2"), clockOff+"="+clocks[0])
			s.killAt(12, moments["between acceptance and answer"])
			<-s.victim.Load().over
			s.on(nil)
			s.faults("after:drop=#20-26,before:drop=#30")
			code, said := s.run(quickly("list", "--rate", "100/s"), clockOff+"="+clocks[1])
			if wrong := s.judge(rows, "list"); code != exitDone || len(wrong) > 0 {
				t.Errorf("%s\n%s", said, strings.Join(wrong, "\n"))
			}
		})
	}
}
