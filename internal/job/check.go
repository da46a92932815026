package job

import (
	"context"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// CheckOptions say which list is looked at.
type CheckOptions struct {
	From From
	List List
	// Language is the one that reports are written in; its zero value is English.
	Language words.Language
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
func Check(ctx context.Context, o CheckOptions) (*CheckResult, error) {
	c, err := Preview(ctx, o)
	if err != nil {
		return nil, err
	}
	return &c.CheckResult, c.Close()
}

// checkReports finds where a check's reports go, and refuses those that cannot be written.
func (s *source) checkReports(ctx context.Context, t *teller, asked []string, known Known) ([]string, error) {
	if err := s.spare(asked, ""); err != nil {
		return nil, err
	}
	reports, err := s.places(ctx, t, asked, known)
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
	return reports, nil
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
