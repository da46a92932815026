package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"contactcast/importer"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

type sendCmd struct {
	planFlags
	accountFlags
	limitFlags
	Report    []string      `sep:"none" placeholder:"FILE" group:"Output:" help:"Report to write: .xlsx, .csv, .jsonl, .html or .prom (beside the input, as NAME-report). Repeatable."`
	Rate      pace.Rate     `placeholder:"RATE" group:"Sending:" help:"auto: as fast as the account's queue sends; or 2/s, 30/m, 500/h; or max (auto)."`
	InFlight  int           `default:"8" placeholder:"N" group:"Sending:" help:"Requests under way at once (${default})."`
	Timeout   time.Duration `default:"60s" placeholder:"TIME" group:"Sending:" help:"How long to wait for an answer (${default})."`
	TestTo    string        `placeholder:"CHAT" group:"Sending:" help:"Send only the first row's card, and only to this chat, to look at it on a phone. Recorded as a job of its own."`
	Adopt     adoption      `placeholder:"[none]" group:"Sending:" help:"Take cards that the account shows as sent, but that this ledger does not know, as accepted; with none, record that they are not this list's."`
	NoJournal bool          `group:"Sending:" help:"Send without looking whether the account shows cards that this ledger does not know: your word, for this run, that there are none."`
	Settle    time.Duration `default:"5m" placeholder:"TIME" group:"Sending:" help:"How long evidence must be silent before a row in doubt is sent again (${default})."`
	Yes       bool          `group:"Sending:" help:"Do not ask before sending."`
	outputFlags
}

type outputFlags struct {
	Quiet bool `group:"Output:" help:"Say nothing unless there is something to do."`
	JSON  bool `name:"json" group:"Output:" help:"Log lines and the closing summary as JSON objects."`
}

func (c *sendCmd) Validate() error {
	switch {
	case c.InFlight < 1 || c.InFlight > 1000:
		return &usageError{"--in-flight: want 1 to 1000"}
	case c.Timeout < time.Second:
		return &usageError{"--timeout: want a second or more"}
	case c.Settle < time.Second:
		return &usageError{"--settle: want a second or more; less than 5m suits only an API known to be quick"}
	case c.Adopt != "" && c.NoJournal:
		return &usageError{"--adopt and --no-journal: one asks for a look at the account's journal, the other does without"}
	}
	return c.limitFlags.validate()
}

// Run is `contactcast send`. Its order is fixed: usage, open the file, lock, plan,
// preflight, ask, send, report.
func (c *sendCmd) Run(ctx context.Context, a *app) (err error) {
	a.json, a.quiet = c.JSON, c.Quiet
	account, path, err := c.account(ctx, a)
	if err != nil {
		return err
	}
	in, err := c.open(ctx, a, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	if c.TestTo != "" {
		if err := c.narrow(ctx, in, ledger.SharedPath(path)); err != nil {
			return err
		}
	}
	reports, err := reportPaths(c.Report, c.File, in)
	if err != nil {
		return err
	}
	if err := c.checkReports(in, reports, c.TokenFile); err != nil {
		return err
	}
	if c.TestTo != "" && len(c.Report) == 0 {
		reports = nil
	}
	l, err := openForWriting(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := spareLists(ctx, l, in.others(reports)); err != nil {
		return err
	}
	if err := probeReports(ctx, l, reports, c.placing(&c.accountFlags, c.Report)); err != nil {
		return err
	}
	if c.Sandbox {
		s, err := startSandbox(c.stateDir())
		if err != nil {
			return err
		}
		defer s.Close()
		account = s.account
	}
	r := &run{app: a, sendCmd: c, ledger: l, account: account, reports: reports}
	if err := r.plan(ctx, in); err != nil {
		return err
	}
	lists, end := r.watchExcludes(ctx, in.excludes)
	defer end()
	r.lists = lists
	stopped := r.send(ctx)
	for r.waitFor(ctx, stopped) && !r.used() {
		if err := r.again(ctx); err != nil {
			return err
		}
		stopped = r.send(ctx)
	}
	if r.Wait && ctx.Err() != nil && stopped != nil { // it slept, and was told to stop
		stopped = &sender.StopError{Code: "interrupted", Text: fmt.Sprintf("stopped by %s", context.Cause(ctx)), Err: stopped}
	}
	return r.finish(ctx, stopped)
}

// checkReports refuses, before anything is sent, a report that has no folder to go to or
// that would replace a file this run reads. A report that was read may be replaced by the
// next: it holds the same columns.
func (f *planFlags) checkReports(in *input, reports []string, alsoRead string) error {
	read := append([]string{f.SetContact, alsoRead}, f.Exclude...)
	if !in.IsReport {
		read = append(read, f.File)
	}
	if err := folders(reports); err != nil {
		return err
	}
	for _, path := range reports {
		for _, other := range read {
			if sameFile(path, other) {
				return &usageError{fmt.Sprintf("the report %s would replace a file that this run reads: choose another name", path)}
			}
		}
	}
	return nil
}

// others are the reports that do not take the place of the file that was read, which is a report, too.
func (in *input) others(reports []string) (others []string) {
	for _, path := range reports {
		if !sameFile(path, in.plan.File) {
			others = append(others, path)
		}
	}
	return others
}

func sameFile(a, b string) bool {
	one, err1 := os.Stat(a)
	two, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(one, two)
}

// narrow makes the plan a test of the first card. It has no report unless one is asked for.
func (c *sendCmd) narrow(ctx context.Context, in *input, shared string) error {
	chat, err := importer.ParseChat(c.TestTo, c.Region)
	if err != nil {
		return &usageError{fmt.Sprintf("--test-to %s: %s", c.TestTo, err)}
	}
	if err := c.spareOptedOut(ctx, shared, in, chat); err != nil {
		return err
	}
	return in.testTo(ctx, chat)
}

// run is one run of send.
type run struct {
	*app
	*sendCmd
	ledger  *ledger.Ledger
	account greenapi.Account
	reports []string
	took    time.Duration // spent sending, without questions and sleeps
	job     ledger.Job
	before  ledger.Counts // after planning, before sending
	sent    sender.Progress
	earlier int  // accepted before this command slept
	waits   bool // the ledger says that it waits

	lists   *excludeWatch
	planned ledger.Plan
}

// plan reads the file into the ledger and tells what is planned.
func (r *run) plan(ctx context.Context, in *input) error {
	if r.ledger.IsNew() {
		r.log("new ledger: %s", r.ledger.Path())
	} else {
		r.log("ledger: %s", r.ledger.Path())
	}
	for _, note := range append(in.notes(), in.excludes.notes()...) {
		r.log("%s", note)
	}
	if limits := r.by(time.Now()); limits != "" {
		r.log("%s", limits)
	}
	before, err := r.ledger.Job(ctx, in.plan.Job)
	if err != nil && !errors.Is(err, ledger.ErrNoJob) {
		return err
	}
	if before.File != "" && before.File != in.plan.File {
		r.log("this job was last planned from %s", shown(before.File))
		if err := keep(ctx, r.ledger, before.File); err != nil {
			return err
		}
	}
	job, planned, err := in.into(ctx, r.ledger)
	if err != nil {
		return err
	}
	if r.before, err = r.ledger.Counts(ctx, job.ID); err != nil {
		return err
	}
	r.job, r.planned = job, in.plan
	if err := r.ledger.SetCommand(job.ID, fromHere(r.command())); err != nil {
		return err
	}
	if !planned {
		r.log("%s is unchanged since it was planned %s", r.File, when(job.PlannedAt))
	}
	in.tellWarnings(r.app)
	return r.tellProblems(ctx, r.ledger, job, r.before)
}

// send sends what is pending. A nil error means that nothing is.
func (r *run) send(ctx context.Context) error {
	if r.before[ledger.Pending]+r.before[ledger.Unknown] == 0 {
		return r.ledger.Succeeded(r.job.ID)
	}
	if r.account.Unencrypted() {
		r.log("warning: %s is plain http: others on the way can read the token", r.account.APIURL)
	}
	client, err := r.client(r.account, r.readings(), r.Timeout, r.InFlight)
	if err != nil {
		return err
	}
	seen, err := sender.Preflight(ctx, client, r.tellWait)
	if err != nil {
		return r.recorded(explained(r.account, err))
	}
	if err := r.waited(); err != nil {
		return err
	}
	if err := r.tellDoubts(ctx); err != nil {
		return err
	}
	s := &sender.Run{
		Ledger: r.ledger, Client: client, Job: r.job, Account: seen,
		Rate: r.Rate, InFlight: r.InFlight, Limit: max(0, value(r.Limit)-r.earlier), Limits: r.limits(), SettleAfter: r.Settle, Decide: r.decide, Loopback: loopback(r.account.APIURL),
		ClockWasWrong: r.tellClock,
	}
	if err := r.unrecorded(ctx, s); err != nil {
		return err
	}
	listener, err := r.listen(ctx, client, seen)
	if err != nil {
		return err
	}
	if r.before[ledger.Pending]+r.before[ledger.Unknown] == 0 { // all of them said no a moment ago
		return r.ledger.Succeeded(r.job.ID)
	}
	if err := r.ask(ctx, seen); err != nil {
		return err
	}
	bar := r.progress("sending", r.before[ledger.Pending]+r.before[ledger.Unknown])
	defer bar.stop()
	s.Lists, s.Listener = r.lists, listener
	s.Observe = func(p sender.Progress) { r.sent = p; bar.show(p) }
	defer func(started time.Time) { r.took += time.Since(started) }(time.Now())
	err = explained(r.account, s.Send(ctx))
	var stop *sender.StopError
	if errors.As(err, &stop) && stop.Code == "network" { // its words are for status, too
		return r.recorded(err)
	}
	return err
}

// tellWait says what the run waits for before its first message, here and to whoever asks status.
func (r *run) tellWait(w ledger.Wait) {
	r.logWait(w)
	r.waits = true
	if err := r.ledger.SaveWait(r.job.ID, w); err != nil {
		r.log("warning: %s", err) // what sends will meet it, too, and stop
	}
}

// waited forgets what was waited for.
func (r *run) waited() error {
	if !r.waits {
		return nil
	}
	r.waits = false
	return r.ledger.SaveWait(r.job.ID, ledger.Wait{})
}

// recorded keeps why a run ended, for status and the report.
func (r *run) recorded(err error) error {
	var stop *sender.StopError
	if !errors.As(err, &stop) {
		return err
	}
	return errors.Join(err, r.ledger.EndRun(r.job.ID, stop.Code, stop.Text))
}

// tellDoubts tells of rows that an earlier run left in doubt: they are settled while the rest is sent.
func (r *run) tellDoubts(ctx context.Context) error {
	doubts, err := r.ledger.Doubts(ctx)
	if n := len(doubts); n > 0 {
		r.log("%d %s on the wire or without an answer when an earlier run stopped; looking for evidence while the rest is sent",
			n, plural(n, "row was", "rows were"))
	}
	return err
}
