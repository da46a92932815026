package job

import (
	"context"
	"errors"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// sending is one run of Send.
type sending struct {
	*teller
	options SendOptions
	ledger  *ledger.Run
	members []*member
	reports []string
	place   place

	job     ledger.Job
	plan    ledger.Plan
	lists   *excludeWatch
	before  Counts // after planning, before sending
	lanes   []*sender.Lane
	parts   []AccountSent // what each did before it slept
	sent    sender.Progress
	earlier int           // accepted before it slept
	took    time.Duration // spent sending, without questions and sleeps
	asked   bool          // and confirmed
}

// run plans the list, sends, sleeps where that was asked for, and sums up.
func (v *sending) run(ctx context.Context, s *source) (r *SendResult, err error) {
	if v.options.test != nil { // the next one is a job of its own: one that tried nothing would only stand there
		defer func() { err = errors.Join(err, v.ledger.Forget(v.job.ID)) }()
	}
	if err := v.planned(ctx, s); err != nil {
		return nil, err
	}
	v.lists = &excludeWatch{excludes: s.excludes, every: excludesEvery, exclude: func(chats []ledger.Exclusion) error {
		return v.ledger.Exclude(v.job.ID, chats)
	}}
	if every := v.options.Hooks.LookEvery; every > 0 {
		v.lists.every = every
	}
	if v.options.test == nil {
		defer v.lists.begin(ctx)()
	}
	stopped := v.send(ctx)
	for v.sleep(ctx, stopped) && !v.used() {
		if err := v.again(ctx); err != nil {
			return nil, err
		}
		stopped = v.send(ctx)
	}
	if v.options.Wait && ctx.Err() != nil && stopped != nil { // it slept, and was told to stop
		stopped = Interrupted(ctx, stopped)
	}
	return v.finish(ctx, stopped)
}

// planned plans the list into the ledger, and tells what came of it.
func (v *sending) planned(ctx context.Context, s *source) error {
	v.tell(LedgerOpened{v.ledger.Path(), v.ledger.IsNew()})
	v.tell(s.told())
	before, err := v.ledger.Job(ctx, s.plan.Job)
	if err != nil && !errors.Is(err, ledger.ErrNoJob) {
		return err
	}
	if before.File != "" && before.File != s.plan.File {
		v.note("planned-from", "file", before.File)
		if err := keepReport(ctx, v.ledger.Ledger, before.File); err != nil {
			return err
		}
	}
	job, anew, err := s.into(ctx, v.ledger.Ledger)
	if err != nil {
		return err
	}
	if job, err = s.inherit(ctx, v.ledger.Ledger, job); err != nil {
		return err
	}
	if err := s.tellConsent(ctx, v.teller, v.ledger.Ledger, job); err != nil {
		return err
	}
	v.job, v.plan = job, s.plan
	if v.before, err = v.ledger.Counts(ctx, job.ID); err != nil {
		return err
	}
	if err := v.ledger.SetCommand(job.ID, v.options.Resume); err != nil {
		return err
	}
	if !anew {
		v.note("unchanged", "file", s.list.File, "at", job.PlannedAt.Format(minutes))
	}
	v.tell(Countries(s.Countries()))
	v.tell(Warnings(s.warnings.commonest()))
	return tellProblems(ctx, v.teller, v.ledger.Ledger, job, v.before)
}

// open counts the rows that a run has something to do with.
func (v *sending) open() int { return v.before[words.Pending] + v.before[words.Unknown] }

// send sends what is pending. A nil error means that nothing is.
func (v *sending) send(ctx context.Context) error {
	if v.open() == 0 {
		return v.ledger.Succeeded(v.job.ID)
	}
	if err := each(ctx, v.members, v.ask); err != nil {
		return v.recorded(err)
	}
	if err := v.tellDoubts(ctx); err != nil {
		return err
	}
	s := &sender.Run{
		Ledger: v.ledger, Job: v.job, Rate: v.options.Rate, InFlight: v.options.InFlight,
		Limit: max(0, v.options.Limit-v.earlier), Limits: v.options.Limits, Lists: v.lists, SettleAfter: v.options.Settle,
		Decide: v.options.Hooks.Decide,
	}
	if err := v.unrecorded(ctx, s); err != nil {
		return err
	}
	if err := v.listen(ctx); err != nil {
		return err
	}
	if v.open() == 0 { // all of them said no a moment ago
		return v.ledger.Succeeded(v.job.ID)
	}
	if err := v.confirm(ctx); err != nil {
		return err
	}
	return v.post(ctx, s)
}

// ask reads what must be known of an account before the first message.
func (v *sending) ask(ctx context.Context, m *member) (err error) {
	if m.Unencrypted() {
		v.warn("unencrypted", "url", m.APIURL)
	}
	if m.client, err = v.options.Hooks.client(v.teller, m.instance, m.label, v.options.Timeout, v.options.InFlight); err != nil {
		return err
	}
	if m.seen, err = sender.Preflight(ctx, m.client, m.waiting(v.teller, v.job.ID)); err != nil {
		return m.explained(err)
	}
	return m.waited(v.job.ID)
}

// post posts until nothing is pending.
func (v *sending) post(ctx context.Context, s *sender.Run) error {
	show, ended := v.work(Sending, v.open())
	defer ended()
	s.Observe = func(p sender.Progress) {
		v.sent = p
		show(p)
	}
	defer func(started time.Time) { v.took += time.Since(started) }(time.Now())
	v.lanes = nil
	for _, m := range v.members {
		v.lanes = append(v.lanes, m.lane(v.teller))
	}
	s.Lanes = v.lanes
	err := v.explained(s.Send(ctx))
	if stop, ok := errors.AsType[*Stop](err); ok && stop.Code() == "network" { // its words are for status, too
		return v.recorded(err)
	}
	return err
}

// explained gives the run's stop, and those of its accounts, their causes and remedies.
func (v *sending) explained(err error) error {
	for i, m := range v.members {
		if stop := v.lanes[i].Stop; stop != nil {
			_ = explained(m.Credentials, stop)
		}
	}
	if len(v.members) == 1 {
		return explained(v.members[0].Credentials, err)
	}
	return err // it is one of theirs, or no account's
}

// recorded keeps why a run ended, for status and the report.
func (v *sending) recorded(err error) error {
	stop, ok := errors.AsType[*Stop](err)
	if !ok {
		return err
	}
	return errors.Join(err, v.ledger.EndRun(v.job.ID, stop.Code(), stop.Fact()))
}

// clockWasWrong tells that a clock was, once for each account.
func clockWasWrong(t *teller) func(time.Duration) {
	return func(ahead time.Duration) { t.note("clock-ahead", "ahead", ahead.Round(time.Second)) }
}

// tellDoubts tells of rows that an earlier run left in doubt: they are settled while the rest is sent.
func (v *sending) tellDoubts(ctx context.Context) error {
	n := 0
	for _, m := range v.members {
		doubts, err := m.account.Doubts(ctx)
		if err != nil {
			return err
		}
		n += len(doubts)
	}
	if n > 0 {
		v.note("doubts-before", "n", n)
	}
	return nil
}

// inVain are the rows that accounts accepted so shortly before they were lost that they may never send them.
func (v *sending) inVain(ctx context.Context) (rows []int, err error) {
	for i, l := range v.lanes {
		if l.Stop == nil || l.Stop.AcceptedInVain.IsZero() {
			continue
		}
		of, err := v.members[i].account.AcceptedSince(ctx, v.job.ID, l.Stop.AcceptedInVain)
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	slices.Sort(rows)
	return rows, nil
}

// accountsSent is what each of several accounts did, before sleeps, too.
func (v *sending) accountsSent() (all []AccountSent) {
	if len(v.members) == 1 || len(v.lanes) == 0 {
		return nil
	}
	for i, m := range v.members {
		one := AccountSent{Name: m.label, Phone: m.seen.Phone, Stop: v.lanes[i].Stop}
		if len(v.parts) > 0 {
			one.Accepted, one.Rejected, one.Unknown = v.parts[i].Accepted, v.parts[i].Rejected, v.parts[i].Unknown
		}
		sent := v.lanes[i].Sent
		one.Accepted += sent.Accepted
		one.Rejected += sent.Rejected
		one.Unknown += sent.Unknown
		all = append(all, one)
	}
	return all
}
