//go:build unix

package cli

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/sender/sandbox"
)

// What the crontab's line says, beside the list.
const (
	cronHours = "09:00-10:00"
	cronDaily = 100
)

// A list grows while cron sends it every minute: runs overlap, are killed between intent and outcome, are terminated and
// lose the network; the day's limit is reached, the hours end. Every row is sent once, and every run ends with the exit
// code that is documented for what the account and the clock say.
func TestADayOfCron(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		m.save(unfinished(list(40)))
		m.until("09:06") // a first run takes three minutes, others begin meanwhile; one row is invalid
		m.save(unfinished(list(70)))
		m.killDuring("after:hang", "09:07:20") // the account has the cards, the ledger has no answer
		m.until("09:14")                       // they are found
		m.save(list(80))                       // the invalid row is corrected, too
		m.killDuring("before:hang", "09:15:20")
		m.until("09:28") // shown to be absent, they are sent again

		m.save(list(90))
		m.until("09:29:20")
		m.terminate() // the machine is to be shut down, and stays up after all
		m.until("09:31")
		m.save(list(95))
		m.away.Store(true)
		m.until("09:34:30")
		m.away.Store(false)
		m.until("09:37")
		m.save("") // somebody's program writes it anew
		m.until("09:38")
		m.save(list(120)) // more than the day's limit
		m.until("10:02")

		m.tomorrow()
		m.until("09:55") // yesterday's rest
		m.save(list(200))
		m.until("10:02") // the hours end in the middle of a run
		m.tomorrow()
		m.until("09:05:30")

		m.judgeRuns()
		m.judgeDays()
		if wrong := m.judge(200, "list"); len(wrong) > 0 {
			t.Error(strings.Join(wrong, "\n"))
		}
	})
}

// unfinished is a list whose third row cannot be sent as it stands.
func unfinished(list string) string { return strings.Replace(list, "79000000002@c.us", "8 900", 1) }

// documented is the exit code that the README gives a run, by what the account and the clock say at its end.
func (r *cronRun) documented() (code int, why string) {
	now := time.Now()
	left := r.unsent()
	switch {
	case r.list == "":
		return exitStart, "the file is empty"
	case r.beside:
		return exitLocked, "another run is under way"
	case r.terminated:
		return exitStopped, "it was terminated"
	case r.away.Load():
		return exitStopped, "the network is away"
	case left > 0 && now.Add(2*cardEvery).Hour() != 9: // its turn to be posted, and then to leave
		return exitPaused, "the next card would leave outside the hours"
	case left > 0 && r.sentOn(now) >= cronDaily:
		return exitPaused, "the day's limit is reached"
	case left > 0:
		return exitDone, "there is no reason to leave rows"
	case r.list == unfinished(r.list):
		return exitRows, "a row is invalid"
	}
	return exitDone, "all is sent"
}

// unsent is how many cards of the run's list the account has not.
func (r *cronRun) unsent() (n int) {
	accepted := r.accepted()
	for i, row := range strings.Split(strings.TrimSpace(r.list), "\n") {
		if cells := strings.Split(row, ","); i > 0 && strings.HasSuffix(cells[0], "@c.us") {
			card := sandbox.Contact{PhoneContact: 79010000000, FirstName: cells[2], Company: cells[3]}
			if len(accepted[fmt.Sprint(cells[0], card)]) == 0 {
				n++
			}
		}
	}
	return n
}

// sentOn is how many cards the account took on the day of that time.
func (m *machine) sentOn(day time.Time) (n int) {
	for _, a := range m.Record() {
		if a.AcceptedAt.Local().YearDay() == day.YearDay() {
			n++
		}
	}
	return n
}

// judgeRuns looks whether the days had everything in them.
func (m *machine) judgeRuns() {
	ends := map[int]int{}
	for _, r := range m.runs {
		if !r.gone() {
			ends[r.code]++
		}
	}
	m.t.Logf("%d runs, by exit code %v; %s", len(m.runs), ends, m.told())
	for code := exitDone; code <= exitPaused; code++ {
		if ends[code] == 0 {
			m.t.Errorf("no run ended with %d", code)
		}
	}
}

// judgeDays looks whether the account was protected as it was asked for.
func (m *machine) judgeDays() {
	for _, a := range m.Record() {
		at := a.AcceptedAt.Local()
		if at.Hour() != 9 {
			m.t.Errorf("%s was sent to at %s, not in %s", a.ChatID, at.Format(time.DateTime), cronHours)
		}
		if n := m.sentOn(at); n > cronDaily {
			m.t.Fatalf("%d cards on %s; want %d at most", n, at.Format(time.DateOnly), cronDaily)
		}
	}
}
