package cli

import (
	"fmt"
	"strings"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// summary is what a run comes to; with --json it is printed as it stands here.
type summary struct {
	Job         string        `json:"job"`
	Outcome     string        `json:"outcome"` // finished, stopped, paused
	ExitCode    int           `json:"exitCode"`
	StopCode    string        `json:"stopCode,omitempty"`
	Stop        string        `json:"stop,omitempty"`
	Rows        int           `json:"rows"`
	Counts      job.Counts    `json:"counts"`
	Gone        int           `json:"sentNotInFile"` // sent, in rows that the file no longer holds
	SentThisRun int           `json:"sentThisRun"`
	Seconds     float64       `json:"seconds"`
	LeftOut     []leftOutLine `json:"leftOut"`          // by list
	Unmatched   int           `json:"unmatchedSenders"` // of stop words: a person is to say whose numbers these are
	Reports     []string      `json:"reports"`
	Ledger      string        `json:"ledger"`
	NoJournal   bool          `json:"noJournal,omitempty"` // --no-journal: nobody looked for cards that the ledger does not know
	GoOnAt      string        `json:"goOnAt,omitempty"`    // when a paused run can go on
	Next        string        `json:"next,omitempty"`

	tally job.Tally
	steps []string // what to do now, the most urgent first
}

// leftOutLine is how many rows a list, or another job, left out.
type leftOutLine struct {
	ErrorCode string `json:"errorCode"`
	List      string `json:"list"`
	Rows      int    `json:"rows"`
}

func leftOutLines(left []job.LeftOut) []leftOutLine {
	lines := []leftOutLine{}
	for _, o := range left {
		lines = append(lines, leftOutLine{o.Code, o.List, o.Rows})
	}
	return lines
}

func newSummary(a *app, t job.Tally, reports []string) summary {
	s := summary{Job: t.Job, Outcome: t.Outcome, ExitCode: exitCode(t.Ending), Rows: t.Counts.Total(), Counts: every(t.Counts), Gone: t.Gone,
		LeftOut: leftOutLines(t.LeftOut), Unmatched: t.Undecided, Reports: append([]string{}, reports...), tally: t}
	if t.Stop != nil {
		s.StopCode, s.Stop = t.Stop.Code(), a.explain(t.Stop.Fact(), a.typed.again().String())
		if !t.Stop.Until.IsZero() {
			s.GoOnAt = t.Stop.Until.Format(timeLayout)
		}
	}
	return s
}

// exit is the error that has the program end with the summary's code.
func (s summary) exit() error {
	if s.ExitCode == exitDone {
		return nil
	}
	return &codeError{s.ExitCode}
}

// sum prints the closing summary of a run.
func (a *app) sum(r *job.SendResult) error {
	for _, u := range r.Unsaved { // this is their only trace
		fmt.Fprintf(a.err, "accepted, but not recorded: row %d, chatId %s, idMessage %s\n", u.Row, u.ChatID, u.IDMessage)
	}
	if n := len(r.InVain); n > 0 {
		a.log("%d %s accepted shortly before the account's trouble was seen, and may never leave its queue: %s; %s tells",
			n, plural(n, "row was", "rows were"), joinRows(r.InVain[:min(n, 20)], n), a.typed.to("track", r.Job))
	}
	s := newSummary(a, r.Tally, r.Reports)
	s.SentThisRun, s.Seconds, s.Ledger, s.NoJournal = r.Sent, r.Took.Seconds(), r.Ledger, r.NoJournal
	s.steps = a.stepWords(r.Steps, r.Job, a.typed.again().String())
	if n := r.Undecided; n > 0 {
		s.steps = append(s.steps, fmt.Sprintf("%d %s a stop word from a hidden number that is nobody's known here: %s says what to do",
			n, plural(n, "person sent", "people sent"), a.typed.to("status")))
	}
	s.Next = strings.Join(s.steps[:min(1, len(s.steps))], "")
	if r.ReportTrouble != nil {
		a.noReport(&s, r)
	}
	if a.json {
		a.printJSON(s)
		return s.exit()
	}
	if a.quiet && (s.ExitCode == exitDone || s.ExitCode == exitPaused) { // all is done, or waits as it was asked to
		return s.exit()
	}
	a.printSummary(s, r)
	if a.quiet { // what the log would have told
		for _, line := range a.problemLines(a.problems) {
			fmt.Fprintf(a.out, "  %s\n", line)
		}
	}
	return s.exit()
}

// noReport adds that the report could not be written; what stopped the run is told first.
func (a *app) noReport(s *summary, r *job.SendResult) {
	text := fmt.Sprintf("the report could not be written: %v; what was sent is in the ledger: %s",
		a.worded(r.ReportTrouble), a.typed.to("report", s.Job).with("output", fileArg(job.Elsewhere(r.Asked[0]))))
	if s.Stop != "" {
		s.Stop += "; and " + text
		return
	}
	s.Outcome, s.ExitCode, s.StopCode, s.Stop = "stopped", exitStopped, "report", text
}

func (a *app) printSummary(s summary, r *job.SendResult) {
	fmt.Fprintf(a.out, "\n%s: %s\n", s.Job, s.headline(r))
	printCounts(a.out, s.Counts, deliveryWords(r.Deliveries))
	a.printLeftOut(r.LeftOut)
	printGone(a.out, s.Gone)
	if s.SentThisRun > 0 {
		fmt.Fprintf(a.out, "  sent in this run: %d in %s (%.1f/s)\n", s.SentThisRun,
			r.Took.Round(100*time.Millisecond), float64(s.SentThisRun)/max(s.Seconds, 0.001))
	}
	if s.NoJournal {
		fmt.Fprintln(a.out, "  --no-journal: nobody looked whether the account shows cards that the ledger does not know")
	}
	for _, path := range s.Reports {
		fmt.Fprintf(a.out, "  report: %s\n", shown(path))
	}
	for _, step := range s.steps {
		fmt.Fprintf(a.out, "  %s\n", step)
	}
}

// headline says how it ended, in one line.
func (s summary) headline(r *job.SendResult) string {
	before := r.Before[words.Pending]
	switch {
	case s.StopCode == "interrupted":
		return s.Stop
	case s.Stop != "":
		return s.Outcome + ": " + s.Stop
	case s.Rows == 0:
		return "the file has no rows"
	case s.SentThisRun > 0 || r.Settled:
		return s.Outcome
	case before == 0 && s.Counts[words.Accepted] == 0:
		return "nothing to send"
	case before == 0:
		return "nothing to send; everything that can be sent was sent before"
	}
	return s.Outcome
}
