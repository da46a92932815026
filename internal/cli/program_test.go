//go:build unix

package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/settle"
)

// Environment of this test's binary when it is started again as the program itself.
const (
	asProgram = "CONTACTCAST_TEST_PROGRAM"   // set: be contactcast
	decideBy  = "CONTACTCAST_TEST_DECIDE"    // one of decisions
	clockOff  = "CONTACTCAST_TEST_CLOCK"     // how far the machine's clock is ahead
	lookOften = "CONTACTCAST_TEST_LOOK"      // how often --exclude files are looked at
	fullDisk  = "CONTACTCAST_TEST_FULL_DISK" // set: a limit of the size of files is met as a full disk is
)

// TestMain lets the tests start the program as a process of its own, which can be killed: exactly what Main runs.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		// They spend their time waiting for evidence, not on a processor.
		if err := flag.Set("test.parallel", "16"); err != nil {
			panic(err)
		}
		os.Exit(m.Run())
	}
	if os.Getenv(fullDisk) != "" {
		signal.Ignore(syscall.SIGXFSZ)
	}
	a := &app{hooks: job.Hooks{Decide: decisions[os.Getenv(decideBy)]}}
	if off, err := time.ParseDuration(os.Getenv(clockOff)); err == nil {
		a.hooks.Client = func(o *greenapi.Options) { o.Wall = func() time.Time { return time.Now().Add(off) } }
	}
	a.hooks.LookEvery, _ = time.ParseDuration(os.Getenv(lookOften)) // 0 if it is not set
	os.Exit(a.main(os.Args[1:]))
}

// decisions are the program's own, under "", and wrong ones, which the crash tests must be able to find.
var decisions = map[string]func(settle.Evidence, time.Time) []settle.Verdict{
	// Settling is switched off: what has no answer is sent again.
	"resend": func(e settle.Evidence, _ time.Time) []settle.Verdict {
		verdicts := make([]settle.Verdict, len(e.Doubts))
		for i, d := range e.Doubts {
			verdicts[i] = settle.Verdict{Message: d.Message, Kind: settle.Absent, Why: words.AsTold("nobody knows")}
		}
		return verdicts
	},
	// What the first look does not show is taken as absent.
	"first-look": func(e settle.Evidence, now time.Time) []settle.Verdict {
		verdicts := e.Decide(now)
		for i, v := range verdicts {
			if v.Kind == settle.Wait && len(e.Views) > 0 {
				verdicts[i] = settle.Verdict{Message: v.Message, Kind: settle.Absent, Why: words.AsTold("it is not there")}
			}
		}
		return verdicts
	},
}

// process is the program under way.
type process struct {
	*exec.Cmd
	out, err bytes.Buffer
	over     chan struct{} // closed when it has ended
}

// start starts the program with those arguments, and these variables beside the account's.
func (s *site) start(args []string, env ...string) *process {
	s.t.Helper()
	p := s.prepare(args, env...)
	s.begin(p)
	return p
}

func (s *site) prepare(args []string, env ...string) *process {
	s.t.Helper()
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(self, args...), over: make(chan struct{})}
	p.Stdout, p.Stderr = &p.out, &p.err
	p.Dir = s.dir
	p.Env = append([]string{asProgram + "=1", "HOME=" + s.dir, "PATH=" + os.Getenv("PATH"), "TZ=UTC",
		"CONTACTCAST_STATE=" + filepath.Join(s.dir, "state"), "GREENAPI_URL=" + s.url,
		"GREENAPI_ID_INSTANCE=" + testID, tokenVariable + "=" + testToken}, env...)
	if s.database != "" {
		p.Env = append([]string{"CONTACTCAST_LEDGER=" + s.database, "CONTACTCAST_LEASE=" + shortLease.String()}, p.Env...)
	}
	return p
}

func (s *site) begin(p *process) {
	s.t.Helper()
	if err := p.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.victim.Store(p)
	go func() {
		_ = p.Wait() // how it ended is in ProcessState
		close(p.over)
	}()
}

// run runs the program to its end and returns its exit code and all that it said.
func (s *site) run(args []string, env ...string) (code int, said string) {
	s.t.Helper()
	p := s.start(args, env...)
	<-p.over
	return p.code(), p.said()
}

// kill ends the process at once, and returns when it is gone.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.over
}

func (p *process) signal(s os.Signal) {
	if err := p.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		panic(err)
	}
}

func (p *process) killed() bool { return p.ProcessState.Sys().(syscall.WaitStatus).Signaled() }

// code is the exit code; -1 if it was killed.
func (p *process) code() int { return p.ProcessState.ExitCode() }

func (p *process) said() string {
	return fmt.Sprintf("exit code %d\n%s%s", p.code(), p.out.String(), p.err.String())
}
