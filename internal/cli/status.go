package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"contactcast/internal/account"
	"contactcast/sender/ledger"
)

type statusCmd struct {
	accountFlags
	Job  string `arg:"" optional:"" completion-predictor:"job" placeholder:"JOB" help:"The job; all jobs if left out."`
	JSON bool   `name:"json" group:"Output:" help:"As JSON objects, one a line."`
}

// Run is `contactcast status`. It reads beside a run and takes no lock.
func (c *statusCmd) Run(ctx context.Context, a *app) error {
	a.json = c.JSON
	if err := c.showAll(ctx, a); err != nil || c.Job != "" {
		return err
	}
	return c.tellConsent(ctx, a)
}

// showAll tells of the account, or of all that are kept.
func (c *statusCmd) showAll(ctx context.Context, a *app) error {
	_, err := c.complete()
	var several *account.SeveralError
	if !errors.As(err, &several) {
		return c.show(ctx, a)
	}
	for _, name := range several.Names {
		one := *c
		one.Account, one.APIURL = name, ""
		if !a.json {
			fmt.Fprintf(a.out, "== %s\n", name)
		}
		if err := one.show(ctx, a); err != nil && !errors.Is(err, errNoLedger) {
			return err
		} else if err != nil && !a.json {
			fmt.Fprintln(a.out, errNoLedger)
		}
	}
	return nil
}

// show tells of one account's ledger.
func (c *statusCmd) show(ctx context.Context, a *app) error {
	l, err := c.openLedger(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	jobs, err := l.Jobs(ctx)
	if c.Job != "" {
		var job ledger.Job
		job, err = findJob(ctx, l, c.Job)
		jobs = []ledger.Job{job}
	}
	if err != nil {
		return err
	}
	if len(jobs) == 0 && !a.json {
		fmt.Fprintf(a.out, "%s: %s\n", l.Path(), errNoLedger)
	}
	seen, err := c.tellAccount(ctx, a, l)
	if err != nil {
		return err
	}
	for _, job := range jobs {
		if err := c.tell(ctx, a, l, job, seen); err != nil {
			return err
		}
	}
	return nil
}

// openLedger opens the account's ledger for reading.
func (f *accountFlags) openLedger(ctx context.Context) (*ledger.Ledger, error) {
	path, err := f.ledgerPath()
	if err != nil {
		return nil, err
	}
	l, err := ledger.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &startError{"no-ledger", fmt.Errorf("%w: there is no ledger %s", errNoLedger, path)}
	}
	return l, err
}

// findJob finds a job by its name or by the file it was read from, or says which there are.
func findJob(ctx context.Context, l *ledger.Ledger, name string) (ledger.Job, error) {
	job, err := l.Job(ctx, name)
	if !errors.Is(err, ledger.ErrNoJob) {
		return job, err
	}
	jobs, jerr := l.Jobs(ctx)
	if jerr != nil {
		return job, jerr
	}
	if byFile, ok := jobOfFile(jobs, name); ok {
		return byFile, nil
	}
	known := "there are none"
	for i, j := range jobs {
		if i == 0 {
			known = "there is " + quoted(j.Name)
		} else {
			known += ", " + quoted(j.Name)
		}
	}
	return job, &startError{"no-job", fmt.Errorf("no job %s in %s; %s", quoted(name), l.Path(), known)}
}

// jobOfFile finds the job that was read from a file, or that is called like it, if it is the only one.
func jobOfFile(jobs []ledger.Job, path string) (ledger.Job, bool) {
	if !isList(path) {
		return ledger.Job{}, false
	}
	whole, err := filepath.Abs(path)
	name, nerr := new(jobFlags).name(path)
	if err != nil || nerr != nil {
		return ledger.Job{}, false
	}
	var found, called []ledger.Job
	for _, job := range jobs {
		if job.File == whole {
			found = append(found, job)
		}
		if job.Name == name {
			called = append(called, job)
		}
	}
	if len(found) == 0 {
		found = called
	}
	if len(found) != 1 {
		return ledger.Job{}, false
	}
	return found[0], true
}

// jobStatus is a job as --json tells it.
type jobStatus struct {
	Job       string        `json:"job"`
	File      string        `json:"file"`
	PlannedAt string        `json:"plannedAt"`
	Running   bool          `json:"running"`
	StopCode  string        `json:"stopCode,omitempty"`
	Stop      string        `json:"stop,omitempty"`
	Waiting   *waitStatus   `json:"waiting,omitempty"`
	Rows      int           `json:"rows"`
	Counts    ledger.Counts `json:"counts"`
}

// waitStatus is what a run waits for.
type waitStatus struct {
	Code  string `json:"code"`
	Text  string `json:"text"`
	Since string `json:"since"`
	Until string `json:"until,omitempty"` // when it ends, or is given up
}

func waiting(w ledger.Wait) *waitStatus {
	if w.Code == "" {
		return nil
	}
	s := waitStatus{Code: w.Code, Text: w.Text, Since: w.Since.Format(timeLayout)}
	if !w.Until.IsZero() {
		s.Until = w.Until.Format(timeLayout)
	}
	return &s
}

func (c *statusCmd) tell(ctx context.Context, a *app, l *ledger.Ledger, job ledger.Job, seen ledger.Account) error {
	counts, err := l.Counts(ctx, job.ID)
	if err != nil {
		return err
	}
	wait, err := l.Wait(ctx, job.ID)
	if err != nil {
		return err
	}
	if !wait.Until.IsZero() && time.Since(wait.Until) > time.Minute { // it was killed
		wait = ledger.Wait{}
	}
	if a.json {
		a.printJSON(jobStatus{Job: job.Name, File: job.File, PlannedAt: job.PlannedAt.Format(timeLayout), Running: running(job),
			StopCode: job.StopCode, Stop: job.StopText, Waiting: waiting(wait), Rows: counts.Total(), Counts: every(counts)})
		return nil
	}
	fmt.Fprintf(a.out, "%s: %d %s of %s, planned %s\n", job.Name, counts.Total(), plural(counts.Total(), "row", "rows"), shown(job.File), when(job.PlannedAt))
	delivery, err := deliveries(ctx, l, job.ID)
	if err != nil {
		return err
	}
	printCounts(a.out, counts, delivery)
	left, err := l.LeftOut(ctx, job.ID)
	if err != nil {
		return err
	}
	printLeftOut(a.out, left)
	switch {
	case running(job):
		fmt.Fprintf(a.out, "  a run began %s and has not ended (it runs, or was killed)\n", when(job.StartedAt))
	case job.StopText != "":
		fmt.Fprintf(a.out, "  stopped %s: %s\n", when(job.EndedAt), job.StopText)
	}
	if wait.Code != "" {
		fmt.Fprintf(a.out, "  it waits since %s for %s%s\n", when(wait.Since), wait.Text, untilWhen(wait.Until))
	} else if n := counts[ledger.Pending]; n > 0 && seen.Interval > 0 {
		fmt.Fprintf(a.out, "  about %s to go at this pace\n", estimate(n, seen.Interval))
	}
	gone, err := l.Gone(ctx, job.ID)
	if err != nil {
		return err
	}
	printGone(a.out, gone)
	if running(job) && counts[ledger.Pending] > 0 {
		fmt.Fprintf(a.out, "  if it was killed, to go on: %s\n", a.resume(job))
	} else {
		for _, step := range a.nextSteps(counts, a.resume(job), job.Name, delivery) {
			fmt.Fprintf(a.out, "  %s\n", step)
		}
	}
	return nil
}

const timeLayout = "2006-01-02T15:04:05Z07:00"

// every gives each status a number, so that a program finds all keys.
func every(c ledger.Counts) ledger.Counts {
	all := ledger.Counts{}
	for _, s := range ledger.Statuses() {
		all[s] = c[s]
	}
	return all
}

func running(j ledger.Job) bool { return !j.StartedAt.IsZero() && j.EndedAt.IsZero() }
