package sandbox

import (
	"net/http"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

// The server's clock is set in the middle: answers go by it from then on, and what it dated before keeps its time.
func TestClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := Options{Delay: -1, JournalLag: -1, Limits: -1, Seed: 1, Memory: filepath.Join(t.TempDir(), "memory"),
			Clock: Clock{Ahead: time.Hour}, Faults: faults(t, "after:clock(-3h)=#2,after:undated=#3")}
		s := open(t, o)
		date := func() time.Time {
			t.Helper()
			answer, err := (&http.Client{Transport: s}).Get("http://sandbox/waInstance1/getStateInstance/t")
			if err != nil {
				t.Fatal(err)
			}
			date, _ := http.ParseTime(answer.Header.Get("Date"))
			return date
		}
		start := time.Now()
		send(t, s, card(1))
		if got := date(); !got.Equal(start.Add(time.Hour)) {
			t.Errorf("it is %v, want an hour ahead of %v", got, start)
		}
		time.Sleep(10 * time.Second)
		send(t, s, card(2))
		if got := date(); !got.Equal(time.Now().Add(-3 * time.Hour)) {
			t.Errorf("it is %v after it was set back, want three hours behind", got)
		}
		o.Faults, o.Clock = nil, Clock{}
		for _, s := range []*Sandbox{s, open(t, o)} { // what is remembered is dated alike
			entries := journal(t, s)
			if len(entries) != 2 || entries[0].Timestamp != time.Now().Add(-3*time.Hour).Unix() ||
				entries[1].Timestamp != start.Add(time.Hour+deliveredAfter).Unix() {
				t.Errorf("the journal shows %+v", entries)
			}
		}
		s.SetClock(Clock{Ahead: 2 * time.Hour, Undated: true})
		if got := date(); !got.IsZero() {
			t.Errorf("there is a Date: %v", got)
		}
		s.SetClock(Clock{Ahead: 2 * time.Hour})
		if got := date(); !got.Equal(time.Now().Add(2 * time.Hour)) {
			t.Errorf("it is %v, want two hours ahead", got)
		}
	})
}
