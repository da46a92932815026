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
	Accounts    []accountPart `json:"accounts,omitempty"`  // where there were several
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
		fmt.Fprintln(a.err, a.text("summary/unsaved", "row", u.Row, "chat", u.ChatID, "id", u.IDMessage))
	}
	if n := len(r.InVain); n > 0 {
		a.say("summary/in-vain", "n", n, "rows", words.Rows(r.InVain[:min(n, 20)], n), "command", a.typed.track(r.Job))
	}
	s := newSummary(a, r.Tally, r.Reports)
	s.SentThisRun, s.Seconds, s.Ledger, s.NoJournal = r.Sent, r.Took.Seconds(), r.Ledger, r.NoJournal
	s.Accounts = a.accountParts(r.Accounts)
	s.steps = a.stepWords(r.Steps, r.Job, a.typed.again().String())
	if n := r.Undecided; n > 0 {
		s.steps = append(s.steps, a.text("summary/undecided", "n", n, "command", a.typed.to("status")))
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
	text := a.text("summary/no-report", "cause", a.errorWords(r.ReportTrouble),
		"command", a.typed.to("report", s.Job).with("output", fileArg(job.Elsewhere(r.Asked[0]))))
	if s.Stop != "" {
		s.Stop = a.text("summary/and", "one", s.Stop, "other", text)
		return
	}
	s.Outcome, s.ExitCode, s.StopCode, s.Stop = "stopped", exitStopped, "report", text
}

func (a *app) printSummary(s summary, r *job.SendResult) {
	fmt.Fprintf(a.out, "\n%s\n", a.text("summary/title", "title", s.Job, "headline", a.headline(s, r)))
	a.printCounts(s.Counts, a.deliveryWords(r.Deliveries), words.Pending.Fact())
	a.printLeftOut(r.LeftOut)
	a.printGone(s.Gone)
	if s.SentThisRun > 0 {
		a.item("summary/sent", "n", s.SentThisRun, "time", r.Took.Round(100*time.Millisecond),
			"rate", fmt.Sprintf("%.1f", float64(s.SentThisRun)/max(s.Seconds, 0.001)))
	}
	a.printAccounts(r)
	if s.NoJournal {
		a.item("summary/no-journal")
	}
	for _, path := range s.Reports {
		a.item("summary/report", "file", path)
	}
	for _, step := range s.steps {
		fmt.Fprintf(a.out, "  %s\n", step)
	}
}

// accountPart is what one account of several did, as --json tells it.
type accountPart struct {
	Account  string `json:"account"`
	Phone    string `json:"phone,omitempty"`
	Accepted int    `json:"accepted"`
	Rejected int    `json:"rejected"`
	Unknown  int    `json:"unknown"`
	StopCode string `json:"stopCode,omitempty"`
	Stop     string `json:"stop,omitempty"`
}

func (a *app) accountParts(all []job.AccountSent) (parts []accountPart) {
	for _, s := range all {
		part := accountPart{Account: s.Name, Phone: s.Phone, Accepted: s.Accepted, Rejected: s.Rejected, Unknown: s.Unknown}
		if s.Stop != nil {
			part.StopCode, part.Stop = s.Stop.Code(), a.sentence(s.Stop.Fact())
		}
		parts = append(parts, part)
	}
	return parts
}

// mostParts is how many accounts are told of one by one.
const mostParts = 12

// printAccounts tells what each of several accounts did: all of a few, and of many those that ended for reasons of their own.
func (a *app) printAccounts(r *job.SendResult) {
	others, sent := 0, 0
	for _, s := range r.Accounts {
		own := s.Stop != nil && s.Stop.Account == s.Name && (r.Stop == nil || r.Stop.Account != "" || r.Stop.Own().Encode() != s.Stop.Own().Encode())
		switch {
		case own:
			a.item("summary/because", "account", s.Name, "n", s.Accepted, "why", s.Stop.Own())
		case len(r.Accounts) <= mostParts:
			a.item("summary/account", "account", s.Name, "n", s.Accepted)
		default:
			others, sent = others+1, sent+s.Accepted
		}
	}
	if others > 0 {
		a.item("summary/others", "accounts", others, "n", sent)
	}
}

// headline says how it ended, in one line.
func (a *app) headline(s summary, r *job.SendResult) string {
	before, outcome := r.Before[words.Pending], words.New(words.Code("run/"+s.Outcome))
	switch {
	case s.StopCode == "interrupted":
		return s.Stop
	case s.Stop != "":
		return a.text("run/because", "outcome", outcome, "why", s.Stop)
	case s.Rows == 0:
		return a.text("run/no-rows")
	case s.SentThisRun > 0 || r.Settled:
		return a.sentence(outcome)
	case before == 0 && s.Counts[words.Accepted] == 0:
		return a.text("run/nothing")
	case before == 0:
		return a.text("run/all-sent")
	}
	return a.sentence(outcome)
}
