package job

import (
	"context"
	"errors"
	"slices"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// ResolveOptions say what is decided about a job's rows; the zero value of the decision only looks.
type ResolveOptions struct {
	From From
	// Job is the job, by its name or the file it was read from.
	Job string
	// Resend makes rows of these kinds pending again.
	Resend []Kind
	// AssumeAccepted marks rows in doubt accepted.
	AssumeAccepted bool
	// Rows are the only rows that are meant; none are all.
	Rows []int
	// Confirm is asked before something is changed; nil goes on.
	Confirm func(Decision) bool
}

// What a person may decide about.
type (
	// Kind is a kind of rows.
	Kind = ledger.Kind
	// Case is one of them.
	Case = ledger.Case
)

// The kinds.
const (
	Rejected    = ledger.KindRejected
	Undelivered = ledger.KindUndelivered
	InDoubt     = ledger.KindUnknown
)

// Kinds returns all kinds.
func Kinds() []Kind { return ledger.Kinds() }

// Decision is what is about to be decided.
type Decision struct {
	AssumeAccepted bool // else they are to be sent again
	Cases          []Case
}

// Doubts counts the rows that may have been sent already.
func (d Decision) Doubts() int {
	n := 0
	for _, c := range d.Cases {
		if c.Kind == InDoubt {
			n++
		}
	}
	return n
}

// ResolveResult is what it comes to.
type ResolveResult struct {
	// Job is the job as status would show it.
	Job ResolvedJob
	// Cases are the rows that it was about.
	Cases []Case
	// Resent and Assumed count those that were decided about.
	Resent, Assumed int
	// InDoubt, Rejected and Undelivered count the rows that are left.
	InDoubt, Rejected, Undelivered int
	// GoOn says that a run of send has something to do now.
	GoOn bool
}

// ResolvedJob names a job and what resumes it.
type ResolvedJob struct{ Name, File, Command string }

// RowError says that a row is not one of those that are meant.
type RowError struct {
	Row    int
	Status words.Status // "" if the file has no such row
	Resend bool         // rows to be sent again were meant, else rows in doubt
}

// Error names the row.
func (e *RowError) Error() string { return "row is not meant" }

// Fact says what the row is instead.
func (e *RowError) Fact() words.Fact {
	switch {
	case e.Status == "":
		return words.New("row/not-there", "row", e.Row)
	case e.Resend:
		return words.New("row/not-resent", "row", e.Row, "status", e.Status)
	}
	return words.New("row/not-in-doubt", "row", e.Row, "status", e.Status)
}

// Resolve lists what is in doubt, or decides about it at a person's word. It needs no network.
func Resolve(ctx context.Context, o ResolveOptions) (r *ResolveResult, err error) {
	l, job, err := o.From.openJob(ctx, o.Job)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	accounts, err := l.AccountsInDoubt(ctx, job.ID)
	if err != nil {
		return nil, err
	}
	if _, err := l.Hold(ctx, ledger.Holding{Job: job.Name, Accounts: accounts}); err != nil {
		return nil, err
	}
	v := resolution{options: o, ledger: l, job: job}
	if err := v.gather(ctx); err != nil {
		return nil, err
	}
	if err := v.decide(); err != nil {
		return nil, err
	}
	return v.result(ctx)
}

// resolution is one run of Resolve.
type resolution struct {
	options ResolveOptions
	ledger  *ledger.Ledger
	job     ledger.Job
	cases   []Case // that it is about
}

// gather finds the rows that it is about.
func (v *resolution) gather(ctx context.Context) error {
	kinds := v.options.Resend
	if len(kinds) == 0 {
		kinds = []Kind{InDoubt}
	}
	for _, kind := range Kinds() {
		if !slices.Contains(kinds, kind) {
			continue
		}
		for c, err := range v.ledger.Cases(ctx, v.job.ID, kind) {
			if err != nil {
				return err
			}
			if v.concerns(c) {
				v.cases = append(v.cases, c)
			}
		}
	}
	return v.checkRows(ctx)
}

// concerns reports whether a message is meant. What no row of the file sends cannot be sent again.
func (v *resolution) concerns(c Case) bool {
	if len(v.options.Rows) > 0 {
		return slices.Contains(v.options.Rows, c.Row)
	}
	return c.Row > 0 || len(v.options.Resend) == 0
}

// checkRows refuses rows that are not what they were taken for.
func (v *resolution) checkRows(ctx context.Context) error {
	for _, row := range v.options.Rows {
		if slices.ContainsFunc(v.cases, func(c Case) bool { return c.Row == row }) {
			continue
		}
		status, err := v.ledger.RowStatus(ctx, v.job.ID, row)
		if err != nil {
			return err
		}
		return &RowError{row, status, len(v.options.Resend) > 0}
	}
	return nil
}

// decide asks, and makes the decision durable.
func (v *resolution) decide() error {
	if !v.options.AssumeAccepted && len(v.options.Resend) == 0 || len(v.cases) == 0 {
		return nil
	}
	if v.options.Confirm != nil && !v.options.Confirm(Decision{v.options.AssumeAccepted, v.cases}) {
		return refuse("declined/decision")
	}
	if v.options.AssumeAccepted {
		return v.ledger.AssumeAccepted(v.cases)
	}
	return v.ledger.Resend(v.cases)
}

// result counts what is left.
func (v *resolution) result(ctx context.Context) (*ResolveResult, error) {
	r := ResolveResult{Job: ResolvedJob{v.job.Name, v.job.File, v.job.Command}, Cases: v.cases}
	switch {
	case v.options.AssumeAccepted:
		r.Assumed = len(v.cases)
	case len(v.options.Resend) > 0:
		r.Resent = len(v.cases)
	}
	for kind, n := range map[Kind]*int{InDoubt: &r.InDoubt, Rejected: &r.Rejected, Undelivered: &r.Undelivered} {
		for c, err := range v.ledger.Cases(ctx, v.job.ID, kind) {
			if err != nil {
				return nil, err
			}
			if c.Row > 0 {
				*n++
			}
		}
	}
	fresh := slices.ContainsFunc(v.cases, func(c Case) bool { return c.Kind == InDoubt && time.Since(c.PostedAt) < greenapi.QueueLife })
	r.GoOn = r.Resent > 0 || fresh && r.Assumed == 0
	return &r, nil
}
