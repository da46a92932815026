package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"contactcast/report"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

type trackCmd struct {
	accountFlags
	Job       string   `arg:"" completion-predictor:"job" placeholder:"JOB" help:"The job, as status names it, or the file it was read from."`
	Report    []string `sep:"none" placeholder:"FILE" group:"Output:" help:"Report to write again, with the column delivery filled in: .xlsx, .csv, .jsonl, .html or .prom. Repeatable."`
	NoAccount string   `placeholder:"FILE" group:"Output:" help:"Write the rows whose chat has no WhatsApp account, as a report; the next list's --exclude takes it."`
	outputFlags
}

// Run is `contactcast track`. It reads the account's journal and messages; it sends nothing.
func (c *trackCmd) Run(ctx context.Context, a *app) (err error) {
	a.json, a.quiet = c.JSON, c.Quiet
	for _, path := range c.files() {
		if err := report.Supported(path); err != nil {
			return &usageError{err.Error()}
		}
	}
	if err := folders(c.files()); err != nil {
		return err
	}
	account, path, err := c.account(ctx, a)
	if err != nil {
		return err
	}
	l, job, err := lockJob(ctx, path, c.Job)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if err := spareLists(ctx, l, c.files()); err != nil {
		return err
	}
	if err := probeReports(ctx, l, c.files(), placing{asked: true}); err != nil {
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
	t := &tracking{account: account, app: a, trackCmd: c, ledger: l, job: job, started: time.Now()}
	return t.finish(ctx, explained(account, t.fetch(ctx)))
}

func (c *trackCmd) files() []string {
	if c.NoAccount == "" {
		return c.Report
	}
	return append(c.Report[:len(c.Report):len(c.Report)], c.NoAccount)
}

// lockJob opens a ledger that exists for writing, and finds a job in it.
func lockJob(ctx context.Context, path, name string) (*ledger.Ledger, ledger.Job, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, ledger.Job{}, &startError{"no-ledger", fmt.Errorf("%w: there is no ledger %s", errNoLedger, path)}
	}
	l, err := openForWriting(ctx, path)
	if err != nil {
		return nil, ledger.Job{}, err
	}
	job, err := findJob(ctx, l, name)
	if err != nil {
		return nil, job, errors.Join(err, l.Close())
	}
	return l, job, nil
}

// tracking is one run of track.
type tracking struct {
	*app
	*trackCmd
	account greenapi.Account
	ledger  *ledger.Ledger
	job     ledger.Job
	started time.Time
}

func (t *tracking) fetch(ctx context.Context) error {
	open, _, err := t.ledger.CountUntracked(ctx, t.job.ID)
	if err != nil {
		return err
	}
	client, err := t.client(t.account, t.readings(), 0, 0)
	if err != nil {
		return err
	}
	bar := t.progress("tracking", open)
	defer bar.stop()
	run := sender.Tracking{Ledger: t.ledger, Client: client, Job: t.job, Observe: func(done int, waiting string) {
		bar.show(sender.Progress{Accepted: done, Waiting: waiting})
	}}
	return run.Run(ctx)
}
