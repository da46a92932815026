//go:build unix

package cli

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"contactcast/sender/sandbox"
)

// Two programs work in one ledger at once, each for an account and a list of its own; half of the rows stand in both. Each is
// killed over and over, while people opt out beside them, and others look: everybody gets the card once, from whichever account,
// and nobody who has opted out.
func TestTwoProgramsInOneLedger(t *testing.T) {
	t.Parallel()
	rows, kills := number(t, "CONTACTCAST_ROWS", 96), number(t, "CONTACTCAST_KILLS", 10)/2
	s := newFleet(t, sandbox.Options{Delay: 20 * time.Millisecond, JournalLag: journalLag}, 2, rows)
	header, body, _ := strings.Cut(list(rows), "\n")
	all := strings.SplitAfter(strings.TrimSuffix(body, "\n"), "\n")
	s.write("first.csv", header+"\n"+strings.Join(all[:rows*3/4], ""))
	s.write("second.csv", header+"\n"+strings.Join(all[rows/4:], ""))
	optedOut := map[string]time.Time{} // since when it is known for sure
	var programs, beside sync.WaitGroup
	for i, job := range []string{"first", "second"} {
		programs.Go(func() { s.killedAndResumed(kills, job, i) })
	}
	ended := make(chan struct{})
	beside.Go(func() {
		for n := rows - 1; ; n -= 7 {
			chat := fmt.Sprintf("7900%07d@c.us", max(n-n%16, 0)) // not one whose name another shares
			if code, said := s.run([]string{"optout", "add", chat}); code != exitDone {
				t.Errorf("optout add: %s", said)
			}
			optedOut[chat] = time.Now()
			for _, look := range [][]string{{"status"}, {"check", "first.csv", "--already", "skip"}, {"report", "first", "-o", "beside.csv"}} {
				if code, said := s.run(look); code > exitRows && !strings.Contains(said, "nothing was sent yet") && !strings.Contains(said, "no job") {
					t.Errorf("%s: %s", look, said)
				}
			}
			select {
			case <-ended:
				return
			case <-time.After(time.Second):
			}
		}
	})
	programs.Wait()
	close(ended)
	beside.Wait()
	accepted := map[string]int{}
	for _, account := range s.all() {
		for _, a := range account.Record() {
			accepted[fmt.Sprint(a.ChatID, a.Contact)]++
			if since, out := optedOut[a.ChatID]; out && a.RequestedAt.After(since) {
				t.Errorf("%s opted out %s before it was written to", a.ChatID, a.RequestedAt.Sub(since))
			}
		}
	}
	for _, row := range all {
		cells := strings.Split(strings.TrimSpace(row), ",")
		key := fmt.Sprint(cells[0], sandbox.Contact{PhoneContact: 79010000000, FirstName: cells[2], Company: cells[3]})
		_, out := optedOut[cells[0]]
		if n := accepted[key]; n != 1 && (n > 1 || !out) {
			t.Errorf("%s was sent %d times", key, n)
		}
		delete(accepted, key)
	}
	if len(accepted) > 0 {
		t.Errorf("sent, and on no list: %v", accepted)
	}
}

// killedAndResumed sends a list from an account, killed so many times, until it is done.
func (s *site) killedAndResumed(kills int, job string, account int) {
	random := rand.New(rand.NewPCG(uint64(account), 17))
	args := append([]string{"send", job + ".csv", "--already", "skip", "--settle", settleQuickly.String(), "--in-flight", "4", "--yes"}, from(account)...)
	for kill := 0; ; kill++ {
		p := s.start(args)
		if kill < kills {
			select {
			case <-time.After(300*time.Millisecond + time.Duration(random.Int64N(int64(2*time.Second)))):
				p.kill()
			case <-p.over:
			}
		}
		<-p.over
		switch {
		case p.killed():
		case p.code() == exitDone:
			return
		case kill < kills+20 && (p.code() == exitRows || p.code() == exitStopped && strings.Contains(p.said(), "in doubt")):
			time.Sleep(time.Second) // what is in doubt, in the other program too, is settled by then
		case kill >= kills+20:
			s.t.Errorf("%s does not end: %s", job, p.said())
			return
		default:
			s.t.Errorf("%s: %s", job, p.said())
			return
		}
	}
}
