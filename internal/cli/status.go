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
		a.printAccount(s)
		for _, j := range s.Jobs {
			a.printJob(j)
		}
	}
	a.printConsent(r.Consent, c.Job != "")
	return nil
}

const nothingSent = "nothing was sent from this account yet"

// accountLine is the account as --json tells it: as the last run saw it, and what was sent today.
type accountLine struct {
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
}

// printAccount tells what is known of an account without asking it.
func (a *app) printAccount(s job.AccountStatus) {
	if a.json {
		if s.Seen.ReadAt.IsZero() {
			return
		}
		line := accountLine{Ledger: s.Ledger, State: s.Seen.State, ReadAt: s.Seen.ReadAt.Format(timeLayout), Queued: s.Seen.Queued,
			Interval: s.Seen.Interval.Seconds(), SentToday: s.SentToday, DailyLimit: s.Seen.DailyLimit, NewChatsLimit: s.Seen.NewChatsPerDay, InDoubt: s.InDoubt}
		if s.NewChatsToday >= 0 {
			line.NewChatsToday = &s.NewChatsToday
		}
		a.printJSON(line)
		return
	}
	if s.Name != "" {
		fmt.Fprintf(a.out, "== %s\n", s.Name)
	}
	switch {
	case s.Ledger == "":
		fmt.Fprintln(a.out, nothingSent)
	case len(s.Jobs) == 0:
		fmt.Fprintf(a.out, "%s: %s\n", s.Ledger, nothingSent)
	}
	if s.Seen.ReadAt.IsZero() {
		return
	}
	fmt.Fprintf(a.out, "account: %s as of %s ago, %d in its queue, one message every %s\n",
		s.Seen.State, time.Since(s.Seen.ReadAt).Round(time.Second), s.Seen.Queued, s.Seen.Interval)
	fmt.Fprintf(a.out, "  today: %d messages%s", s.SentToday, leftOf(s.Seen.DailyLimit, s.SentToday))
	if s.NewChatsToday >= 0 {
		fmt.Fprintf(a.out, ", %d new chats%s", s.NewChatsToday, leftOf(s.Seen.NewChatsPerDay, s.NewChatsToday))
	}
	if s.Seen.DailyLimit > 0 || s.NewChatsToday >= 0 {
		fmt.Fprintf(a.out, " (days of %s)", job.Zone(s.Today))
	}
	fmt.Fprintln(a.out)
	if s.InDoubt > 0 {
		fmt.Fprintf(a.out, "  in doubt: %d\n", s.InDoubt)
	}
}

// leftOf says what is left of a limit, if there is one.
func leftOf(limit, used int) string {
	if limit <= 0 {
		return ""
	}
	return fmt.Sprintf(" of %d, %d left", limit, max(0, limit-used))
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

// stopped says why a job's last run ended with rows left, and what can be done about it.
func (a *app) stopped(j job.JobStatus) string {
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
	fmt.Fprintf(a.out, "%s: %d %s of %s, planned %s\n", j.Name, j.Counts.Total(), plural(j.Counts.Total(), "row", "rows"), shown(j.File), when(j.PlannedAt))
	printCounts(a.out, j.Counts, deliveryWords(j.Deliveries))
	a.printLeftOut(j.LeftOut)
	for _, list := range j.Lists {
		fmt.Fprintf(a.out, "  %s\n", a.listWords(list))
	}
	switch {
	case j.Running:
		fmt.Fprintf(a.out, "  a run began %s and has not ended (it runs, or was killed)\n", when(j.StartedAt))
	case j.Stop.Code != "":
		fmt.Fprintf(a.out, "  stopped %s: %s\n", when(j.EndedAt), a.stopped(j))
	}
	if j.Wait.Reason.Code != "" {
		fmt.Fprintf(a.out, "  it waits since %s for %s%s\n", when(j.Wait.Since), a.sentence(j.Wait.Reason), untilWhen(j.Wait.Until))
	} else if j.Left > 0 {
		fmt.Fprintf(a.out, "  about %s to go at this pace\n", duration(j.Left))
	}
	printGone(a.out, j.Gone)
	resume := a.resume(j.Name, j.File, j.Command)
	if j.Running && j.Counts[words.Pending] > 0 {
		fmt.Fprintf(a.out, "  if it was killed, to go on: %s\n", resume)
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
