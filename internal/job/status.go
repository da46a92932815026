package job

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
)

// StatusOptions say what is asked for.
type StatusOptions struct {
	From From
	// Job is one job, by its name or the file it was read from; "" is all of them.
	Job string
}

// StatusResult is what the ledger knows.
type StatusResult struct {
	// Ledger is its path; "" if there is none yet.
	Ledger string
	// Accounts are those that are named; if none is, those that are kept, and those from which something was sent.
	Accounts []AccountStatus
	Jobs     []JobStatus
	// Consent is what is known of who said no.
	Consent Consent
}

// AccountStatus is one account's: as the last run saw it, and what was sent today.
type AccountStatus struct {
	// Name is the account's, where several are shown; else "".
	Name string
	// Seen is the account as the last run saw it; its ReadAt is zero if none did.
	Seen LastSeen
	// SentToday counts messages, NewChatsToday chats: only where there is a limit to them, else -1.
	SentToday, NewChatsToday int
	// Today is when the day began by which limits are counted.
	Today time.Time
	// InDoubt counts messages of all jobs.
	InDoubt int
	// Job is the job that a run sends from it now; "" if none does. Wait is what it waits for; its Code is "" if it does not.
	Job  string
	Wait Wait
}

// LastSeen is what the last run saw of an account.
type LastSeen = ledger.Seen

// JobStatus is one job's.
type JobStatus struct {
	Name, File string
	PlannedAt  time.Time
	// Running says that a run goes on that began at StartedAt, Killed that it has not ended and is no more.
	Running, Killed    bool
	StartedAt, EndedAt time.Time
	// StopCode and Stop say why the last run ended with rows left; empty if it did not.
	StopCode string
	Stop     words.Fact
	// Wait is what its run waits for; its Code is "" if it does not.
	Wait   Wait
	Counts Counts
	// Deliveries are accepted rows by delivery status, "" those of which nothing is known.
	Deliveries map[string]int
	// Gone counts messages that were sent, from rows that the file no longer holds.
	Gone int
	// LeftOut are the rows that lists, or other jobs, left out.
	LeftOut []LeftOut
	// Lists are those by which the job leaves chats out.
	Lists []KeptList
	// Left is about how long it takes to send what is pending, at the last run's pace; 0 if that is not known.
	Left time.Duration
	// Command is what the last run was resumed by, in its caller's words; "" if that could not be kept.
	Command string
	// Steps are what can be done now, the most urgent first.
	Steps []words.Remedy
}

// Status looks into the ledger, beside runs that may write into it.
func Status(ctx context.Context, o StatusOptions) (r StatusResult, err error) {
	l, err := o.From.openToRead(ctx)
	if none, ok := errors.AsType[*Refusal](err); ok && none.Reason.Code == "no-ledger" && len(o.From.Choices()) > 0 {
		return o.nothingYet()
	}
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	r.Ledger = l.Path()
	if r.Jobs, err = o.jobs(ctx, l); err != nil {
		return r, err
	}
	if r.Accounts, err = o.accounts(ctx, l); err != nil {
		return r, err
	}
	r.Consent, err = consentIn(ctx, l.Consent())
	return r, err
}

// nothingYet is the status of several accounts that nothing was sent from.
func (o StatusOptions) nothingYet() (r StatusResult, err error) {
	kept, err := o.From.shown()
	for _, in := range kept {
		r.Accounts = append(r.Accounts, AccountStatus{Name: in.name, NewChatsToday: -1})
	}
	return r, err
}

// explicit reports whether accounts are named.
func (f From) explicit() bool { return len(f.Accounts) > 0 || !f.Sandbox && f.IDInstance != "" }

// shown are the accounts that are named, or else all that are kept.
func (f From) shown() ([]instance, error) {
	if !f.explicit() {
		f.Accounts = []string{AllAccounts}
	}
	all, err := f.findAll()
	if none, ok := errors.AsType[*Refusal](err); ok && none.Reason.Code == "credentials/none-kept" && f.Accounts[0] == AllAccounts {
		return nil, nil
	}
	return all, err
}

// accounts looks at the accounts that are named; else at those that are kept, and those from which something was sent.
func (o StatusOptions) accounts(ctx context.Context, l *ledger.Ledger) (all []AccountStatus, err error) {
	kept, err := o.From.shown()
	if err != nil {
		return nil, err
	}
	var keys []string
	names := map[string]string{}
	for _, in := range kept {
		if key, err := in.key(); err == nil {
			keys = append(keys, key)
			names[key] = in.name
		}
	}
	if !o.From.explicit() {
		known, err := l.AccountKeys(ctx)
		if err != nil {
			return nil, err
		}
		for _, key := range known {
			if _, listed := names[key]; !listed {
				keys = append(keys, key)
			}
		}
	}
	waits, err := l.Waits(ctx)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		one, err := accountStatus(ctx, l, key)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(waits, func(w ledger.AccountWait) bool { return w.Account == key }); i >= 0 && one.Job != "" {
			one.Wait = waits[i].Wait
		}
		if len(keys) > 1 {
			one.Name = cmp.Or(names[key], key)
		}
		all = append(all, one)
	}
	return all, nil
}

// jobs looks at the job that is asked for, or at all that the accounts had.
func (o StatusOptions) jobs(ctx context.Context, l *ledger.Ledger) (all []JobStatus, err error) {
	jobs, err := l.Jobs(ctx)
	if o.Job != "" {
		var job ledger.Job
		job, err = findJob(ctx, l, o.Job)
		jobs = []ledger.Job{job}
	}
	if err != nil {
		return nil, err
	}
	for _, job := range jobs {
		of, err := l.AccountsOf(ctx, job.ID)
		if err != nil {
			return nil, err
		}
		if had, err := o.concerns(of); err != nil || !had {
			if err != nil {
				return nil, err
			}
			continue
		}
		one, err := jobStatus(ctx, l, job, of)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// concerns reports whether one of a job's accounts is named, if any is.
func (o StatusOptions) concerns(of []*ledger.Account) (bool, error) {
	if !o.From.explicit() || o.Job != "" {
		return true, nil
	}
	named, err := o.From.findAll()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(of, func(a *ledger.Account) bool {
		return slices.ContainsFunc(named, func(in instance) bool { key, _ := in.key(); return key == a.Key() })
	}), nil
}

// accountStatus looks at one account.
func accountStatus(ctx context.Context, l *ledger.Ledger, key string) (s AccountStatus, err error) {
	s.Today, s.NewChatsToday = pace.Today(time.Now()), -1
	a, err := l.Account(ctx, key)
	if errors.Is(err, ledger.ErrNoAccount) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	return s, s.look(ctx, a)
}

// look reads what is known of the account without asking it.
func (s *AccountStatus) look(ctx context.Context, a *ledger.Account) (err error) {
	if s.Job, err = jobOf(ctx, a); err != nil {
		return err
	}
	if s.Seen, err = a.Seen(ctx); err != nil || s.Seen.ReadAt.IsZero() {
		return err
	}
	if s.SentToday, err = a.SentSince(ctx, s.Today); err != nil {
		return err
	}
	if s.Seen.NewChatsPerDay > 0 { // counting them takes time
		if s.NewChatsToday, err = a.NewChatsSince(ctx, s.Today); err != nil {
			return err
		}
	}
	doubts, err := a.Doubts(ctx)
	s.InDoubt = len(doubts)
	return err
}

// jobOf is the job that a run sends from an account; "" if none does.
func jobOf(ctx context.Context, a *ledger.Account) (string, error) {
	job, runs, err := a.Runs(ctx)
	if !runs {
		job = ""
	}
	return job, err
}

func jobStatus(ctx context.Context, l *ledger.Ledger, job ledger.Job, of []*ledger.Account) (s JobStatus, err error) {
	s = JobStatus{Name: job.Name, File: job.File, PlannedAt: job.PlannedAt, StartedAt: job.StartedAt, EndedAt: job.EndedAt,
		StopCode: job.StopCode, Stop: job.Stop, Command: job.Command}
	if !job.StartedAt.IsZero() && job.EndedAt.IsZero() {
		if s.Running, err = l.Runs(ctx, job.ID); err != nil {
			return s, err
		}
		s.Killed = !s.Running
	}
	if s.Counts, err = l.Counts(ctx, job.ID); err != nil {
		return s, err
	}
	if s.Wait, err = l.Wait(ctx, job.ID); err != nil {
		return s, err
	}
	if s.Killed || !s.Wait.Until.IsZero() && time.Since(s.Wait.Until) > time.Minute {
		s.Wait = Wait{}
	}
	if s.Deliveries, err = l.Deliveries(ctx, job.ID); err != nil {
		return s, err
	}
	if s.Gone, err = l.Gone(ctx, job.ID); err != nil {
		return s, err
	}
	if s.LeftOut, err = l.LeftOut(ctx, job.ID); err != nil {
		return s, err
	}
	if s.Lists, err = keptLists(ctx, l, job.ID); err != nil {
		return s, err
	}
	if s.Left, err = timeLeft(ctx, of, s.Counts[words.Pending]); err != nil {
		return s, err
	}
	s.Steps = nextSteps(s.Counts, tracked(s.Deliveries))
	return s, nil
}

// tracked reports whether something is known of the delivery of accepted rows.
func tracked(deliveries map[string]int) bool {
	for status, n := range deliveries {
		if status != "" && n > 0 {
			return true
		}
	}
	return false
}

// timeLeft is about how long accounts take for so many cards at their last run's pace; 0 if that is not known.
func timeLeft(ctx context.Context, of []*ledger.Account, cards int) (time.Duration, error) {
	perSecond := 0.0
	for _, a := range of {
		seen, err := a.Seen(ctx)
		if err != nil {
			return 0, err
		}
		if seen.Interval > 0 {
			perSecond += 1 / seen.Interval.Seconds()
		}
	}
	if perSecond == 0 {
		return 0, nil
	}
	return time.Duration(float64(cards) / perSecond * float64(time.Second)), nil
}

// Jobs returns the names of the jobs of a state folder's ledgers, trials included, of those that can be read.
func Jobs(ctx context.Context, state string) (names []string) {
	for _, from := range []From{{State: state}, {State: state, Sandbox: true}} {
		l, err := from.openToRead(ctx)
		if err != nil {
			continue
		}
		jobs, _ := l.Jobs(ctx)
		l.Close()
		for _, job := range jobs {
			names = append(names, job.Name)
		}
	}
	return names
}
