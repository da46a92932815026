//go:build unix

package cli

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"contactcast/sender/sandbox"
)

// A moment is where a request stands when its sender is killed. After all of them the intent is durable and the
// outcome is not, so its row must be found in doubt.
var moments = map[string]func(p *process, w http.ResponseWriter, r *http.Request, answer http.HandlerFunc){
	"before it is accepted": func(p *process, _ http.ResponseWriter, _ *http.Request, _ http.HandlerFunc) {
		p.kill()
	},
	"before it is accepted, late": func(p *process, _ http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		p.kill()
		time.Sleep(settleQuickly / 4)
		answer(httptest.NewRecorder(), r)
	},
	"between acceptance and answer": func(p *process, _ http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		answer(httptest.NewRecorder(), r)
		p.kill()
	},
	"between answer and outcome": func(p *process, w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		p.signal(syscall.SIGSTOP)
		time.Sleep(time.Millisecond) // until all its threads have stopped
		answer(w, r)
		_ = http.NewResponseController(w).Flush() // the answer has left for whoever may read it
		p.kill()
	},
}

// settleQuickly suits an account whose journal lags by journalLag, and that accepts nothing later than half of it.
const (
	settleQuickly = 4 * time.Second
	journalLag    = 500 * time.Millisecond
)

func quickly(job string, more ...string) []string {
	return send(job, append([]string{"--settle", settleQuickly.String()}, more...)...)
}

// killAt kills the program at its nth sendContact request from now, at that moment. When it has ended, the card of
// that request is in struck.
func (s *site) killAt(n int, at func(*process, http.ResponseWriter, *http.Request, http.HandlerFunc)) *atomic.Value {
	p, struck := s.victim.Load(), &atomic.Value{}
	var left atomic.Int64
	left.Store(int64(n))
	s.on(func(w http.ResponseWriter, r *http.Request, answer http.HandlerFunc) {
		if left.Add(-1) != 0 {
			answer(w, r)
			return
		}
		struck.Store(cardIn(s.t, r))
		at(p, w, r, answer)
		panic(http.ErrAbortHandler)
	})
	return struck
}

// crash runs the command again and again, killed so many times, then lets it finish, and returns how that ended.
func (s *site) crash(kills, rows int, random *rand.Rand, job string, args []string, env ...string) *process {
	s.t.Helper()
	p := s.kills(kills, rows, random, job, args, env...)
	if p == nil {
		s.on(nil)
		p = s.start(args, env...)
		<-p.over
	}
	return p
}

// kills runs the command again and again, killed so many times: at every moment in turn, of a request picked by
// chance, and at instants picked by chance. It returns the run that ended by itself, if one did.
func (s *site) kills(kills, rows int, random *rand.Rand, job string, args []string, env ...string) *process {
	s.t.Helper()
	names := slices.Sorted(maps.Keys(moments))
	for i := range kills {
		p := s.start(args, env...)
		if m := i % (len(names) + 1); m < len(names) {
			name := names[m]
			struck := s.killAt(1+random.IntN(max(1, rows/kills)), moments[name])
			<-p.over
			if card, ok := struck.Load().(string); ok && !slices.Contains(s.inDoubt(job), card) {
				s.t.Errorf("kill %d, %s: %s is not in doubt", i, name, card)
			}
		} else {
			s.on(nil)
			select {
			case <-time.After(time.Duration(random.Int64N(int64(500 * time.Millisecond)))):
				p.kill()
			case <-p.over:
			}
		}
		if !p.killed() {
			s.t.Logf("it ended after %d kills", i)
			return p
		}
	}
	return nil
}

// number is a test's size: small by default, larger by environment for a long run at night.
func number(t *testing.T, variable string, byDefault int) int {
	text := os.Getenv(variable)
	if text == "" {
		return byDefault
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	return n
}

// The program is killed over and over, at any time and at the worst of times, and started again with the same command:
// everybody gets the card once, and the report has the id of each. For a night, with -timeout 2h:
// CONTACTCAST_KILLS=200 CONTACTCAST_ROWS=20000 CONTACTCAST_IN_FLIGHT=8.
func TestKilledOverAndOver(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		account     sandbox.Options
		rows, kills int
		rate        string
	}{
		"with a queue": {sandbox.Options{Delay: 20 * time.Millisecond}, 120, 7, "max"},
		"without one":  {sandbox.Options{Delay: -1}, 120, 5, "100/s"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rows, kills := number(t, "CONTACTCAST_ROWS", tt.rows), number(t, "CONTACTCAST_KILLS", tt.kills)
			inFlight := strconv.Itoa(number(t, "CONTACTCAST_IN_FLIGHT", 1)) // every one leaves its row in doubt
			seed := uint64(number(t, "CONTACTCAST_SEED", int(time.Now().UnixNano()&0xffff)))
			tt.account.JournalLag, tt.account.Latency = journalLag, 10*time.Millisecond
			s, started := newSite(t, tt.account, rows), time.Now()
			p := s.crash(kills, rows, rand.New(rand.NewPCG(seed, 0)), "list", quickly("list", "--rate", tt.rate, "--in-flight", inFlight))
			wrong := s.judge(rows, "list")
			t.Logf("%d rows, %d kills, %s; %s", rows, kills, time.Since(started).Round(time.Second), s.told())
			if p.code() != exitDone || len(wrong) > 0 {
				t.Errorf("CONTACTCAST_SEED=%d: %s\n%s", seed, p.said(), strings.Join(wrong, "\n"))
			}
		})
	}
}

// Without settling, and with absence taken at the first look, the same crashes send cards twice, and the judge finds it.
func TestTheJudgeFindsWhatGoesWrong(t *testing.T) {
	t.Parallel()
	for name, decide := range map[string]string{"settling switched off": "resend", "absence at the first look": "first-look"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const rows, kills = 60, 4
			s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag}, rows)
			s.crash(kills, rows, rand.New(rand.NewPCG(1, 0)), "list", quickly("list", "--rate", "100/s", "--no-journal"), decideBy+"="+decide) // a look would find out
			if wrong := strings.Join(s.judge(rows, "list"), "\n"); !strings.Contains(wrong, " times") {
				t.Errorf("nothing was found: %s", wrong)
			}
		})
	}
}

// Faults before and after acceptance, and acceptance after the answer was given up: the same command finishes,
// everybody gets the card once. CONTACTCAST_ROWS=5000 makes 15 % of the requests fail, in every way, by chance.
func TestFaults(t *testing.T) {
	t.Parallel()
	const every = "before:502=1%,after:502=1%,before:drop=1%,after:drop=1%,before:hang=1%,after:hang=1%,after:empty=1%,after:malformed=1%," +
		"before:malformed=1%,before:503=1%,after:500=1%,late(800ms):504=1%,late(500ms):drop=1%,before:429(1s)=1%,after:499=1%"
	rows, list := number(t, "CONTACTCAST_ROWS", 60), "before:502=#7,after:drop=#11,late(500ms):504=#20,after:hang=#31,before:429(1s)=#40"
	if rows >= 1000 {
		list = every
	}
	faults, err := sandbox.ParseFaults(list)
	if err != nil {
		t.Fatal(err)
	}
	s, started := newSite(t, sandbox.Options{Delay: 5 * time.Millisecond, JournalLag: journalLag, Faults: faults, Seed: 1}, rows), time.Now()
	code, said := s.run(quickly("list", "--timeout", "1s", "--rate", "40/s"))
	wrong := s.judge(rows, "list")
	t.Logf("%d rows, %s; %s", rows, time.Since(started).Round(time.Second), s.told())
	if code != exitDone || len(wrong) > 0 {
		t.Errorf("%s\n%s", said, strings.Join(wrong, "\n"))
	}
}

// The same list as two jobs, both with rows in doubt at once: everybody gets the card once for each job.
func TestTheSameListAsTwoJobsInDoubt(t *testing.T) {
	t.Parallel()
	const rows = 40
	s := newSite(t, sandbox.Options{Delay: -1, JournalLag: journalLag}, rows)
	for _, moment := range []string{"between acceptance and answer", "before it is accepted"} {
		for _, job := range []string{"march", "april"} {
			p := s.start(quickly(job, "--rate", "100/s", "--in-flight", "2", "--already", "send"))
			s.killAt(8, moments[moment])
			<-p.over
			if !p.killed() {
				t.Fatal(p.said())
			}
		}
	}
	s.on(nil)
	if march, april := s.inDoubt("march"), s.inDoubt("april"); len(march) == 0 || len(april) == 0 {
		t.Errorf("in doubt are %v and %v; want some of both", march, april)
	}
	for _, job := range []string{"march", "april"} {
		if code, said := s.run(quickly(job, "--already", "send")); code != exitDone {
			t.Errorf("job %s: %s", job, said)
		}
	}
	if wrong := s.judge(rows, "march", "april"); len(wrong) > 0 {
		t.Error(strings.Join(wrong, "\n"))
	}
}
