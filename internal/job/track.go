package job

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"sync"
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
	from, err := o.From.whoSent(ctx, o.Job)
	if err != nil {
		return nil, err
	}
	all, err := from.credentials()
	if err != nil {
		return nil, err
	}
	keys, err := keysOf(all)
	if err != nil {
		return nil, err
	}
	l, job, err := o.From.openJob(ctx, o.Job)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	held, err := l.Hold(ctx, ledger.Holding{Accounts: keys})
	if err != nil {
		return nil, err
	}
	if err := spareLists(ctx, l, o.files()); err != nil {
		return nil, err
	}
	if err := (place{asked: true}).probe(ctx, l, o.files()); err != nil {
		return nil, err
	}
	ended, err := begin(all)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, ended()) }()
	k := tracking{teller: t, options: o, members: membersOf(all, held), ledger: held, job: job, started: time.Now()}
	return k.finish(ctx, k.fetch(ctx))
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
	options TrackOptions
	members []*member
	ledger  *ledger.Run
	job     ledger.Job
	started time.Time
}

// fetch asks all accounts. One that has trouble does not keep others from being asked.
func (k *tracking) fetch(ctx context.Context) error {
	open := 0
	for _, m := range k.members {
		n, _, err := m.account.CountUntracked(ctx, k.job.ID)
		if err != nil {
			return err
		}
		open += n
		if m.client, err = k.options.Hooks.client(k.teller, m.instance, m.label, 0, 0); err != nil {
			return err
		}
	}
	k.tell(Began{Tracking, open})
	defer k.tell(Ended{})
	stops := make([]error, len(k.members))
	seen := trackProgress{tell: k.teller, of: make([]int, len(k.members))}
	err := each(ctx, k.members, func(_ context.Context, m *member) error {
		i := slices.Index(k.members, m)
		run := sender.Tracking{Ledger: k.ledger, Account: m.account, Client: m.client, Job: k.job, Observe: func(done int, waiting words.Fact) {
			seen.observe(i, done, waiting)
		}}
		stops[i] = m.explained(run.Run(ctx))
		return nil
	})
	return cmp.Or(err, cmp.Or(stops...))
}

// trackProgress adds up what is tracked of several accounts.
type trackProgress struct {
	tell *teller

	mu  sync.Mutex
	of  []int
	all int
}

func (p *trackProgress) observe(account, done int, waiting words.Fact) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all += done - p.of[account]
	p.of[account] = done
	p.tell.tell(Progress{RowProgress{Accepted: p.all, Waiting: waiting}})
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
	all, err := k.options.From.reportOf(ctx, k.options.Language, k.ledger.Ledger, k.job)
	if err != nil {
		return nil, err
	}
	return place{asked: true}.write(ctx, k.teller, k.ledger.Ledger, k.options.files(), func(path string) report.Result {
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
