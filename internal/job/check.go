package job

import (
	"context"
	"errors"

	"contactcast/report"
	"contactcast/sender/ledger"
)

// CheckOptions say which list is looked at.
type CheckOptions struct {
	From From
	List List
	// Reports are written from the plan: rows that can be sent are pending.
	Reports []string
	// Tell is told what happens meanwhile.
	Tell func(Event)
}

// CheckResult is what a list would come to.
type CheckResult struct {
	Tally
	// First is the first card that would be sent; nil if none would.
	First   *ledger.Message
	Known   Known
	Reports []string
	// Consent is what is known of who said no.
	Consent Consent
	// Reading says how the list was read, what was said before included.
	Reading Reading
}

// Check plans a list as Send does, into a ledger that is thrown away. It asks no network, and holds nobody up.
func Check(ctx context.Context, o CheckOptions) (r *CheckResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	known, in, err := o.From.known(ctx)
	if err != nil {
		return nil, err
	}
	s, err := o.List.open(ctx, known.Ledger)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.spare(o.Reports, ""); err != nil {
		return nil, err
	}
	reports, err := s.places(ctx, t, o.Reports, known)
	if err != nil {
		return nil, err
	}
	if err := CheckReports(reports); err != nil {
		return nil, err
	}
	for _, path := range reports {
		if err := probe(path); err != nil {
			return nil, err
		}
	}
	l, err := ledger.Draft(ctx, known.Ledger, in.shared())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	t.tell(s.told())
	t.tell(known)
	return s.check(ctx, t, l, o.From, known, reports)
}

// check plans the list into a draft, and says what came of it.
func (s *source) check(ctx context.Context, t *teller, l *ledger.Ledger, from From, known Known, reports []string) (*CheckResult, error) {
	s.plan.Fingerprint = "draft" // never taken for unchanged
	job, _, err := s.into(ctx, l)
	if err != nil {
		return nil, err
	}
	if err := s.tellConsent(ctx, t, l, job); err != nil {
		return nil, err
	}
	r := CheckResult{Known: known, Reading: s.list.Reading}
	if r.Tally, err = tally(ctx, l, job, nil, 0); err != nil {
		return nil, err
	}
	if r.Consent, err = from.consentIfAny(ctx); err != nil {
		return nil, err
	}
	t.tell(Countries(s.Countries()))
	t.tell(Warnings(s.warnings.commonest()))
	if err := tellProblems(ctx, t, l, job, r.Counts); err != nil {
		return nil, err
	}
	result, err := report.Of(ctx, l, job)
	if err != nil {
		return nil, err
	}
	for _, path := range reports {
		written, err := report.Write(ctx, path, result)
		if err != nil {
			return nil, err
		}
		r.Reports = append(r.Reports, written)
	}
	first, err := l.Pending(ctx, job.ID, 0, 1)
	if len(first) > 0 {
		r.First = &first[0]
	}
	return &r, err
}

func tellProblems(ctx context.Context, t *teller, l *ledger.Ledger, job ledger.Job, counts Counts) error {
	problems, err := problemsOf(ctx, l, job, counts)
	if err == nil {
		t.tell(problems)
	}
	return err
}

// places finds where the reports go, by what the account's ledger knows of lists and reports.
func (s *source) places(ctx context.Context, t *teller, reports []string, known Known) (places []string, err error) {
	if len(reports) == 0 || known.Ledger == "" || known.IsNew {
		return reports, nil
	}
	l, err := ledger.OpenReadOnly(ctx, known.Ledger)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	if err := spareLists(ctx, l, s.others(reports)); err != nil {
		return nil, err
	}
	for _, path := range reports {
		name, err := place{asked: true}.find(ctx, t, l, path)
		if err != nil {
			return nil, err
		}
		places = append(places, name)
	}
	return places, nil
}
