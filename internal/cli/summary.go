package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
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
	SentThisRun int           `json:"sentThisRun"`
	Seconds     float64       `json:"seconds"`
	Reports     []string      `json:"reports"`
	Ledger      string        `json:"ledger"`
	GoOnAt      string        `json:"goOnAt,omitempty"` // when a paused run can go on
	Next        string        `json:"next,omitempty"`

	delivery string // what is known of the accepted rows, for people
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
	s.judge(stop)
	s.Next = r.next(s)
	if s.delivery, err = deliveries(ctx, r.ledger, r.job.ID); err != nil {
		return err
	}
	err = r.writeReports(ctx, &s)
	if r.quietly(s) && err == nil {
		return s.exit()
	}
	r.print(s)
	if err != nil {
		return &sender.StopError{Code: "report", Err: err, Text: fmt.Sprintf(
			"what was sent is in the ledger, but the report could not be written: %v; write it with: contactcast report %s -o FILE", err, quoted(s.Job))}
	}
	return s.exit()
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

// next says what to do now.
func (r *run) next(s summary) string {
	again := r.command()
	switch {
	case s.Counts[ledger.Pending] > 0:
		return "to go on: " + again
	case s.Counts[ledger.Invalid] > 0:
		return "correct the invalid rows in the file or in the report, and send it again: only they are sent"
	case s.Counts[ledger.Unknown] > 0:
		return fmt.Sprintf("to see what was tried, and to decide: contactcast resolve %s%s", quoted(s.Job), r.sandboxFlag())
	case s.Counts[ledger.Accepted] > 0 && s.Counts[ledger.Rejected] == 0:
		return fmt.Sprintf("whether they arrived: contactcast track %s%s", quoted(s.Job), r.sandboxFlag())
	}
	return ""
}

// command is the command that resumes: the same again, whatever it was.
func (a *app) command() string {
	parts := []string{"contactcast"}
	for _, arg := range a.args {
		parts = append(parts, quoted(arg))
	}
	return strings.Join(parts, " ")
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
		written, err := report.Write(ctx, path, resultOf(ctx, r.ledger, r.job.Name, s.Counts, s.Next))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.Reports = append(s.Reports, written)
	}
	return errors.Join(errs...)
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
	if s.SentThisRun > 0 {
		fmt.Fprintf(w, "  sent in this run: %d in %s (%.1f/s)\n", s.SentThisRun,
			r.took.Round(100*time.Millisecond), float64(s.SentThisRun)/max(s.Seconds, 0.001))
	}
	for _, path := range s.Reports {
		fmt.Fprintf(w, "  report: %s\n", path)
	}
	if s.Next != "" {
		fmt.Fprintf(w, "  %s\n", s.Next)
	}
}

// headline says how it ended, in one line.
func (s *summary) headline(before int) string {
	switch {
	case s.Stop != "":
		return s.Outcome + ": " + s.Stop
	case s.Rows == 0:
		return "the file has no rows"
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
