package job

import (
	"context"
	"errors"
	"strings"
	"time"

	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// SendOptions say which list is sent, and how. The zero value of what is not the list's is the default.
type SendOptions struct {
	From From
	List List
	// Language is the one that reports are written in; its zero value is English.
	Language words.Language
	// Reports are written at the end; none is one beside the list.
	Reports []string
	// Rate is how fast to post, InFlight how many requests may be under way, 0 for 8; Timeout is how
	// long to wait for an answer, Settle how long evidence must be silent before a row in doubt is sent again.
	Rate            Rate
	InFlight        int
	Timeout, Settle time.Duration
	// Limits are by the day and the hour, Limit is that many rows in this run, 0 for all. Wait sleeps
	// at a limit of the day or hour until it can go on.
	Limits Limits
	Limit  int
	Wait   bool
	// Adopt says what unrecorded cards are; NoJournal is the operator's word that there are none.
	Adopt     Adoption
	NoJournal bool
	// Resume is what resumes this job, in the caller's words; it is kept with the job.
	Resume string
	// Confirm is asked before the first message; nil goes on. A caller who asks elsewhere lets one
	// call end with no, and compares the next plan's Fingerprint with the one that was confirmed.
	Confirm func(Plan) bool
	// Tell is told what happens meanwhile.
	Tell func(Event)
	// Hooks are for tests.
	Hooks Hooks

	test *testChat // only the first card is sent, and only there; or nil
}

// How fast, and how much.
type (
	// Rate is how fast messages are posted.
	Rate = pace.Rate
	// Limits are the operator's own, by the day and the hour.
	Limits = pace.Limits
	// NewChats is how many chats may be new a day.
	NewChats = pace.NewChats
	// Hours are those in which messages may be posted.
	Hours = pace.Hours
)

// Zone names the time zone by which days and hours are meant.
func Zone(now time.Time) string { return pace.Zone(now) }

// SendResult is what a run comes to.
type SendResult struct {
	Tally
	// Before counts the rows after planning.
	Before Counts
	// Sent counts the rows that were accepted in this run, Settled says that it settled doubt; Took is its time without questions and sleeps.
	Sent    int
	Settled bool
	Took    time.Duration
	// Reports are where reports were written, ReportTrouble why not all of those in Asked were, or nil.
	Reports, Asked []string
	ReportTrouble  error
	Ledger         string
	NoJournal      bool
	// Unsaved were accepted under ids that the ledger could not keep: this is their only trace.
	Unsaved []sender.Unsaved
	// Accounts are what each account did, where there were several, in the order in which they are named.
	Accounts []AccountSent
	// InVain are rows that were accepted so shortly before the account was lost that it may never send them.
	InVain []int
}

// AccountSent is what one account of several did in a run.
type AccountSent struct {
	Name string
	// Phone is the number it sends from, as digits; "" if that is not known.
	Phone                       string
	Accepted, Rejected, Unknown int
	// Stop is why it ended before the list was sent, or nil: of its own, or with all others.
	Stop *Stop
}

// LedgerOpened tells which ledger is used.
type LedgerOpened struct {
	Path  string
	IsNew bool
}

// Sleeping tells that a run paused, and goes on by itself then.
type Sleeping struct{ *Stop }

func (LedgerOpened) event() {}
func (Sleeping) event()     {}

// Send plans a list and sends what is pending; the same call again goes on where it stopped.
// Its order is fixed: the list is opened, the account is held, the list is planned, the account
// is asked, the plan is confirmed, and only then the first message leaves. A stop that comes
// after that is in the result; an error says that nothing was sent.
func Send(ctx context.Context, o SendOptions) (r *SendResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	all, err := o.From.credentials()
	if err != nil {
		return nil, err
	}
	if o.test != nil { // one card goes from one account
		all = all[:1]
	}
	keys, err := keysOf(all)
	if err != nil {
		return nil, err
	}
	path := all[0].ledger
	s, err := o.List.open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if o.test != nil {
		if err := s.narrow(ctx, path, o.test); err != nil {
			return nil, err
		}
	}
	reports := o.Reports
	if len(reports) == 0 {
		reports = []string{besideInput(o.List.File, s.plan.Job, s.Format, s.IsReport)}
	}
	if err := s.spare(reports, o.From.TokenFile); err != nil {
		return nil, err
	}
	if o.test != nil && len(o.Reports) == 0 {
		reports = nil
	}
	l, err := openToWrite(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	held, err := l.Hold(ctx, ledger.Holding{Job: s.plan.Job, Accounts: keys, Timeout: o.Timeout})
	if err != nil {
		return nil, err
	}
	if err := o.whichJob(ctx, l, s.plan.Job); err != nil {
		return nil, err
	}
	v := &sending{options: o, teller: t, ledger: held, reports: reports,
		place: place{input: o.List.File, trials: all[0].trials(), asked: len(o.Reports) > 0}}
	if err := spareLists(ctx, l, s.others(reports)); err != nil {
		return nil, err
	}
	if err := v.place.probe(ctx, l, reports); err != nil {
		return nil, err
	}
	ended, err := begin(all)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, ended()) }()
	v.members = membersOf(all, held)
	return v.run(ctx, s)
}

// whichJob asks once which of several jobs is meant that had the same name when each account had a ledger of its own.
func (o SendOptions) whichJob(ctx context.Context, l *ledger.Ledger, name string) error {
	if o.test != nil {
		return nil
	}
	jobs, err := l.Homonyms(ctx, name)
	if err == nil && len(jobs) > 0 {
		err = refuse("job-homonyms", "job", name, "jobs", strings.Join(jobs, ", "))
	}
	return err
}

// finish writes the reports and sums up. The context may be cancelled by now.
func (v *sending) finish(ctx context.Context, stopped error) (*SendResult, error) {
	ctx = context.WithoutCancel(ctx)
	stop, ok := errors.AsType[*Stop](stopped)
	if stopped != nil && !ok {
		return nil, stopped
	}
	if stop != nil && stop.Setup() && v.earlier+v.sent.Done() == 0 {
		return nil, stopped // nothing was sent: a matter of settings, not of rows
	}
	r := SendResult{Before: v.before, Sent: v.earlier + v.sent.Accepted, Settled: v.sent.Found+v.sent.Absent > 0, Took: v.took,
		Asked: v.reports, Ledger: v.ledger.Path(), NoJournal: v.options.NoJournal}
	if unsaved, ok := errors.AsType[*sender.UnsavedError](stopped); ok {
		r.Unsaved = unsaved.Accepted
	}
	var err error
	if r.InVain, err = v.inVain(ctx); err != nil {
		return nil, err
	}
	r.Accounts = v.accountsSent()
	undecided, err := v.ledger.Consent().Unmatched(ctx)
	if err != nil {
		return nil, err
	}
	if r.Tally, err = tally(ctx, v.ledger.Ledger, v.job, stop, len(undecided)); err != nil {
		return nil, err
	}
	r.Reports, r.ReportTrouble = v.writeReports(ctx)
	return &r, nil
}

func (v *sending) writeReports(ctx context.Context) ([]string, error) {
	result, err := v.options.From.reportOf(ctx, v.options.Language, v.ledger.Ledger, v.job)
	if err != nil {
		return nil, err
	}
	return v.place.write(ctx, v.teller, v.ledger.Ledger, v.reports, func(string) report.Result { return result })
}
