//go:build unix

package cli

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"contactcast/internal/account"
	"contactcast/sender/greenapi"
	"contactcast/sender/sandbox"
)

// accountNames are those under which the accounts of a site are kept.
var accountNames = []string{"shop", "office", "home", "stall"}

// newFleet is a site with several accounts, which are kept.
func newFleet(t *testing.T, o sandbox.Options, accounts, rows int) *site {
	t.Helper()
	o.Token, o.Limits = testToken, -1
	o.Quirks.JournalWhole, o.Quirks.LiveCount = true, true
	var all []sandbox.Options
	for i := range accounts {
		o.IDInstance = fmt.Sprint(7103000001 + i)
		all = append(all, o)
	}
	s := &site{t: t, dir: t.TempDir()}
	var err error
	if s.accounts, err = sandbox.OpenAccounts(all...); err != nil {
		t.Fatal(err)
	}
	s.Sandbox = s.accounts.All()[0]
	s.open(s.accounts.Close)
	s.write("list.csv", list(rows))
	var kept account.List
	for i, o := range all {
		kept = kept.With(account.Kept{Name: accountNames[i], Credentials: greenapi.Credentials{APIURL: s.url, IDInstance: o.IDInstance, Token: testToken}})
	}
	if err := kept.Write(filepath.Join(s.dir, "state")); err != nil {
		t.Fatal(err)
	}
	return s
}

// from is the flags that name so many of a site's accounts, from one on.
func from(accounts ...int) (flags []string) {
	for _, a := range accounts {
		flags = append(flags, "--account", accountNames[a])
	}
	return flags
}

// shift is a time in which runs went over certain accounts.
type shift struct {
	began    time.Time
	accounts []int
}

// faithful demands that among the accounts of a run each chat was written to by the one that had done so last.
func (s *site) faithful(shifts []shift) (wrong []string) {
	type acceptance struct {
		sandbox.Acceptance
		by int
	}
	var all []acceptance
	for i, account := range s.all() {
		for _, a := range account.Record() {
			all = append(all, acceptance{a, i})
		}
	}
	slices.SortFunc(all, func(a, b acceptance) int { return a.RequestedAt.Compare(b.RequestedAt) })
	wrote := map[string][]int{} // by chat, the last first
	for _, a := range all {
		i := len(shifts) - 1
		for shifts[i].began.After(a.RequestedAt) {
			i--
		}
		for _, before := range wrote[a.ChatID] {
			if slices.Contains(shifts[i].accounts, before) {
				if before != a.by {
					wrong = append(wrong, fmt.Sprintf("%s knew %s, and was written to by %s in one run", a.ChatID, accountNames[before], accountNames[a.by]))
				}
				break
			}
		}
		wrote[a.ChatID] = append([]int{a.by}, wrote[a.ChatID]...)
	}
	return wrong
}

// Three accounts share a list, killed over and over, and go on as two, then as four: every card once over all of them,
// the report has the id of each, and a chat stays with its account. For a night, with -timeout 2h:
// CONTACTCAST_KILLS=100 CONTACTCAST_ROWS=20000 CONTACTCAST_IN_FLIGHT=8.
func TestSeveralAccountsKilledOverAndOver(t *testing.T) {
	t.Parallel()
	rows, kills := number(t, "CONTACTCAST_ROWS", 240), number(t, "CONTACTCAST_KILLS", 8)
	seed := uint64(number(t, "CONTACTCAST_SEED", int(time.Now().UnixNano()&0xffff)))
	inFlight := strconv.Itoa(number(t, "CONTACTCAST_IN_FLIGHT", 1))
	s, started := newFleet(t, sandbox.Options{Delay: 20 * time.Millisecond, JournalLag: journalLag, Latency: 10 * time.Millisecond}, 4, rows), time.Now()
	random := rand.New(rand.NewPCG(seed, 0))
	var shifts []shift
	for _, accounts := range [][]int{{0, 1, 2}, {2, 0}, {3, 1, 0, 2}} {
		shifts = append(shifts, shift{time.Now(), accounts})
		args := quickly("list", append(from(accounts...), "--rate", "max", "--in-flight", inFlight)...)
		if p := s.kills(max(1, kills/3), rows/2, random, "list", args); p != nil && p.code() != exitDone && p.code() != exitStopped && p.code() != exitRows {
			t.Errorf("CONTACTCAST_SEED=%d: %s", seed, p.said())
		}
	}
	s.on(nil)
	code, said := s.run(quickly("list", from(3, 1, 0, 2)...))
	wrong := append(s.judge(rows, "list"), s.faithful(shifts)...)
	t.Logf("%d rows, %d kills, %s; %s", rows, kills, time.Since(started).Round(time.Second), s.told())
	if code != exitDone || len(wrong) > 0 {
		t.Errorf("CONTACTCAST_SEED=%d: %s\n%s", seed, said, strings.Join(wrong, "\n"))
	}
}

// One of three accounts is restricted in the middle: nobody is handed its list, and the operator decides.
func TestOneAccountIsRestricted(t *testing.T) {
	t.Parallel()
	const rows = 400
	s := newFleet(t, sandbox.Options{Delay: 50 * time.Millisecond, JournalLag: journalLag}, 3, rows)
	if err := s.accounts.All()[1].SetState(sandbox.StateChange{State: sandbox.StateSuspended, Accepted: 20}); err != nil {
		t.Fatal(err)
	}
	code, said := s.run(quickly("list", append(from(0, 1, 2), "--rate", "5/s")...))
	if code != exitStopped || !strings.Contains(said, "account office: ") || !strings.Contains(said, "suspended") {
		t.Fatal(said)
	}
	at := len(s.accepted())
	if c := s.counts("list"); c["pending"] == 0 || at == rows {
		t.Errorf("%v, and %d were sent", c, at)
	}
	if code, said := s.run(quickly("list", from(0, 1, 2)...)); code != exitStopped || len(s.accepted()) != at {
		t.Errorf("with it again: %d more were sent; %s", len(s.accepted())-at, said)
	}
	code, said = s.run(quickly("list", from(0, 2)...))
	s.once(rows)
	if code != exitDone {
		t.Errorf("without it: %s", said)
	}
}

// All accounts are held together, or none is.
func TestAccountsAreHeldTogether(t *testing.T) {
	t.Parallel()
	s := newFleet(t, sandbox.Options{Delay: 100 * time.Millisecond}, 3, 60)
	first := s.start(quickly("list", append(from(0, 1), "--rate", "5/s")...))
	for len(s.accepted()) < 3 {
		time.Sleep(10 * time.Millisecond)
	}
	s.write("other.csv", people(5))
	other := []string{"send", "other.csv", "--report", "other.jsonl", "--yes"}
	if code, said := s.alone(append(other, from(2, 1)...)); code != exitLocked {
		t.Errorf("with an account that is held: %s", said)
	}
	if code, said := s.alone(append(other, from(2)...)); code != exitDone {
		t.Errorf("with one that is free: %s", said)
	}
	first.kill()
}
