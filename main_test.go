package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
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
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/internal/cli"
	"contactcast/internal/layout"
	"contactcast/internal/words"
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

// The sessions in a pseudo-language: nothing is said outside the catalogue.

// pseudoVariable has the sessions' program speak the pseudo-language.
const pseudoVariable = "PSEUDO"

// sessionLanguage is the one that the sessions' program speaks.
func sessionLanguage() words.Language {
	if os.Getenv(pseudoVariable) == "" {
		return words.English()
	}
	return pseudoLanguage()
}

// pseudoLanguage is English in letters that nothing else is written in: whatever stands in others
// is a value, or a sentence from outside the catalogue.
func pseudoLanguage() words.Language {
	l := words.English()
	entries := make(map[words.Code]words.Entry, len(l.Entries))
	for code, e := range l.Entries {
		e.Text, e.CLI = pseudo(e.Text), pseudo(e.CLI)
		entries[code] = e
	}
	l.Entries = entries
	return l
}

// pseudo writes a sentence in full-width letters, its places as they are and their forms as the rest.
func pseudo(text string) string {
	var b strings.Builder
	for text != "" {
		plain, rest, _ := strings.Cut(text, "{")
		b.WriteString(wide(plain))
		place, after, found := strings.Cut(rest, "}")
		if found {
			name, forms, plural := strings.Cut(place, "|")
			b.WriteString("{" + name)
			if plural {
				b.WriteString("|" + wide(forms))
			}
			b.WriteString("}")
		}
		text = after
	}
	return b.String()
}

func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r - 'A' + 'Ａ'
		}
		return r
	}, text)
}

// A run in another language finds no sentence outside the catalogue: the sessions once more, without what they expect
// to read, and every word of what the program says or writes is the language's, a value's or a name.
func TestNoSentenceOutsideTheCatalogue(t *testing.T) {
	dir := t.TempDir()
	var mu sync.Mutex
	seen := map[string]bool{} // words that were told
	known := namesOfAllLanguages(t)
	scripts, err := filepath.Glob("samples/sessions/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatal(err)
	}
	for _, script := range scripts {
		if name := strings.TrimSuffix(filepath.Base(script), ".txtar"); slices.Contains(leftOut(), name) {
			continue
		}
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(script)), []byte(withoutExpectations(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := sessions(t, dir)
	setup := p.Setup
	reports := map[string][]string{} // what a session's reports say
	p.Setup = func(e *testscript.Env) error {
		e.Setenv(pseudoVariable, "1")
		e.Defer(func() {
			mu.Lock()
			defer mu.Unlock()
			session := strings.TrimPrefix(filepath.Base(e.WorkDir), "script-")
			reports[session] = writtenIn(t, e.WorkDir)
		})
		return setup(e)
	}
	testscript.RunT(&listener{T: t, heard: func(session, said string) {
		own := wordsOf(readFile(t, filepath.Join(dir, session+".txtar")))
		mu.Lock()
		defer mu.Unlock()
		for _, line := range append(spoken(said), reports[session]...) {
			unknown := slices.DeleteFunc(unknownWords(line, known, own), func(word string) bool { return seen[word] })
			if len(unknown) == 0 {
				continue
			}
			t.Errorf("%s: %q in: %s", session, unknown, line)
			for _, word := range unknown {
				seen[word] = true
			}
		}
	}}, p)
}

// leftOut are sessions in which other programs speak, too, and those that are about time and say nothing new.
func leftOut() []string {
	return []string{"privacy", "wrapper", "killed", "two-runs", "spacing", "signals", "resume", "same-report", "first-try"}
}

// listener hears what the sessions' programs say.
type listener struct {
	*testing.T
	heard   func(session, said string)
	session string
	said    strings.Builder
}

func (l *listener) Run(name string, run func(testscript.T)) {
	l.T.Run(name, func(t *testing.T) {
		one := &listener{T: t, heard: l.heard, session: name}
		defer func() {
			said := one.said.String()
			if t.Failed() {
				t.Log(said)
			}
			one.heard(name, said)
		}()
		run(one)
	})
}

func (l *listener) Log(args ...any) { fmt.Fprintln(&l.said, args...) }
func (l *listener) Verbose() bool   { return true }

// expectation is a line of a session that says what is to be read.
var expectation = regexp.MustCompile(`^(\[[^]]*\] )*(! )?(stdout|stderr|grep|cmp|ttyout) `)

// withoutExpectations is a session of which only what is done is left.
func withoutExpectations(script string) string {
	commands, files, hasFiles := strings.Cut(script, "\n-- ")
	lines := strings.Split(commands, "\n")
	for i, line := range lines {
		if expectation.MatchString(line) || strings.HasPrefix(line, "#") {
			lines[i] = ""
		}
		if before, after, ok := strings.Cut(line, "eventually '"); ok {
			pattern, command, _ := strings.Cut(after, "'")
			lines[i] = before + "eventually '" + wide(pattern) + "'" + command
		}
	}
	if !hasFiles {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines, "\n") + "\n-- " + files
}

// spoken are the lines that the program said, without its help.
func spoken(log string) (lines []string) {
	silent := true
	for line := range strings.Lines(log) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "> "):
			silent = notSpoken.MatchString(line) || !strings.Contains(line, "contactcast") && !strings.Contains(line, "cells") && !strings.Contains(line, "wait")
		case silent, line == "", line == "PASS", strings.HasPrefix(line, "#"), strings.HasPrefix(line, "[std"), strings.HasPrefix(line, "[exit status"):
		case strings.HasPrefix(line, "{"):
			lines = append(lines, sentencesIn(line)...)
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// notSpoken are commands of a session whose output is help, or another program's.
var notSpoken = regexp.MustCompile(`help|completion|version|contactcast$|contactcast\.sh`)

// sentencesIn are the values of an object that are for people.
func sentencesIn(object string) (all []string) {
	var v any
	if json.Unmarshal([]byte(object), &v) != nil {
		return []string{object}
	}
	var walk func(key string, v any)
	walk = func(key string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, inner := range v {
				walk(k, inner)
			}
		case []any:
			for _, inner := range v {
				walk(key, inner)
			}
		case string:
			if slices.Contains([]string{"message", "stop", "next", "text", "cause"}, key) || key == "error" && v != "" {
				all = append(all, v)
			}
		}
	}
	walk("", v)
	return all
}

var (
	// noSentence is what is written alike in all languages: addresses, paths, flags, commands, variables, quoted values.
	noSentence = regexp.MustCompile(`https?://\S+|[A-Za-z]:\\\S+|\S*/\S+|--[a-z-]+|\bcontactcast( [a-z-]+)*|\b[A-Z][A-Z_]+\b|"[^"]*"|'[^']*'|\S+@[a-z.]+|\S*\.(csv|xlsx|html|jsonl|prom|db|txt|vcf)\b|` +
		`\b3EB0[0-9A-F]+\b|ＨＴＴＰ \d+ [^;)]*|\b(get|send|last|set)[A-Z]\w+`)
	aWord = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// unknownWords are a line's words that are nobody's.
func unknownWords(line string, known, own map[string]bool) (words []string) {
	for _, phrase := range othersSay() {
		line = strings.ReplaceAll(line, phrase, "")
	}
	for _, word := range aWord.FindAllString(noSentence.ReplaceAllString(line, " "), -1) {
		if !known[strings.ToLower(word)] && !own[strings.ToLower(word)] {
			words = append(words, word)
		}
	}
	return words
}

// othersSay are phrases of the system and of the API.
func othersSay() []string {
	return []string{"no such file or directory", "not a directory", "permission denied", "connection refused", "is a directory", "file name too long",
		"missing port in address", "listen tcp: address", "dial tcp", "lstat", "Ctrl-C", "fault ", "unknown method"}
}

// namesOfAllLanguages are codes, statuses, columns and fields.
func namesOfAllLanguages(t *testing.T) map[string]bool {
	t.Helper()
	var all []string
	for code := range words.English().Entries {
		all = append(all, string(code))
	}
	for _, s := range words.Statuses() {
		all = append(all, string(s))
	}
	for _, d := range words.Deliveries() {
		all = append(all, string(d))
	}
	for _, f := range importer.Fields() {
		all = append(all, string(f))
	}
	all = append(all, layout.Columns(nil, true)...)
	if host, err := os.Hostname(); err == nil {
		all = append(all, host)
	}
	samples, err := filepath.Glob("samples/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range samples {
		all = append(all, readFile(t, path))
	}
	all = append(all, "ms", "utf", "lid", "contactcast", "console", "Recipients", "Example & Co")
	return wordsOf(strings.Join(all, " "))
}

// wordsOf are the words of a text.
func wordsOf(text string) map[string]bool {
	all := map[string]bool{}
	for _, word := range aWord.FindAllString(text, -1) {
		all[strings.ToLower(word)] = true
	}
	return all
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// writtenIn is what the reports in a folder say, cell by cell and paragraph by paragraph.
func writtenIn(t *testing.T, dir string) (said []string) {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".html":
			_, page, _ := strings.Cut(readFile(t, path), "</style>")
			said = append(said, strings.Split(inAngles.ReplaceAllString(page, "\n"), "\n")...)
		case ".xlsx":
			said = append(said, cellsOf(path)...)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return said
}

var inAngles = regexp.MustCompile(`<[^>]*?(?:aria-label="([^"]*)")?[^>]*>`)

// cellsOf are a workbook's cells, without the rows' own; none if it is no workbook.
func cellsOf(path string) (all []string) {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			return all
		}
		for _, row := range rows {
			all = append(all, row...)
		}
	}
	return all
}
