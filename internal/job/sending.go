package job

import (
	"context"
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// sending is one run of Send.
type sending struct {
	*teller
	options SendOptions
	in      instance
	ledger  *ledger.Run
	from    *ledger.Account
	reports []string
	place   place

	job     ledger.Job
	plan    ledger.Plan
	lists   *excludeWatch
	before  Counts // after planning, before sending
	sent    sender.Progress
	earlier int           // accepted before it slept
	took    time.Duration // spent sending, without questions and sleeps
	asked   bool          // and confirmed
	waits   bool          // the ledger says that it waits
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
	if v.in.Unencrypted() {
		v.warn("unencrypted", "url", v.in.APIURL)
	}
	client, err := v.options.Hooks.client(v.teller, v.in, v.options.Timeout, v.options.InFlight)
	if err != nil {
		return err
	}
	seen, err := sender.Preflight(ctx, client, v.waiting)
	if err != nil {
		return v.recorded(explained(v.in.Account, err))
	}
	if err := v.waited(); err != nil {
		return err
	}
	if err := v.tellDoubts(ctx); err != nil {
		return err
	}
	s := &sender.Run{
		Ledger: v.ledger, From: v.from, Client: client, Job: v.job, Account: seen, Rate: v.options.Rate, InFlight: v.options.InFlight,
		Limit: max(0, v.options.Limit-v.earlier), Limits: v.options.Limits, Lists: v.lists, SettleAfter: v.options.Settle,
		Decide: v.options.Hooks.Decide, Loopback: v.in.loopback(), ClockWasWrong: v.clockWasWrong,
	}
	if err := v.unrecorded(ctx, s); err != nil {
		return err
	}
	if s.Listener, err = v.listen(ctx, client, seen); err != nil {
		return err
	}
	if v.open() == 0 { // all of them said no a moment ago
		return v.ledger.Succeeded(v.job.ID)
	}
	if err := v.confirm(ctx, seen); err != nil {
		return err
	}
	return v.post(ctx, s)
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
	err := explained(v.in.Account, s.Send(ctx))
	if stop, ok := errors.AsType[*Stop](err); ok && stop.Code() == "network" { // its words are for status, too
		return v.recorded(err)
	}
	return err
}

// waiting says what the run waits for before its first message, here and to whoever asks status.
func (v *sending) waiting(w Wait) {
	v.tell(Waiting{w})
	v.waits = true
	if err := v.from.SaveWait(v.job.ID, w); err != nil {
		v.warn("as-told", "text", err.Error()) // what sends will meet it, too, and stop
	}
}

// waited forgets what was waited for.
func (v *sending) waited() error {
	if !v.waits {
		return nil
	}
	v.waits = false
	return v.from.SaveWait(v.job.ID, Wait{})
}

// recorded keeps why a run ended, for status and the report.
func (v *sending) recorded(err error) error {
	stop, ok := errors.AsType[*Stop](err)
	if !ok {
		return err
	}
	return errors.Join(err, v.ledger.EndRun(v.job.ID, stop.Code(), stop.Fact()))
}

// clockWasWrong tells that a clock was.
func (v *sending) clockWasWrong(ahead time.Duration) {
	v.note("clock-ahead", "ahead", ahead.Round(time.Second))
}

// tellDoubts tells of rows that an earlier run left in doubt: they are settled while the rest is sent.
func (v *sending) tellDoubts(ctx context.Context) error {
	doubts, err := v.from.Doubts(ctx)
	if n := len(doubts); n > 0 {
		v.note("doubts-before", "n", n)
	}
	return err
}
