package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
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
	Reports     []string      `json:"reports"`
	Ledger      string        `json:"ledger"`
	GoOnAt      string        `json:"goOnAt,omitempty"` // when a paused run can go on
	Next        string        `json:"next,omitempty"`

	steps    []string // what to do now, the most urgent first
	settled  bool     // doubt was settled in this run
	delivery string   // what is known of the accepted rows, for people
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
		Seconds: r.took.Seconds(), Ledger: r.ledger.Path(), Reports: []string{}}
	s.settled = r.sent.Found+r.sent.Absent > 0
	s.judge(stop)
	if s.delivery, err = deliveries(ctx, r.ledger, r.job.ID); err != nil {
		return err
	}
	if s.Gone, err = r.ledger.Gone(ctx, r.job.ID); err != nil {
		return err
	}
	s.steps = nextSteps(s.Counts, r.command(), s.Job, r.sandboxFlag(), s.delivery)
	s.Next = strings.Join(s.steps[:min(1, len(s.steps))], "")
	err = r.writeReports(ctx, &s)
	if err != nil {
		s.noReport(err)
	}
	if !r.quietly(s) {
		r.print(s)
	}
	return s.exit()
}

// noReport adds that the report could not be written; what stopped the run is told first.
func (s *summary) noReport(err error) {
	text := fmt.Sprintf("the report could not be written: %v; what was sent is in the ledger: contactcast report %s -o FILE", err, quoted(s.Job))
	if s.Stop != "" {
		s.Stop += "; and " + text
		return
	}
	s.Outcome, s.ExitCode, s.StopCode, s.Stop = "stopped", exitStopped, "report", text
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
	case bad > 0:
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
func nextSteps(c ledger.Counts, again, job, sandbox, delivery string) []string {
	var steps []string
	if c[ledger.Pending] > 0 {
		steps = append(steps, "to go on: "+again)
	}
	if c[ledger.Unknown] > 0 {
		steps = append(steps, fmt.Sprintf("to see what was tried, and to decide: contactcast resolve %s%s", quoted(job), sandbox))
	}
	if c[ledger.Invalid] > 0 {
		steps = append(steps, "correct the invalid rows in the file or in the report, and send it again: only they are sent")
	}
	if c[ledger.Accepted] > 0 && c[ledger.Pending] == 0 && delivery == "" {
		steps = append(steps, fmt.Sprintf("whether they arrived: contactcast track %s%s", quoted(job), sandbox))
	}
	return steps
}

// command is the command that resumes: the same again, whatever it was.
func (a *app) command() string {
	parts := []string{"contactcast"}
	for _, arg := range a.args {
		parts = append(parts, quoted(arg))
	}
	command := strings.Join(parts, " ")
	if a.token != "" { // pasted into an address, say
		command = strings.ReplaceAll(command, a.token, "***")
	}
	return command
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
		r.log("%d %s accepted shortly before the account's trouble was seen, and may never leave its queue: %s; contactcast track %s tells",
			n, plural(n, "row was", "rows were"), joinRows(rows[:min(n, 20)], n), quoted(r.job.Name))
	}
	return err
}

func (r *run) writeReports(ctx context.Context, s *summary) error {
	var errs []error
	for _, path := range r.reports {
		written, err := r.writeReport(ctx, path, s)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.Reports = append(s.Reports, written)
	}
	return errors.Join(errs...)
}

// writeReport writes one report, and keeps how it was written.
func (r *run) writeReport(ctx context.Context, path string, s *summary) (string, error) {
	path, err := r.place(ctx, path)
	if err != nil {
		return "", err
	}
	result := resultOf(ctx, r.ledger, r.job.Name, s.Counts, strings.Join(s.steps, "; "))
	result.Account = r.account.IDInstance
	written, err := report.Write(ctx, path, result)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(written)
	if err != nil {
		return written, err
	}
	key, err := filepath.Abs(written)
	if err != nil {
		return written, err
	}
	return written, r.ledger.SaveReport(key, info.Size(), info.ModTime())
}

// place finds where a report goes: beside the last one if that was edited since, as it may
// hold corrections that nobody has sent yet.
func (r *run) place(ctx context.Context, path string) (string, error) {
	for n := 1; n < 100; n++ {
		name := report.Numbered(path, n)
		info, err := os.Stat(name)
		if err != nil || r.isInput(info) {
			return name, nil
		}
		key, err := filepath.Abs(name)
		if err != nil {
			return "", err
		}
		state, err := r.ledger.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return "", err
		}
		if state == ledger.AsWritten || state == ledger.NeverWritten && n == 1 {
			return name, nil
		}
		if n == 1 {
			r.log("%s was edited since it was written, and is left as it is", filepath.Base(name))
		}
	}
	return path, nil
}

// isInput tells whether a file is the one that was read: what was corrected in it was planned.
func (r *run) isInput(info os.FileInfo) bool {
	input, err := os.Stat(r.File)
	return err == nil && os.SameFile(info, input)
}

// resultOf is a job's results as the ledger has them.
func resultOf(ctx context.Context, l *ledger.Ledger, name string, counts ledger.Counts, next string, only ...ledger.Status) report.Result {
	job, err := l.Job(ctx, name)
	return report.Result{Job: job, Counts: counts, Next: next, Lines: func() iter.Seq2[ledger.Line, error] {
		if err != nil {
			return func(yield func(ledger.Line, error) bool) { yield(ledger.Line{}, err) }
		}
		return l.Lines(ctx, job, only...)
	}}
}

func (r *run) print(s summary) {
	if r.json {
		r.printJSON(s)
		return
	}
	w := r.out
	fmt.Fprintf(w, "\n%s: %s\n", s.Job, s.headline(r.before[ledger.Pending]))
	printCounts(w, s.Counts, s.delivery)
	printGone(w, s.Gone)
	if s.SentThisRun > 0 {
		fmt.Fprintf(w, "  sent in this run: %d in %s (%.1f/s)\n", s.SentThisRun,
			r.took.Round(100*time.Millisecond), float64(s.SentThisRun)/max(s.Seconds, 0.001))
	}
	for _, path := range s.Reports {
		fmt.Fprintf(w, "  report: %s\n", path)
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

// meaning explains a status where its name might be misread.
func meaning(s ledger.Status) string {
	switch s {
	case ledger.Accepted:
		return "in the account's queue; delivery is not known yet"
	case ledger.Pending:
		return "not sent yet"
	case ledger.Unknown:
		return "may have been sent; never sent again blindly"
	case ledger.Rejected:
		return "refused by the API for good"
	case ledger.Invalid:
		return "cannot be sent as written"
	case ledger.Skipped:
		return "left out on purpose"
	}
	return ""
}

// printCounts prints the rows by status; delivery is what is known of the accepted ones, or "".
func printCounts(w io.Writer, c ledger.Counts, delivery string) {
	for _, s := range ledger.Statuses() {
		what := meaning(s)
		if s == ledger.Accepted && delivery != "" {
			what = delivery
		}
		if c[s] > 0 {
			fmt.Fprintf(w, "  %7d %-9s %s\n", c[s], s, what)
		}
	}
}

// printGone tells of cards that no row of the file accounts for any more.
func printGone(w io.Writer, gone int) {
	if gone > 0 {
		fmt.Fprintf(w, "  %7d more      sent before, from rows that are no longer in the file, or no longer read alike\n", gone)
	}
}

// deliveries tells what track fetched of a job's accepted rows; "" if nothing is known.
func deliveries(ctx context.Context, l *ledger.Ledger, job int64) (string, error) {
	by, err := l.Deliveries(ctx, job)
	var parts []string
	for _, status := range ledger.DeliveryStatuses() {
		if by[status] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", by[status], status))
		}
	}
	if len(parts) > 0 && by[""] > 0 {
		parts = append(parts, fmt.Sprintf("%d not known yet", by[""]))
	}
	return strings.Join(parts, ", "), err
}
