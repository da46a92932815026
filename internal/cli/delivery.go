package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"contactcast/report"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// trackSummary is what tracking comes to; with --json it is printed as it stands here.
type trackSummary struct {
	Job      string         `json:"job"`
	Outcome  string         `json:"outcome"` // finished, stopped
	ExitCode int            `json:"exitCode"`
	StopCode string         `json:"stopCode,omitempty"`
	Stop     string         `json:"stop,omitempty"`
	Accepted int            `json:"accepted"`
	Delivery map[string]int `json:"delivery"`
	Unknown  int            `json:"deliveryUnknown"` // accepted rows of which nothing is shown
	Seconds  float64        `json:"seconds"`
	Reports  []string       `json:"reports"`
	Ledger   string         `json:"ledger"`
	Next     string         `json:"next,omitempty"`
}

// finish writes the reports and the closing summary. The context may be cancelled by now.
func (t *tracking) finish(ctx context.Context, stopped error) error {
	ctx = context.WithoutCancel(ctx)
	var stop *sender.StopError
	if stopped != nil && !errors.As(stopped, &stop) || stop != nil && stop.Setup() {
		return stopped
	}
	by, err := t.ledger.Deliveries(ctx, t.job.ID)
	if err != nil {
		return err
	}
	s := trackSummary{Job: t.job.Name, Outcome: "finished", Delivery: by, Unknown: by[""], Reports: []string{},
		Ledger: t.ledger.Path(), Seconds: time.Since(t.started).Seconds()}
	for _, n := range by {
		s.Accepted += n
	}
	delete(by, "")
	if stop != nil {
		s.Outcome, s.StopCode, s.Stop, s.ExitCode = "stopped", stop.Code, stop.Text, exitStopped
	}
	s.Next = t.next(s)
	err = t.writeReports(ctx, &s)
	t.print(s)
	if err != nil {
		return &sender.StopError{Code: "report", Text: "what was fetched is in the ledger, but not in a report: " + err.Error(), Err: err}
	}
	if stop != nil {
		return &codeError{exitStopped}
	}
	return nil
}

func (t *tracking) next(s trackSummary) string {
	again := s.Delivery["failed"] + s.Delivery["yellowCard"] + s.Delivery["suspended"] + s.Delivery[ledger.Expired]
	switch {
	case s.Stop != "":
		return "to go on: " + t.command()
	case again > 0:
		return fmt.Sprintf("to send again the %d that failed, were held back or expired: contactcast resolve %s --resend undelivered%s",
			again, quoted(s.Job), t.sameAccount())
	case s.Unknown+s.Delivery["pending"]+s.Delivery["sent"] > 0:
		return "later, to see what became of the rest: " + t.command()
	}
	return ""
}

func (t *tracking) writeReports(ctx context.Context, s *trackSummary) error {
	all, err := report.Of(ctx, t.ledger, t.job)
	if err != nil {
		return err
	}
	var errs []error
	for _, path := range t.files() {
		r := all
		if path == t.NoAccount {
			r.Lines = func() iter.Seq2[ledger.Line, error] { return withoutAccount(all.Lines()) }
		}
		written, err := t.writeReport(ctx, t.ledger, path, placing{asked: true}, r)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		s.Reports = append(s.Reports, written)
	}
	return errors.Join(errs...)
}

// withoutAccount yields the lines whose chat has no WhatsApp account.
func withoutAccount(lines iter.Seq2[ledger.Line, error]) iter.Seq2[ledger.Line, error] {
	return func(yield func(ledger.Line, error) bool) {
		for line, err := range lines {
			if (err != nil || line.Delivery == "noAccount") && !yield(line, err) {
				return
			}
		}
	}
}

func (t *tracking) print(s trackSummary) {
	switch {
	case t.json:
		t.printJSON(s)
		return
	case t.quiet && s.ExitCode == exitDone:
		return
	}
	fmt.Fprintf(t.out, "\n%s: %s\n", s.Job, s.headline())
	for _, status := range statusesOf(s.Delivery) {
		fmt.Fprintf(t.out, "  %7d %-10s %s\n", s.Delivery[status], status, deliveryMeaning(status))
	}
	if s.Unknown > 0 {
		fmt.Fprintf(t.out, "  %7d %-10s %s\n", s.Unknown, "-", "the account shows nothing of them: in its queue still, or not recorded")
	}
	for _, path := range s.Reports {
		fmt.Fprintf(t.out, "  report: %s\n", shown(path))
	}
	if s.Next != "" {
		fmt.Fprintf(t.out, "  %s\n", s.Next)
	}
}

// statusesOf returns the statuses that were counted, those that are new to us last.
func statusesOf(counts map[string]int) []string {
	known := ledger.DeliveryStatuses()
	all := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(all, func(a, b string) int {
		return cmp.Compare(uint(slices.Index(known, a)), uint(slices.Index(known, b)))
	})
	return all
}

func (s trackSummary) headline() string {
	switch {
	case s.Stop != "":
		return "stopped: " + s.Stop
	case s.Accepted == 0:
		return "no row was accepted yet, so there is nothing to track"
	}
	return fmt.Sprintf("delivery of %d accepted %s", s.Accepted, plural(s.Accepted, "row", "rows"))
}

// deliveryMeaning explains the API's words; "" for one that is new to us.
func deliveryMeaning(status string) string {
	switch status {
	case "pending":
		return "WhatsApp is sending it"
	case "sent":
		return "left the account; not shown on the recipient's phone yet"
	case "delivered":
		return "on the recipient's phone"
	case "read":
		return "opened"
	case "noAccount":
		return "no WhatsApp account under this number"
	case "notInGroup":
		return "the sending account is not in this group"
	case "failed":
		return "WhatsApp could not deliver it"
	case "yellowCard", "suspended":
		return "held back while WhatsApp restricted the account"
	case ledger.Expired:
		return "waited more than a day in the account's queue and was dropped"
	}
	return ""
}
