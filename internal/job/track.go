package job

import (
	"context"
	"errors"
	"iter"
	"time"

	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// TrackOptions say of which job it is asked what became of its accepted rows.
type TrackOptions struct {
	From From
	// Job is the job, by its name or the file it was read from.
	Job string
	// Language is the one that reports are written in; its zero value is English.
	Language words.Language
	// Reports are written again, with what was fetched.
	Reports []string
	// NoAccount is a report of the rows whose chat has no WhatsApp account, or "".
	NoAccount string
	// Tell is told what happens meanwhile.
	Tell func(Event)
	// Hooks are for tests.
	Hooks Hooks
}

// TrackResult is what tracking comes to.
type TrackResult struct {
	Job string
	// Stop is why it ended before all was fetched, or nil.
	Stop *Stop
	// Deliveries are accepted rows by delivery status, Unknown those of which nothing is shown.
	Deliveries map[string]int
	Unknown    int
	Took       time.Duration
	Reports    []string
	Ledger     string
}

// Accepted counts the rows that were accepted.
func (r TrackResult) Accepted() int {
	n := r.Unknown
	for _, rows := range r.Deliveries {
		n += rows
	}
	return n
}

// Undelivered counts the rows that may be sent again: they failed, were held back or expired.
func (r TrackResult) Undelivered() int {
	n := 0
	for _, d := range []words.Delivery{words.Failed, words.YellowCard, words.Suspended, words.Expired} {
		n += r.Deliveries[string(d)]
	}
	return n
}

// Steps are what can be done now.
func (r TrackResult) Steps() []words.Remedy {
	switch {
	case r.Stop != nil:
		return []words.Remedy{words.GoOn}
	case r.Undelivered() > 0:
		return []words.Remedy{words.ResendFailed}
	case r.Unknown+r.Deliveries[string(words.DeliveryPending)]+r.Deliveries[string(words.Sent)] > 0:
		return []words.Remedy{words.Track}
	}
	return nil
}

// Track fetches what became of a job's accepted rows from the account's journal and messages.
// It sends nothing. A result comes with an error, too, when what was fetched is in the ledger
// and not in a report.
func Track(ctx context.Context, o TrackOptions) (r *TrackResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	if err := CheckReports(o.files()); err != nil {
		return nil, err
	}
	in, err := o.From.credentials()
	if err != nil {
		return nil, err
	}
	key, err := in.key()
	if err != nil {
		return nil, err
	}
	l, job, err := o.From.openJob(ctx, o.Job)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	held, err := l.Hold(ctx, ledger.Holding{Accounts: []string{key}})
	if err != nil {
		return nil, err
	}
	if err := spareLists(ctx, l, o.files()); err != nil {
		return nil, err
	}
	if err := (place{asked: true}).probe(ctx, l, o.files()); err != nil {
		return nil, err
	}
	served := []instance{in}
	ended, err := begin(served)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, ended()) }()
	in = served[0]
	k := tracking{teller: t, options: o, instance: in, ledger: l, from: held.Account(key), job: job, started: time.Now()}
	return k.finish(ctx, explained(in.Account, k.fetch(ctx)))
}

func (o *TrackOptions) files() []string {
	if o.NoAccount == "" {
		return o.Reports
	}
	return append(o.Reports[:len(o.Reports):len(o.Reports)], o.NoAccount)
}

// tracking is one run of Track.
type tracking struct {
	*teller
	options  TrackOptions
	instance instance
	ledger   *ledger.Ledger
	from     *ledger.Account
	job      ledger.Job
	started  time.Time
}

func (k *tracking) fetch(ctx context.Context) error {
	open, _, err := k.from.CountUntracked(ctx, k.job.ID)
	if err != nil {
		return err
	}
	client, err := k.options.Hooks.client(k.teller, k.instance, 0, 0)
	if err != nil {
		return err
	}
	k.tell(Began{Tracking, open})
	defer k.tell(Ended{})
	run := sender.Tracking{Ledger: k.ledger, From: k.from, Client: client, Job: k.job, Observe: func(done int, waiting words.Fact) {
		k.tell(Progress{RowProgress{Accepted: done, Waiting: waiting}})
	}}
	return run.Run(ctx)
}

// finish writes the reports, whatever stopped the tracking. The context may be cancelled by now.
func (k *tracking) finish(ctx context.Context, stopped error) (*TrackResult, error) {
	ctx = context.WithoutCancel(ctx)
	var stop *Stop
	if stopped != nil && !errors.As(stopped, &stop) || stop != nil && stop.Setup() {
		return nil, stopped
	}
	by, err := k.ledger.Deliveries(ctx, k.job.ID)
	if err != nil {
		return nil, err
	}
	r := TrackResult{Job: k.job.Name, Stop: stop, Deliveries: by, Unknown: by[""], Took: time.Since(k.started), Ledger: k.ledger.Path()}
	delete(by, "")
	if r.Reports, err = k.report(ctx); err != nil {
		err = &Stop{Reason: words.New("report", "cause", err), Err: err}
	}
	return &r, err
}

func (k *tracking) report(ctx context.Context) ([]string, error) {
	all, err := report.Of(ctx, k.options.Language, k.ledger, k.job)
	if err != nil {
		return nil, err
	}
	return place{asked: true}.write(ctx, k.teller, k.ledger, k.options.files(), func(path string) report.Result {
		if path != k.options.NoAccount {
			return all
		}
		some := all
		some.Lines = func() iter.Seq2[ledger.Line, error] { return withoutAccount(all.Lines()) }
		return some
	})
}

// withoutAccount yields the lines whose chat has no WhatsApp account.
func withoutAccount(lines iter.Seq2[ledger.Line, error]) iter.Seq2[ledger.Line, error] {
	return func(yield func(ledger.Line, error) bool) {
		for line, err := range lines {
			if (err != nil || line.Delivery == string(words.NoAccount)) && !yield(line, err) {
				return
			}
		}
	}
}
