package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"contactcast/report"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// summary is what a run comes to; with --json it is printed as it stands here.
type summary struct {
	Job         string        `json:"job"`
	Outcome     string        `json:"outcome"` // finished, stopped, paused
	ExitCode    int           `json:"exitCode"`
	StopCode    string        `json:"stopCode,omitempty"`
	Stop        string        `json:"stop,omitempty"`
	Rows        int           `json:"rows"`
	Counts      ledger.Counts `json:"counts"`
	Gone        int           `json:"sentNotInFile"` // sent, in rows that the file no longer holds
	SentThisRun int           `json:"sentThisRun"`
	Seconds     float64       `json:"seconds"`
	LeftOut     []leftOut     `json:"leftOut"`          // by list
	Unmatched   int           `json:"unmatchedSenders"` // of stop words: a person is to say whose numbers these are
	Reports     []string      `json:"reports"`
	Ledger      string        `json:"ledger"`
	NoJournal   bool          `json:"noJournal,omitempty"` // --no-journal: nobody looked for cards that the ledger does not know
	GoOnAt      string        `json:"goOnAt,omitempty"`    // when a paused run can go on
	Next        string        `json:"next,omitempty"`

	steps    []string // what to do now, the most urgent first
	left     []ledger.LeftOut
	settled  bool   // doubt was settled in this run
	delivery string // what is known of the accepted rows, for people
}

// leftOut is how many rows a list, or another job, left out.
type leftOut struct {
	ErrorCode string `json:"errorCode"`
	List      string `json:"list"`
	Rows      int    `json:"rows"`
}

// leaveOut reads what was left out of the job.
func (s *summary) leaveOut(ctx context.Context, l *ledger.Ledger, job int64) (err error) {
	s.left, err = l.LeftOut(ctx, job)
	s.LeftOut = []leftOut{}
	for _, o := range s.left {
		s.LeftOut = append(s.LeftOut, leftOut{o.Code, o.List, o.Rows})
	}
	return err
}

// finish writes the reports and the closing summary. The context may be cancelled by now.
func (r *run) finish(ctx context.Context, stopped error) error {
	ctx = context.WithoutCancel(ctx)
	var stop *sender.StopError
	if stopped != nil && !errors.As(stopped, &stop) {
		return stopped
	}
	if stop != nil && stop.Setup() && r.earlier+r.sent.Done() == 0 {
		return stopped // nothing was sent: a matter of settings, not of rows
	}
	r.tellUnsaved(stopped)
	if err := r.tellInVain(ctx, stop); err != nil {
		return err
	}
	counts, err := r.ledger.Counts(ctx, r.job.ID)
	if err != nil {
		return err
	}
	s := summary{Job: r.job.Name, Rows: counts.Total(), Counts: every(counts), SentThisRun: r.earlier + r.sent.Accepted,
		Seconds: r.took.Seconds(), NoJournal: r.NoJournal, Ledger: r.ledger.Path(), Reports: []string{}}
	s.settled = r.sent.Found+r.sent.Absent > 0
	if s.Unmatched, err = r.unmatched(ctx); err != nil {
		return err
	}
	s.judge(stop)
	if s.delivery, err = deliveries(ctx, r.ledger, r.job.ID); err != nil {
		return err
	}
	if s.Gone, err = r.ledger.Gone(ctx, r.job.ID); err != nil {
		return err
	}
	if err := s.leaveOut(ctx, r.ledger, r.job.ID); err != nil {
		return err
	}
	s.steps = r.nextSteps(s.Counts, r.command(), s.Job, s.delivery)
	if n := s.Unmatched; n > 0 {
		s.steps = append(s.steps, fmt.Sprintf("%d %s a stop word from a hidden number that is nobody's known here: contactcast status%s says what to do",
			n, plural(n, "person sent", "people sent"), r.sameAccount()))
	}
	s.Next = strings.Join(s.steps[:min(1, len(s.steps))], "")
	err = r.writeReports(ctx, &s)
	if err != nil {
		r.noReport(&s, err)
	}
	if r.quietly(s) {
		return s.exit()
	}
	r.print(s)
	if r.quiet && !r.json { // what the log would have told
		if err := r.tellProblemsBy(ctx, r.ledger, r.job, counts, func(text string) { fmt.Fprintf(r.out, "  %s\n", text) }); err != nil {
			return err
		}
	}
	return s.exit()
}

// noReport adds that the report could not be written; what stopped the run is told first.
func (r *run) noReport(s *summary, err error) {
	text := fmt.Sprintf("the report could not be written: %v; what was sent is in the ledger: contactcast report %s -o %s%s",
		err, quoted(s.Job), quoted(elsewhere(r.reports[0])), r.sameAccount())
	if s.Stop != "" {
		s.Stop += "; and " + text
		return
	}
	s.Outcome, s.ExitCode, s.StopCode, s.Stop = "stopped", exitStopped, "report", text
}

// elsewhere is a place for a report that can be written, as far as one is found.
func elsewhere(path string) string {
	name := fileArg(filepath.Base(path))
	if report.Probe(name) == nil {
		return name
	}
	return filepath.Join(os.TempDir(), name)
}

// judge tells how the run ended.
func (s *summary) judge(stop *sender.StopError) {
	bad := s.Counts[ledger.Invalid] + s.Counts[ledger.Rejected] + s.Counts[ledger.Unknown]
	switch {
	case stop != nil:
		s.Outcome, s.StopCode, s.Stop = "stopped", stop.Code, stop.Text
		s.ExitCode = exitStopped // whatever the trouble: the run had begun
		if stop.Paused() {
			s.Outcome, s.ExitCode = "paused", exitPaused
		}
		if !stop.Until.IsZero() {
			s.GoOnAt = stop.Until.Format(timeLayout)
		}
	case bad+s.Unmatched > 0:
		s.Outcome, s.ExitCode = "finished", exitRows
	default:
		s.Outcome, s.ExitCode = "finished", exitDone
	}
}

func (s *summary) exit() error {
	if s.ExitCode == exitDone {
		return nil
	}
	return &codeError{s.ExitCode}
}

// quietly tells that there is nothing to say: all is done, or waits as it was asked to.
func (r *run) quietly(s summary) bool {
	return r.quiet && (s.ExitCode == exitDone || s.ExitCode == exitPaused)
}

// nextSteps says what to do now, the most urgent first. again is the command that goes on.
func (a *app) nextSteps(c ledger.Counts, again, job, delivery string) []string {
	var steps []string
	if c[ledger.Pending] > 0 {
		how := "to go on: "
		if slices.Contains(strings.Fields(again), "-") {
			how = "to go on, with the list on standard input again: "
		}
		steps = append(steps, how+again)
	}
	if c[ledger.Unknown] > 0 {
		steps = append(steps, fmt.Sprintf("to see what was tried, and to decide: contactcast resolve %s%s", quoted(job), a.sameAccount()))
	}
	if c[ledger.Invalid] > 0 {
		steps = append(steps, "correct the invalid rows in the file or in the report, and send it again: only they are sent")
	}
	if c[ledger.Accepted] > 0 && c[ledger.Pending] == 0 && delivery == "" {
		steps = append(steps, fmt.Sprintf("whether they arrived: contactcast track %s%s", quoted(job), a.sameAccount()))
	}
	return steps
}

// command is the command that resumes: the same again, whatever it was.
func (a *app) command() string {
	parts := []string{"contactcast"}
	for _, arg := range onceOnly(a.args) {
		parts = append(parts, quoted(arg))
	}
	return a.withoutToken(strings.Join(parts, " "))
}

// resume is the command that goes on with a job. A run that could not even keep its command,
// on a full disk say, leaves what is known of the job.
func (a *app) resume(job ledger.Job) string {
	if job.Command != "" {
		return strings.TrimPrefix(job.Command, fromHere(""))
	}
	command := "contactcast send " + quoted(fileArg(job.File))
	if derived, err := (&jobFlags{}).name(job.File); err != nil || derived != job.Name {
		command += " --job " + quoted(job.Name)
	}
	return command + a.sameAccount()
}

// fromHere is a command that names files as seen from the present folder, for one who may stand elsewhere.
func fromHere(command string) string {
	dir, err := os.Getwd()
	if err != nil || runtime.GOOS == "windows" { // whose shells differ in how they do one thing after another
		return command
	}
	return "cd " + quoted(dir) + " && " + command
}

// fileArg is a file's name that is not taken for a flag.
func fileArg(name string) string {
	if strings.HasPrefix(name, "-") && name != "-" {
		return "./" + name
	}
	return name
}

// sameAccount is the part of the command line that says which account is meant, for a command that is suggested.
func (a *app) sameAccount() string {
	var words string
	for i, arg := range a.args {
		name, _, valued := strings.Cut(arg, "=")
		switch name {
		case "--sandbox":
			words += " " + arg
		case "--state", "--account", "--id-instance", "--api-url", "--token-file":
			words += " " + quoted(arg)
			if !valued && i+1 < len(a.args) {
				words += " " + quoted(a.args[i+1])
			}
		}
	}
	return a.withoutToken(words)
}

// withoutToken takes out a token that was pasted into an address, say.
func (a *app) withoutToken(command string) string {
	if a.token == "" {
		return command
	}
	return strings.ReplaceAll(command, a.token, "***")
}

// tellUnsaved prints the ids that the ledger could not keep: this is their only trace.
func (r *run) tellUnsaved(stopped error) {
	var unsaved *sender.UnsavedError
	if !errors.As(stopped, &unsaved) {
		return
	}
	for _, u := range unsaved.Accepted {
		fmt.Fprintf(r.err, "accepted, but not recorded: row %d, chatId %s, idMessage %s\n", u.Row, u.ChatID, u.IDMessage)
	}
}

// tellInVain names the rows that were accepted so shortly before the account was lost that
// it may never send them.
func (r *run) tellInVain(ctx context.Context, stop *sender.StopError) error {
	if stop == nil || stop.AcceptedInVain.IsZero() {
		return nil
	}
	rows, err := r.ledger.AcceptedSince(ctx, r.job.ID, stop.AcceptedInVain)
	if n := len(rows); n > 0 {
		r.log("%d %s accepted shortly before the account's trouble was seen, and may never leave its queue: %s; contactcast track %s%s tells",
			n, plural(n, "row was", "rows were"), joinRows(rows[:min(n, 20)], n), quoted(r.job.Name), r.sameAccount())
	}
	return err
}

func (r *run) print(s summary) {
	if r.json {
		r.printJSON(s)
		return
	}
	w := r.out
	fmt.Fprintf(w, "\n%s: %s\n", s.Job, s.headline(r.before[ledger.Pending]))
	printCounts(w, s.Counts, s.delivery)
	printLeftOut(w, s.left)
	printGone(w, s.Gone)
	if s.SentThisRun > 0 {
		fmt.Fprintf(w, "  sent in this run: %d in %s (%.1f/s)\n", s.SentThisRun,
			r.took.Round(100*time.Millisecond), float64(s.SentThisRun)/max(s.Seconds, 0.001))
	}
	if s.NoJournal {
		fmt.Fprintln(w, "  --no-journal: nobody looked whether the account shows cards that the ledger does not know")
	}
	for _, path := range s.Reports {
		fmt.Fprintf(w, "  report: %s\n", shown(path))
	}
	for _, step := range s.steps {
		fmt.Fprintf(w, "  %s\n", step)
	}
}

// headline says how it ended, in one line.
func (s *summary) headline(before int) string {
	switch {
	case s.StopCode == "interrupted":
		return s.Stop
	case s.Stop != "":
		return s.Outcome + ": " + s.Stop
	case s.Rows == 0:
		return "the file has no rows"
	case s.SentThisRun > 0 || s.settled:
		return s.Outcome
	case before == 0 && s.Counts[ledger.Accepted] == 0:
		return "nothing to send"
	case before == 0:
		return "nothing to send; everything that can be sent was sent before"
	}
	return s.Outcome
}
