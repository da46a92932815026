package job

import (
	"context"
	"errors"
	"path/filepath"
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

// StatusResult is what the ledgers of one account know, or of all that are kept if none is named.
type StatusResult struct {
	Accounts []AccountStatus
	// Consent is what is known of who said no.
	Consent Consent
}

// AccountStatus is one account's: as the last run saw it, and what was sent today.
type AccountStatus struct {
	// Name is the account's, where several are shown; else "".
	Name string
	// Ledger is the path of its ledger; "" if nothing was sent from it yet.
	Ledger string
	// Seen is the account as the last run saw it; its ReadAt is zero if none did.
	Seen LastSeen
	// SentToday counts messages, NewChatsToday chats: only where there is a limit to them, else -1.
	SentToday, NewChatsToday int
	// Today is when the day began by which limits are counted.
	Today time.Time
	// InDoubt counts messages of all jobs.
	InDoubt int
	Jobs    []JobStatus
}

// LastSeen is what the last run saw of an account.
type LastSeen = ledger.Account

// JobStatus is one job's.
type JobStatus struct {
	Name, File string
	PlannedAt  time.Time
	// Running says that a run began at StartedAt and has not ended: it runs, or was killed.
	Running            bool
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

// Status looks into the ledgers, beside runs that may hold them. Where several accounts are
// kept and none is named, all are shown, those too from which nothing was sent yet.
func Status(ctx context.Context, o StatusOptions) (r StatusResult, err error) {
	if r.Accounts, err = accounts(ctx, o); err != nil {
		return r, err
	}
	r.Consent, err = ConsentOf(ctx, o.From)
	return r, err
}

func accounts(ctx context.Context, o StatusOptions) (all []AccountStatus, err error) {
	from := o.From
	if len(from.Choices()) > 0 {
		from.Accounts, from.APIURL = []string{AllAccounts}, ""
	}
	meant, err := from.findAll()
	if err != nil {
		return nil, err
	}
	for i, in := range meant {
		one, err := accountStatus(ctx, in, o.Job)
		none, ok := errors.AsType[*Refusal](err)
		if ok && none.Reason.Code == "no-ledger" && len(meant) > 1 {
			err = nil
		}
		if err != nil {
			return nil, err
		}
		if len(meant) > 1 {
			one.Name = namesOf(meant)[i]
		}
		all = append(all, one)
	}
	return all, nil
}

// accountStatus looks into one account's ledger.
func accountStatus(ctx context.Context, in instance, name string) (s AccountStatus, err error) {
	l, err := in.openToRead(ctx)
	if err != nil {
		return s, err
	}
	defer l.Close()
	s.Ledger = l.Path()
	jobs, err := l.Jobs(ctx)
	if name != "" {
		var job ledger.Job
		job, err = findJob(ctx, l, name)
		jobs = []ledger.Job{job}
	}
	if err != nil {
		return s, err
	}
	if err := s.look(ctx, l); err != nil {
		return s, err
	}
	for _, job := range jobs {
		one, err := jobStatus(ctx, l, job, s.Seen)
		if err != nil {
			return s, err
		}
		s.Jobs = append(s.Jobs, one)
	}
	return s, nil
}

// look reads what is known of the account without asking it.
func (s *AccountStatus) look(ctx context.Context, l *ledger.Ledger) (err error) {
	s.Today, s.NewChatsToday = pace.Today(time.Now()), -1
	if s.Seen, err = l.Account(ctx); err != nil || s.Seen.ReadAt.IsZero() {
		return err
	}
	if s.SentToday, err = l.SentSince(ctx, s.Today); err != nil {
		return err
	}
	if s.Seen.NewChatsPerDay > 0 { // counting them takes time
		if s.NewChatsToday, err = l.NewChatsSince(ctx, s.Today); err != nil {
			return err
		}
	}
	doubts, err := l.Doubts(ctx)
	s.InDoubt = len(doubts)
	return err
}

func jobStatus(ctx context.Context, l *ledger.Ledger, job ledger.Job, seen LastSeen) (s JobStatus, err error) {
	s = JobStatus{Name: job.Name, File: job.File, PlannedAt: job.PlannedAt, StartedAt: job.StartedAt, EndedAt: job.EndedAt,
		Running: !job.StartedAt.IsZero() && job.EndedAt.IsZero(), StopCode: job.StopCode, Stop: job.Stop, Command: job.Command}
	if s.Counts, err = l.Counts(ctx, job.ID); err != nil {
		return s, err
	}
	if s.Wait, err = l.Wait(ctx, job.ID); err != nil {
		return s, err
	}
	if !s.Wait.Until.IsZero() && time.Since(s.Wait.Until) > time.Minute { // it was killed
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
	s.Left = time.Duration(s.Counts[words.Pending]) * seen.Interval
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

// Jobs returns the names of the jobs of all ledgers in a state folder, of those that can be read.
func Jobs(ctx context.Context, state string) (names []string) {
	dir, err := From{State: state}.state()
	if err != nil {
		return nil
	}
	ledgers, _ := filepath.Glob(filepath.Join(dir, "*.db")) // the pattern is ours
	for _, path := range ledgers {
		l, err := ledger.OpenReadOnly(ctx, path)
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
