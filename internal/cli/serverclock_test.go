//go:build unix

package cli

import (
	"testing"
	"time"

	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// The server's clock is off, and is set while a run is under way, between a kill and the next run, or in that: whatever
// was lost is settled or stays unknown, soon, and nobody gets a card twice.
func TestTheServersClockIsSet(t *testing.T) {
	t.Parallel()
	const rows = 40
	tests := map[string]struct {
		first, killed, then, later time.Duration
		undated                    bool
		settles                    bool // to the last row
	}{
		"off all the time":           {first: -3 * time.Hour, killed: -3 * time.Hour, then: -3 * time.Hour, later: -3 * time.Hour, settles: true},
		"back in the first run":      {first: 12 * time.Minute},
		"forth in the first run":     {killed: 12 * time.Minute, then: 12 * time.Minute, later: 12 * time.Minute},
		"back between the runs":      {first: 3 * time.Hour, killed: 3 * time.Hour},
		"forth between the runs":     {then: 3 * time.Hour, later: 3 * time.Hour},
		"back in the next run":       {first: time.Hour, killed: time.Hour, then: time.Hour},
		"forth in the next run":      {later: time.Hour},
		"never told in the next run": {undated: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag, Clock: sandbox.Clock{Ahead: tt.first}}, rows)
			s.write("list.csv", people(rows))
			p := s.start(quickly("list", "--rate", "100/s", "--in-flight", "2"))
			s.at(6, func() { s.SetClock(sandbox.Clock{Ahead: tt.killed}) })
			for s.Calls("sendContact") < 8 {
				time.Sleep(time.Millisecond)
			}
			s.killAt(4, moments["between acceptance and answer"])
			<-p.over
			s.on(nil)
			s.SetClock(sandbox.Clock{Ahead: tt.then, Undated: tt.undated})
			s.faults("after:drop=#20-26,before:drop=#30")
			s.at(12, func() { s.SetClock(sandbox.Clock{Ahead: tt.later, Undated: tt.undated}) })
			began := time.Now()
			code, said := s.run(quickly("list", "--rate", "100/s"))
			c := s.counts("list")
			if took := time.Since(began); took > time.Minute || c[ledger.Accepted]+c[ledger.Unknown] != rows {
				t.Errorf("%v after %s: %s", c, took, said)
			}
			if tt.settles && code != exitDone {
				t.Errorf("%v: %s", c, said)
			}
			for card, ids := range s.accepted() {
				if len(ids) > 1 {
					t.Errorf("%s was sent %d times", card, len(ids))
				}
			}
			t.Logf("%v in %s", c, time.Since(began).Round(time.Second))
		})
	}
}
