//go:build unix

package cli

import (
	"crypto/rand"
	mathrand "math/rand/v2"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"contactcast/internal/pgtest"
	"contactcast/sender/sandbox"
)

// shortLease is how long a run of the tests holds what it holds in a database.
const shortLease = 3 * time.Second

// newShared is a site whose ledger is a schema of its own in a database.
func newShared(t *testing.T, server *pgtest.Server, o sandbox.Options, rows int) *site {
	t.Helper()
	s := newSite(t, o, rows)
	s.database = server.URL("postgres") + "&search_path=" + strings.ToLower(rand.Text())
	return s
}

// patiently is the command that sends the list by a shared ledger; a request takes a second at most, so that a takeover
// does not have to wait long.
func patiently(more ...string) []string {
	return quickly("list", append([]string{"--timeout", "1s"}, more...)...)
}

// finish runs the command by turns on so many machines until none of them has to be asked again, and returns how it ended.
func (s *site) finish(machines int, args []string) (code int, said string) {
	s.t.Helper()
	for i := range 200 {
		code, said = s.run(args, s.machine(i%machines))
		switch code {
		case exitStopped: // trouble: the same command goes on
		case exitLocked: // the last run's lease is not over yet
			time.Sleep(300 * time.Millisecond)
		default:
			return code, said
		}
	}
	return code, said
}

// machine is a machine's own state folder.
func (s *site) machine(n int) string {
	return "CONTACTCAST_STATE=" + filepath.Join(s.dir, "machine"+strconv.Itoa(n))
}

// well checks that the run came to its good end, and everybody got the card once.
func (s *site) well(rows, code int, said string) {
	s.t.Helper()
	if code != exitDone {
		s.t.Fatal(said)
	}
	wrong := s.judge(rows, "list")
	s.t.Logf("%d rows; %s", rows, s.told())
	if code != exitDone || len(wrong) > 0 {
		s.t.Errorf("%s\n%s", said, strings.Join(wrong, "\n"))
	}
}

// Trouble with a ledger that machines share, of every kind: nobody gets the card twice, and nobody is dropped.
func TestSharedLedger(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	for name, test := range map[string]func(*testing.T, *pgtest.Server){
		"killed": killedOnMachines, "frozen": frozenBeyondItsLease, "cut": cutConnections, "commit": cutCommits, "far": farAway,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, server)
		})
	}
}

// Two machines take turns, each killed again and again.
func killedOnMachines(t *testing.T, server *pgtest.Server) {
	rows, kills := number(t, "CONTACTCAST_ROWS", 100), number(t, "CONTACTCAST_KILLS", 2)
	s := newShared(t, server, sandbox.Options{Delay: 5 * time.Millisecond, JournalLag: journalLag, Latency: 10 * time.Millisecond}, rows)
	args := patiently("--rate", "100/s", "--in-flight", strconv.Itoa(number(t, "CONTACTCAST_IN_FLIGHT", 4)))
	for killed := 0; killed < kills; {
		var posts atomic.Int64
		at := int64(1 + mathrand.IntN(max(1, rows/kills/2)))
		p := s.prepare(args, s.machine(killed%2))
		s.on(func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
			switch {
			case posts.Add(1) != at:
				answer(w, r)
			case killed%2 == 0:
				go p.kill()
				answer(w, r)
			default:
				p.kill()
				panic(http.ErrAbortHandler)
			}
		})
		s.begin(p)
		<-p.over
		switch {
		case p.killed():
			killed++
		case p.code() == exitLocked:
			time.Sleep(300 * time.Millisecond)
		default:
			killed = kills // it is through
		}
	}
	s.on(nil)
	code, said := s.finish(2, args)
	s.well(rows, code, said)
}

// A run is stopped for longer than its lease, its rows are taken over, and it wakes up: it posts nothing more.
func frozenBeyondItsLease(t *testing.T, server *pgtest.Server) {
	for range number(t, "CONTACTCAST_FREEZES", 1) {
		const rows = 60
		s := newShared(t, server, sandbox.Options{Delay: 5 * time.Millisecond, JournalLag: journalLag, Latency: 20 * time.Millisecond}, rows)
		args := patiently("--rate", "50/s", "--in-flight", "4")
		first := s.prepare(args, s.machine(0))
		var once sync.Once
		var posts atomic.Int64
		s.on(func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
			if posts.Add(1) > 10 {
				once.Do(func() { first.signal(syscall.SIGSTOP) })
			}
			answer(w, r)
		})
		s.begin(first)
		for posts.Load() <= 10 {
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(shortLease + time.Second)
		second := make(chan struct{})
		var code int
		var said string
		go func() {
			defer close(second)
			code, said = s.finish(1, patiently("--rate", "20/s", "--in-flight", "2"))
		}()
		time.Sleep(2 * time.Second) // the second is at it
		first.signal(syscall.SIGCONT)
		<-first.over
		if first.code() != exitStopped {
			t.Errorf("the frozen run: %s", first.said())
		}
		<-second
		s.well(rows, code, said)
	}
}

// Connections are cut again and again, at any time.
func cutConnections(t *testing.T, server *pgtest.Server) {
	const rows = 150
	s := newShared(t, server, sandbox.Options{Delay: 5 * time.Millisecond, JournalLag: journalLag, Latency: 5 * time.Millisecond}, rows)
	proxy := pgtest.NewProxy(t, server.Addr(), 2*time.Millisecond)
	s.database = proxy.URL(s.database)
	over := make(chan struct{})
	var cutting sync.WaitGroup
	cutting.Go(func() {
		for range number(t, "CONTACTCAST_CUTS", 10) {
			select {
			case <-over:
				return
			case <-time.After(time.Duration(100+mathrand.IntN(500)) * time.Millisecond):
				proxy.Cut()
			}
		}
	})
	code, said := s.finish(1, patiently("--rate", "40/s", "--in-flight", "4"))
	close(over)
	cutting.Wait()
	s.well(rows, code, said)
}

// The connection is cut at a commit, which the server has heard or not: the run finds out which, and goes on.
func cutCommits(t *testing.T, server *pgtest.Server) {
	for _, passes := range []bool{false, true} {
		const rows = 60
		s := newShared(t, server, sandbox.Options{Delay: 5 * time.Millisecond, JournalLag: journalLag}, rows)
		proxy := pgtest.NewProxy(t, server.Addr(), 0)
		s.database = proxy.URL(s.database)
		var posts atomic.Int64
		cut := make(chan struct{}, 10)
		s.on(func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
			if posts.Add(1)%15 == 0 {
				done := proxy.CutAt("COMMIT", passes)
				go func() { <-done; cut <- struct{}{} }()
			}
			answer(w, r)
		})
		code, said := s.run(patiently("--rate", "100/s", "--in-flight", "3"))
		if len(cut) < 3 {
			t.Errorf("the connection was cut %d times", len(cut))
		}
		s.well(rows, code, said)
		if posts.Load() != rows {
			t.Errorf("passes=%t: %d requests for %d rows", passes, posts.Load(), rows)
		}
	}
}

// The database is 30 ms away. What is sent together shows in the log: an account may be sent to at 49 a second.
func farAway(t *testing.T, server *pgtest.Server) {
	rows := number(t, "CONTACTCAST_ROWS", 100)
	s := newShared(t, server, sandbox.Options{Delay: -1, JournalLag: journalLag, Latency: 20 * time.Millisecond}, rows)
	proxy := pgtest.NewProxy(t, server.Addr(), 30*time.Millisecond)
	s.database = proxy.URL(s.database)
	code, said := s.run(patiently("--rate", "max", "--in-flight", "32"))
	s.well(rows, code, said)
	t.Log(said)
}

// The server ends at once, in the middle of everything, and recovers: what it confirmed is there, and the run goes on where
// the server is back within its lease.
func TestSharedLedgerWhoseServerCrashes(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t)
	const rows = 150
	s := newShared(t, server, sandbox.Options{Delay: 5 * time.Millisecond, JournalLag: journalLag, Latency: 5 * time.Millisecond}, rows)
	over := make(chan struct{})
	var crashing sync.WaitGroup
	crashing.Go(func() {
		for range number(t, "CONTACTCAST_CRASHES", 3) {
			select {
			case <-over:
				return
			case <-time.After(time.Duration(700+mathrand.IntN(700)) * time.Millisecond):
			}
			server.Stop(pgtest.Immediate)
			if err := server.Start(); err != nil {
				t.Error(err)
				return
			}
		}
	})
	code, said := s.finish(1, patiently("--rate", "40/s", "--in-flight", "4"))
	close(over)
	crashing.Wait()
	s.well(rows, code, said)
}
