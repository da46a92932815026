package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"contactcast/internal/cli"
	"contactcast/sender/sandbox"
)

// The sessions of samples/sessions run the program itself: this test's binary, started again under its name.
func TestMain(m *testing.M) {
	// Most of a session is waiting: for the second between two readings of an account, for the end of a run.
	if flag.Lookup("test.parallel") != nil {
		_ = flag.Set("test.parallel", "8")
	}
	testscript.Main(m, map[string]func(){
		"contactcast": func() { os.Exit(cli.MainIn(sessionLanguage(), os.Args[1:])) },
		"exits":       exits,
	})
}

// Credentials of the simulated account that a session's `sandbox open` serves.
const (
	idInstance = "7103000001"
	token      = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
)

func TestSessions(t *testing.T) {
	testscript.Run(t, sessions(t, filepath.Join("samples", "sessions")))
}

// sessions are those of a folder.
func sessions(t *testing.T, dir string) testscript.Params {
	samples, err := filepath.Abs("samples")
	if err != nil {
		t.Fatal(err)
	}
	return testscript.Params{
		Dir:                dir,
		RequireUniqueNames: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sandbox":    simulate,
			"signal":     signalAll,
			"cells":      cells,
			"eventually": eventually,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLES", samples)
			e.Setenv("GORACE", "atexit_sleep_ms=0") // with -race every program would take a second to end
			e.Setenv("FIXTURES", filepath.Join(samples, "..", "importer", "cells", "testdata"))
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("CONTACTCAST_STATE", filepath.Join(e.WorkDir, "state"))
			a := &account{}
			e.Values[accountKey{}] = a
			e.Defer(func() {
				if err := errors.Join(a.close(), tokenKept(e.WorkDir)); err != nil {
					e.T().Fatal(err)
				}
			})
			return nil
		},
	}
}

// exits is the command `exits CODE PROGRAM ARGS...`: it runs the program and fails if its exit code is another.
// Signals are handed on.
func exits() {
	want, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "usage: exits CODE PROGRAM ARGS...")
		os.Exit(2)
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() {
		for s := range signals {
			_ = cmd.Process.Signal(s) // it may have ended
		}
	}()
	_ = cmd.Wait() // the exit code says more
	if got := cmd.ProcessState.ExitCode(); got != want {
		fmt.Fprintf(os.Stderr, "%v; want exit code %d\n", cmd.ProcessState, want)
		os.Exit(1)
	}
}

// signalAll is `signal TERM|QUIT`: it signals every program in the background (kill knows only INT and KILL).
func signalAll(ts *testscript.TestScript, _ bool, args []string) {
	s, known := map[string]os.Signal{"TERM": syscall.SIGTERM, "QUIT": syscall.SIGQUIT}[strings.Join(args, " ")]
	if !known {
		ts.Fatalf("usage: signal TERM|QUIT")
	}
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(s))
	}
}

// eventually is `eventually PATTERN PROGRAM ARGS...`: it runs the program until its output matches.
func eventually(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: eventually PATTERN PROGRAM ARGS...")
	}
	want := regexp.MustCompile(args[0])
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := ts.Exec(args[1], args[2:]...)
		if err == nil && want.MatchString(ts.ReadFile("stdout")) {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("no %q in 30 s: %v", args[0], err)
		}
	}
}

// cells is `cells FILE.xlsx SHEET`: it prints the sheet as CSV, as a reader that is not ours sees it.
func cells(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: cells FILE.xlsx SHEET")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	rows, err := f.GetRows(args[1])
	ts.Check(err)
	ts.Check(csv.NewWriter(ts.Stdout()).WriteAll(rows))
}

// account is the simulated account of a session, served on this machine.
type account struct {
	*sandbox.Sandbox
	server *http.Server
	addr   string
	before int // questions about the state before the last change of faults
}

type accountKey struct{}

// simulate is `sandbox DOES ...`, a session's hold on the account.
func simulate(ts *testscript.TestScript, neg bool, args []string) {
	does := map[string]func(*account, []string) error{
		"open":   func(a *account, words []string) error { return a.open(ts, words) },
		"faults": (*account).setFaults,
		"quota":  (*account).limitTo,
		"state":  (*account).changeState,
		"away":   func(a *account, _ []string) error { return a.server.Shutdown(context.Background()) },
		"back":   func(a *account, _ []string) error { return a.serve() },
		"reaches": func(a *account, words []string) error {
			return until("accepted", func() int { return len(a.Record()) }, words)
		},
		"incoming": (*account).receive,
		"asked":    func(a *account, words []string) error { return until("asked", a.asked, words) },
		"accepted": (*account).accepted,
		"spaced":   (*account).spaced,
	}
	if neg || len(args) == 0 || does[args[0]] == nil {
		ts.Fatalf("usage: sandbox open|faults|quota|state|incoming|away|back|reaches|asked|accepted|spaced ...")
	}
	ts.Check(does[args[0]](ts.Value(accountKey{}).(*account), args[1:]))
}

// open is `sandbox open [delay=TIME] [latency=TIME] [lids] [deaf]`: a new account, which the session's environment names.
// With lids it shows persons by hidden numbers, deaf its settings hide incoming messages.
func (a *account) open(ts *testscript.TestScript, words []string) (err error) {
	o := sandbox.Options{IDInstance: idInstance, Token: token, Delay: time.Millisecond, Limits: -1, Seed: 1}
	for _, word := range words {
		if quirk := map[string]*bool{"lids": &o.Quirks.LidChats, "deaf": &o.Quirks.IncomingOff}[word]; quirk != nil {
			*quirk = true
			continue
		}
		name, value, _ := strings.Cut(word, "=")
		to := map[string]*time.Duration{"delay": &o.Delay, "latency": &o.Latency}[name]
		if to == nil {
			return fmt.Errorf("sandbox open: what is %s?", word)
		}
		if *to, err = time.ParseDuration(value); err != nil {
			return err
		}
	}
	if a.Sandbox, err = sandbox.Open(o); err != nil {
		return err
	}
	a.addr = "127.0.0.1:0"
	if err := a.serve(); err != nil {
		return err
	}
	ts.Setenv("GREENAPI_URL", "http://"+a.addr)
	ts.Setenv("ADDRESS", a.addr)
	ts.Setenv("GREENAPI_ID_INSTANCE", idInstance)
	ts.Setenv("GREENAPI_API_TOKEN_INSTANCE", token)
	return nil
}

// serve is `sandbox back`: after `sandbox away`, it is there again under the same address.
func (a *account) serve() error {
	listener, err := net.Listen("tcp", a.addr)
	if err != nil {
		return err
	}
	a.addr = listener.Addr().String()
	a.server = &http.Server{Handler: a.Sandbox, ReadHeaderTimeout: time.Minute}
	go func() { _ = a.server.Serve(listener) }() // ends with Shutdown or Close
	return nil
}

// setFaults is `sandbox faults [LIST]`, in the words of sandbox.ParseFaults; without a list nothing goes wrong any more.
func (a *account) setFaults(words []string) error {
	faults, err := sandbox.ParseFaults(strings.Join(words, ","))
	if err != nil {
		return err
	}
	a.before = a.Calls(stateMethod)
	return a.SetFaults(faults)
}

const stateMethod = "getStateInstance"

func (a *account) asked() int { return a.Calls(stateMethod) - a.before }

// limitTo is `sandbox quota [N]`: N more cards are allowed by the tariff, or any number.
func (a *account) limitTo(words []string) (err error) {
	q := sandbox.Quota{Calls: map[string]int{}}
	for _, word := range words {
		if q.Calls["sendContact"], err = strconv.Atoi(word); err != nil {
			return err
		}
	}
	a.SetQuota(q)
	return nil
}

// changeState is `sandbox state STATE [N]`: now, or when N more cards were accepted.
func (a *account) changeState(words []string) (err error) {
	c := sandbox.StateChange{State: words[0]}
	for _, word := range words[1:] {
		if c.Accepted, err = strconv.Atoi(word); err != nil {
			return err
		}
	}
	return a.SetState(c)
}

// receive is `sandbox incoming CHAT TEXT...`: that chat sends the account a message.
func (a *account) receive(words []string) error {
	if len(words) < 2 {
		return errors.New("usage: sandbox incoming CHAT TEXT")
	}
	_, err := a.Receive(words[0], "", strings.Join(words[1:], " "))
	return err
}

// until is `sandbox reaches N` and `sandbox asked N`: it waits for that many cards, or questions about the state.
func until(what string, count func() int, words []string) error {
	want, err := strconv.Atoi(strings.Join(words, " "))
	if err != nil {
		return err
	}
	for end := time.Now().Add(30 * time.Second); count() < want; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			return fmt.Errorf("%s %d times in 30 s, want %d", what, count(), want)
		}
	}
	return nil
}

// accepted is `sandbox accepted N [REPEATED]`: the account accepted N cards in all, REPEATED of them (none, if left
// out) a second time to the same chat.
func (a *account) accepted(words []string) error {
	seen, repeated := map[string]bool{}, 0
	for _, m := range a.Record() {
		key := fmt.Sprint(m.ChatID, m.Contact, m.QuotedMessageID)
		if seen[key] {
			repeated++
		}
		seen[key] = true
	}
	got, want := []int{len(a.Record()), repeated}, []int{0, 0}
	for i, word := range words {
		var err error
		if want[i], err = strconv.Atoi(word); err != nil {
			return err
		}
	}
	if got[0] != want[0] || got[1] != want[1] {
		return fmt.Errorf("the account accepted %d cards, %d of them a second time; want %d and %d", got[0], got[1], want[0], want[1])
	}
	return nil
}

// spaced is `sandbox spaced METHOD=N...`: these reading methods were asked that often, and none that is served once a
// second was asked twice within one.
func (a *account) spaced(words []string) error {
	last, asked := map[string]time.Time{}, map[string]int{}
	for _, r := range a.Requests() {
		if gap := r.At.Sub(last[r.Method]); r.Method != "getMessage" && gap < time.Second {
			return fmt.Errorf("%s was asked twice within %s", r.Method, gap)
		}
		last[r.Method] = r.At
		asked[r.Method]++
	}
	for _, word := range words {
		method, n, _ := strings.Cut(word, "=")
		if want, err := strconv.Atoi(n); err != nil || asked[method] != want {
			return fmt.Errorf("%s was asked %d times, want %s", method, asked[method], n)
		}
	}
	return nil
}

// close ends the account. A session fails if something was done to it that a sender of cards must never do.
func (a *account) close() error {
	if a.Sandbox == nil {
		return nil
	}
	err := errors.Join(a.server.Close(), a.Sandbox.Close())
	if done := a.Forbidden(); len(done) > 0 {
		err = errors.Join(err, fmt.Errorf("the account was changed: %s", done))
	}
	return err
}

// tokenKept looks for the token, or half of it, in every file that a session left behind, and in those inside XLSX.
func tokenKept(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files := []func() (io.ReadCloser, error){func() (io.ReadCloser, error) { return os.Open(path) }}
		if z, err := zip.OpenReader(path); err == nil {
			defer z.Close()
			for _, f := range z.File {
				files = append(files, f.Open)
			}
		}
		for _, open := range files {
			if err := holdsToken(open); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		return nil
	})
}

func holdsToken(open func() (io.ReadCloser, error)) error {
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if errors.Is(err, zip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil // a session's damaged file; what can be read of it was read
	}
	if bytes.Contains(data, []byte(token[:len(token)/2])) || bytes.Contains(data, []byte(token[len(token)/2:])) {
		err = errors.Join(err, errors.New("it holds the token"))
	}
	return err
}
