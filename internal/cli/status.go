package cli

import (
	"context"
	"fmt"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type statusCmd struct {
	accountFlags
	Job  string `arg:"" optional:"" completion-predictor:"job" placeholder:"JOB" help:"The job; all jobs if left out."`
	JSON bool   `name:"json" group:"Output:" help:"As JSON objects, one a line."`
}

// Run is `contactcast status`. It reads beside a run and takes no lock.
func (c *statusCmd) Run(ctx context.Context, a *app) error {
	a.json = c.JSON
	from, err := c.from(a)
	if err != nil {
		return err
	}
	r, err := job.Status(ctx, job.StatusOptions{From: from, Job: c.Job})
	if err != nil {
		return err
	}
	for _, s := range r.Accounts {
		a.printAccount(r.Ledger, s)
	}
	if len(r.Jobs) == 0 && r.Ledger != "" && !a.json {
		a.print("overview/nothing-in", "ledger", r.Ledger)
	}
	for _, j := range r.Jobs {
		a.printJob(j)
	}
	a.printConsent(r.Consent, c.Job != "")
	return nil
}

// accountLine is the account as --json tells it: as the last run saw it, and what was sent today.
type accountLine struct {
	Account       string  `json:"account,omitempty"` // where there are several
	Ledger        string  `json:"ledger"`
	State         string  `json:"state"`
	ReadAt        string  `json:"readAt,omitempty"`
	Queued        int     `json:"queued"`
	Interval      float64 `json:"intervalSeconds"`
	SentToday     int     `json:"sentToday"`
	DailyLimit    int     `json:"dailyLimit,omitempty"`
	NewChatsToday *int    `json:"newChatsToday,omitempty"` // counted where a limit needs it: it takes time
	NewChatsLimit int     `json:"newChatsPerDay,omitempty"`
	InDoubt       int     `json:"inDoubt"`
	// Job is the job that a run sends from it now, Waiting what it waits for.
	Job     string    `json:"job,omitempty"`
	Waiting *waitLine `json:"waiting,omitempty"`
}

// printAccount tells what is known of an account without asking it.
func (a *app) printAccount(ledger string, s job.AccountStatus) {
	if a.json {
		if s.Seen.ReadAt.IsZero() {
			return
		}
		line := accountLine{Account: s.Name, Ledger: ledger, State: s.Seen.State, ReadAt: s.Seen.ReadAt.Format(timeLayout), Queued: s.Seen.Queued,
			Interval: s.Seen.Interval.Seconds(), SentToday: s.SentToday, DailyLimit: s.Seen.DailyLimit, NewChatsLimit: s.Seen.NewChatsPerDay, InDoubt: s.InDoubt,
			Job: s.Job, Waiting: a.waitLine(s.Wait)}
		if s.NewChatsToday >= 0 {
			line.NewChatsToday = &s.NewChatsToday
		}
		a.printJSON(line)
		return
	}
	if s.Name != "" {
		fmt.Fprintf(a.out, "== %s\n", s.Name)
	}
	if s.Seen.ReadAt.IsZero() {
		if s.Name != "" {
			a.print("overview/nothing")
		}
		return
	}
	a.print("overview/account", "state", s.Seen.State, "age", time.Since(s.Seen.ReadAt).Round(time.Second), "n", s.Seen.Queued, "interval", s.Seen.Interval)
	counts := a.text("overview/messages", "n", s.SentToday)
	if limit := s.Seen.DailyLimit; limit > 0 {
		counts = a.text("overview/messages-limit", "n", s.SentToday, "limit", limit, "left", max(0, limit-s.SentToday))
	}
	if limit := s.Seen.NewChatsPerDay; s.NewChatsToday >= 0 && limit > 0 {
		counts = listed([]string{counts, a.text("overview/new-chats-limit", "n", s.NewChatsToday, "limit", limit, "left", max(0, limit-s.NewChatsToday))})
	} else if s.NewChatsToday >= 0 {
		counts = listed([]string{counts, a.text("overview/new-chats", "n", s.NewChatsToday)})
	}
	if s.Seen.DailyLimit > 0 || s.NewChatsToday >= 0 {
		a.item("overview/today-zone", "counts", counts, "zone", job.Zone(s.Today))
	} else {
		a.item("overview/today", "counts", counts)
	}
	if s.InDoubt > 0 {
		a.item("overview/in-doubt", "n", s.InDoubt)
	}
	switch {
	case s.Wait.Reason.Code != "":
		a.item("overview/on-waits", "job", s.Job, "what", a.waitWords(s.Wait))
	case s.Job != "":
		a.item("overview/on", "job", s.Job)
	}
}

// jobLine is a job as --json tells it.
type jobLine struct {
	Job       string        `json:"job"`
	File      string        `json:"file"`
	PlannedAt string        `json:"plannedAt"`
	Running   bool          `json:"running"`
	StopCode  string        `json:"stopCode,omitempty"`
	Stop      string        `json:"stop,omitempty"`
	Waiting   *waitLine     `json:"waiting,omitempty"`
	Rows      int           `json:"rows"`
	Counts    job.Counts    `json:"counts"`
	LeftOut   []leftOutLine `json:"leftOut"`      // skipped rows by reason and list
	Lists     []listLine    `json:"excludeLists"` // whose chats the job leaves out
}

// listLine is a list by which a job leaves chats out, as --json tells it.
type listLine struct {
	File  string `json:"file"`
	Chats int    `json:"chats"`
	Gone  bool   `json:"gone"` // the file is no longer there; the chats stay left out
}

func listLines(lists []job.KeptList) []listLine {
	lines := []listLine{}
	for _, l := range lists {
		lines = append(lines, listLine(l))
	}
	return lines
}

// waitLine is what a run waits for, as --json tells it.
type waitLine struct {
	Code  string `json:"code"`
	Text  string `json:"text"`
	Since string `json:"since"`
	Until string `json:"until,omitempty"` // when it ends, or is given up
}

func (a *app) waitLine(w job.Wait) *waitLine {
	if w.Reason.Code == "" {
		return nil
	}
	s := waitLine{Code: w.Code(), Text: a.sentence(w.Reason), Since: w.Since.Format(timeLayout)}
	if !w.Until.IsZero() {
		s.Until = w.Until.Format(timeLayout)
	}
	return &s
}

// stopped says why a job's last run ended with rows left, and what can be done about it; "" if it did not.
func (a *app) stopped(j job.JobStatus) string {
	if j.Stop.Code == "" {
		return ""
	}
	return a.explain(j.Stop, a.resume(j.Name, j.File, j.Command))
}

// printJob tells of a job, and what can be done with it now.
func (a *app) printJob(j job.JobStatus) {
	if a.json {
		a.printJSON(jobLine{Job: j.Name, File: j.File, PlannedAt: j.PlannedAt.Format(timeLayout), Running: j.Running,
			StopCode: j.StopCode, Stop: a.stopped(j), Waiting: a.waitLine(j.Wait), Rows: j.Counts.Total(), Counts: every(j.Counts),
			LeftOut: leftOutLines(j.LeftOut), Lists: listLines(j.Lists)})
		return
	}
	a.print("overview/job", "title", j.Name, "n", j.Counts.Total(), "file", j.File, "at", when(j.PlannedAt))
	a.printCounts(j.Counts, a.deliveryWords(j.Deliveries), words.Pending.Fact())
	a.printLeftOut(j.LeftOut)
	for _, list := range j.Lists {
		fmt.Fprintf(a.out, "  %s\n", a.listWords(list))
	}
	switch {
	case j.Running:
		a.item("overview/running", "at", when(j.StartedAt))
	case j.Killed:
		a.item("overview/killed", "at", when(j.StartedAt))
	case j.Stop.Code != "":
		a.item("overview/stopped", "at", when(j.EndedAt), "why", a.stopped(j))
	}
	if j.Wait.Reason.Code != "" {
		a.item("overview/waits", "at", when(j.Wait.Since), "what", a.waitWords(j.Wait))
	} else if j.Left > 0 {
		a.item("overview/left", "span", a.span(j.Left))
	}
	a.printGone(j.Gone)
	resume := a.resume(j.Name, j.File, j.Command)
	if j.Running {
		return
	}
	for _, step := range a.stepWords(j.Steps, j.Name, resume) {
		fmt.Fprintf(a.out, "  %s\n", step)
	}
}

const timeLayout = "2006-01-02T15:04:05Z07:00"

// every gives each status a number, so that a program finds all keys.
func every(c job.Counts) job.Counts {
	all := job.Counts{}
	for _, s := range words.Statuses() {
		all[s] = c[s]
	}
	return all
}
