//go:build unix

package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"contactcast/internal/job"
	"contactcast/sender/greenapi"
	"contactcast/sender/sandbox"
)

// machine is one in a bubble of time, whose crontab begins the same command every minute. All of that is the program's
// own, from the command line to the exit code, and so are its files.
type machine struct {
	*site
	runs []*cronRun
	list string        // what the list holds now
	away atomic.Bool   // the network is
	off  chan struct{} // closed when the machine is switched off
}

// cardEvery is the time between two cards that leave the account's queue, and so between two that are sent.
const cardEvery = 5 * time.Second

func newMachine(t *testing.T) *machine {
	t.Helper()
	s, err := sandbox.Open(sandbox.Options{IDInstance: testID, Token: testToken, Delay: cardEvery, Latency: 200 * time.Millisecond, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{site: &site{t: t, Sandbox: s, dir: t.TempDir()}, off: make(chan struct{})}
	t.Cleanup(func() {
		close(m.off)
		for _, r := range m.runs {
			r.stop(errors.New("the power"))
			<-r.over
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if calls := s.Forbidden(); len(calls) > 0 {
			t.Errorf("calls that belong to the account's owner: %v", calls)
		}
	})
	m.tomorrow()
	return m
}

// tomorrow switches the machine on two minutes before nine.
func (m *machine) tomorrow() {
	y, month, d := time.Now().Date()
	time.Sleep(time.Until(time.Date(y, month, d+1, 8, 58, 0, 0, time.Local)))
}

// until lets time pass until that time of day; on every minute cron does its work.
func (m *machine) until(clock string) {
	m.t.Helper()
	at, err := time.Parse(time.TimeOnly, (clock + ":00")[:len(time.TimeOnly)])
	if err != nil {
		m.t.Fatal(err)
	}
	y, month, d := time.Now().Date()
	end := time.Date(y, month, d, at.Hour(), at.Minute(), at.Second(), 0, time.Local)
	for next := time.Now(); next.Before(end); {
		next = time.Now().Truncate(time.Minute).Add(time.Minute)
		time.Sleep(min(time.Until(next), time.Until(end)))
		synctest.Wait()
		if !next.After(end) {
			m.start()
		}
	}
}

// save writes the list as programs do that know how: whole, in the place of the old one.
func (m *machine) save(list string) {
	m.list = list
	m.write("new.csv", list)
	if err := os.Rename(filepath.Join(m.dir, "new.csv"), filepath.Join(m.dir, "list.csv")); err != nil {
		m.t.Fatal(err)
	}
}

// cronRun is one start of the command.
type cronRun struct {
	*machine
	list       string // as it was then
	beside     bool   // another run was under way
	stop       context.CancelCauseFunc
	terminated bool
	killed     chan struct{} // closed when it is
	over       chan struct{} // closed when it has ended
	out, err   bytes.Buffer
	code       int
}

// start is what cron does: it begins the command, whatever became of the one before.
func (m *machine) start() {
	ctx, stop := context.WithCancelCause(context.Background())
	r := &cronRun{machine: m, list: m.list, beside: m.running() != nil, stop: stop, killed: make(chan struct{}), over: make(chan struct{})}
	m.runs = append(m.runs, r)
	a := &app{out: &r.out, err: &r.err, hooks: job.Hooks{Client: func(o *greenapi.Options) { o.Transport = r }}, getenv: func(name string) string { return map[string]string{tokenVariable: testToken}[name] }}
	go func() {
		defer close(r.over)
		r.code = a.run(ctx, []string{"send", filepath.Join(m.dir, "list.csv"), "--report", filepath.Join(m.dir, "list.jsonl"),
			"--window", cronHours, "--daily-limit", fmt.Sprint(cronDaily),
			"--state", filepath.Join(m.dir, "state"), "--api-url", "http://localhost", "--id-instance", testID})
		if want, why := r.documented(); !r.gone() && r.code != want {
			m.t.Errorf("%s: exit code %d; want %d, since %s\n%s%s", time.Now().Format(time.DateTime), r.code, want, why, &r.out, &r.err)
		}
	}()
	synctest.Wait()
}

// running is the run that is under way, or nil.
func (m *machine) running() *cronRun {
	for _, r := range m.runs {
		select {
		case <-r.over:
		case <-r.killed:
		default:
			return r
		}
	}
	return nil
}

// terminate is SIGTERM to the run that is under way.
func (m *machine) terminate() {
	r := m.running()
	r.terminated = true
	r.stop(errors.New("SIGTERM"))
}

// killDuring kills the run that is under way at that time, with two requests on the wire that had the fault. The next
// run finds the disk as it was at that instant, and nobody's lock.
func (m *machine) killDuring(fault, clock string) {
	m.t.Helper()
	m.until(clock)
	faults, err := sandbox.ParseFaults(fault)
	if err != nil {
		m.t.Fatal(err)
	}
	struck := m.Calls("sendContact") + 2
	err = m.SetFaults(faults)
	for m.Calls("sendContact") < struck {
		time.Sleep(time.Second)
		synctest.Wait() // nobody is writing now
	}
	close(m.running().killed)
	state, then := filepath.Join(m.dir, "state"), filepath.Join(m.dir, clock)
	err = errors.Join(err, m.SetFaults(nil), os.Rename(state, then), os.CopyFS(state, os.DirFS(then)))
	if err != nil {
		m.t.Fatal(err)
	}
	if n := len(m.inDoubt("list")); n != 2 {
		m.t.Errorf("killed with %d rows in doubt, want 2", n)
	}
}

func (r *cronRun) gone() bool {
	select {
	case <-r.killed:
		return true
	default:
		return false
	}
}

// RoundTrip is the run's way to the account. For a run that was killed nothing ever comes back: with its old files, which
// nobody looks at any more, it stands still until the machine is switched off.
func (r *cronRun) RoundTrip(q *http.Request) (answer *http.Response, err error) {
	switch {
	case r.gone():
	case r.away.Load():
		return nil, &greenapi.NotSentError{Method: "any", Err: errors.New("no route to host")}
	default:
		answer, err = r.Sandbox.RoundTrip(q)
	}
	if r.gone() {
		<-r.off
		return nil, errors.New("killed")
	}
	return answer, err
}
