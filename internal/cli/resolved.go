package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"contactcast/sender/ledger"
)

// resolveSummary is what resolve comes to; with --json it is printed as it stands here.
type resolveSummary struct {
	Job         string       `json:"job"`
	ExitCode    int          `json:"exitCode"`
	Resent      int          `json:"resent"`  // marked pending
	Assumed     int          `json:"assumed"` // taken as accepted
	InDoubt     int          `json:"inDoubt"` // these three: what is left
	Rejected    int          `json:"rejected"`
	Undelivered int          `json:"undelivered"`
	Rows        []resolveRow `json:"rows"` // that it was about
	Next        string       `json:"next,omitempty"`
}

type resolveRow struct {
	Row       int         `json:"row"` // 0: no row of the present file
	Kind      ledger.Kind `json:"kind"`
	ChatID    string      `json:"chatId"`
	Contact   any         `json:"contact"`
	IDMessage string      `json:"idMessage"`
	Delivery  string      `json:"delivery"`
	SentAt    string      `json:"sentAt"`
	Attempts  int         `json:"attempts"`
	ErrorCode string      `json:"errorCode"`
	Cause     string      `json:"cause"`
	Error     string      `json:"error"`
}

func (r *resolution) finish(ctx context.Context) error {
	s := resolveSummary{Job: r.job.Name, Rows: []resolveRow{}}
	switch {
	case r.AssumeAccepted:
		s.Assumed = len(r.cases)
	case len(r.Resend) > 0:
		s.Resent = len(r.cases)
	}
	for kind, n := range map[ledger.Kind]*int{ledger.KindUnknown: &s.InDoubt, ledger.KindRejected: &s.Rejected, ledger.KindUndelivered: &s.Undelivered} {
		for c, err := range r.ledger.Cases(ctx, r.job.ID, kind) {
			if err != nil {
				return err
			}
			if c.Row > 0 {
				*n++
			}
		}
	}
	if s.InDoubt > 0 {
		s.ExitCode = exitRows
	}
	s.Next = r.next(s)
	r.print(s)
	if s.ExitCode != exitDone {
		return &codeError{s.ExitCode}
	}
	return nil
}

// evidenceLasts is how long a run of send looks for evidence.
const evidenceLasts = 24 * time.Hour

// next is the command to run now.
func (r *resolution) next(s resolveSummary) string {
	fresh := slices.ContainsFunc(r.cases, func(c ledger.Case) bool {
		return c.Kind == ledger.KindUnknown && time.Since(c.PostedAt) < evidenceLasts
	})
	if s.Resent > 0 || fresh && s.Assumed == 0 {
		return r.resume(r.job)
	}
	return ""
}

func (r *resolution) print(s resolveSummary) {
	switch {
	case r.json:
		for _, c := range r.cases {
			s.Rows = append(s.Rows, rowOf(c))
		}
		r.printJSON(s)
	case s.Resent > 0:
		fmt.Fprintf(r.out, "%s: %d %s pending again; to send: %s\n", s.Job, s.Resent, plural(s.Resent, "row is", "rows are"), s.Next)
	case s.Assumed > 0:
		fmt.Fprintf(r.out, "%s: %d %s in doubt taken as accepted\n", s.Job, s.Assumed, plural(s.Assumed, "row", "rows"))
	case len(r.Resend) > 0:
		fmt.Fprintf(r.out, "%s: no row is %s; nothing was changed\n", s.Job, orList(r.Resend))
	case r.quiet && s.ExitCode == exitDone:
	default:
		r.list(s)
	}
}

func orList(kinds []ledger.Kind) string {
	var words []string
	for _, k := range kinds {
		words = append(words, string(k))
	}
	return strings.Join(words, " or ")
}

func rowOf(c ledger.Case) resolveRow {
	return resolveRow{Row: c.Row, Kind: c.Kind, ChatID: c.ChatID, Contact: c.Contact, IDMessage: c.IDMessage, Delivery: c.Delivery,
		SentAt: c.PostedAt.Format(timeLayout), Attempts: c.Attempts, ErrorCode: c.Code, Cause: c.Cause, Error: c.Error}
}
