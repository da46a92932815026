package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type trackCmd struct {
	accountFlags
	Job       string   `arg:"" completion-predictor:"job" placeholder:"JOB" help:"The job, as status names it, or the file it was read from."`
	Report    []string `sep:"none" placeholder:"FILE" group:"Output:" help:"Report to write again, with the column delivery filled in: .xlsx, .csv, .jsonl, .html or .prom. Repeatable."`
	NoAccount string   `placeholder:"FILE" group:"Output:" help:"Write the rows whose chat has no WhatsApp account, as a report; the next list's --exclude takes it."`
	outputFlags
}

// Run is `contactcast track`. It reads the account's journal and messages; it sends nothing.
func (c *trackCmd) Run(ctx context.Context, a *app) error {
	a.json, a.quiet = c.JSON, c.Quiet
	if err := job.CheckReports(append(slices.Clone(c.Report), given(c.NoAccount)...)); err != nil {
		return err
	}
	from, err := c.from(a)
	if err != nil {
		return err
	}
	r, err := job.Track(ctx, job.TrackOptions{From: from, Job: c.Job, Language: a.words, Reports: c.Report, NoAccount: c.NoAccount, Tell: a.tell, Hooks: a.hooks})
	if r == nil {
		return err
	}
	s := newTrackSummary(a, r)
	a.printTrack(s)
	switch {
	case err != nil:
		return err
	case r.Stop != nil:
		return &codeError{exitStopped}
	}
	return nil
}

// given are those of the words that are not empty.
func given(all ...string) []string {
	return slices.DeleteFunc(all, func(word string) bool { return word == "" })
}

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

func newTrackSummary(a *app, r *job.TrackResult) trackSummary {
	s := trackSummary{Job: r.Job, Outcome: "finished", Accepted: r.Accepted(), Delivery: r.Deliveries, Unknown: r.Unknown,
		Seconds: r.Took.Seconds(), Reports: append([]string{}, r.Reports...), Ledger: r.Ledger}
	if r.Stop != nil {
		s.Outcome, s.StopCode, s.Stop, s.ExitCode = "stopped", r.Stop.Code(), a.explain(r.Stop.Fact(), a.typed.again().String()), exitStopped
	}
	for _, step := range r.Steps() {
		switch step {
		case words.GoOn:
			s.Next = a.text(words.GoOn.Code(), "command", a.typed)
		case words.ResendFailed:
			s.Next = a.text("track/resend", "n", r.Undelivered(), "command", a.typed.to("resolve", r.Job).with("resend", string(job.Undelivered)))
		case words.Track:
			s.Next = a.text("track/later", "command", a.typed)
		}
	}
	return s
}

func (a *app) printTrack(s trackSummary) {
	switch {
	case a.json:
		a.printJSON(s)
		return
	case a.quiet && s.ExitCode == exitDone:
		return
	}
	fmt.Fprintf(a.out, "\n%s\n", a.text("summary/title", "title", s.Job, "headline", s.headline(a)))
	for _, status := range deliveriesOf(s.Delivery) {
		fmt.Fprintf(a.out, "  %7d %-10s %s\n", s.Delivery[status], status, a.deliveryMeaning(status))
	}
	if s.Unknown > 0 {
		fmt.Fprintf(a.out, "  %7d %-10s %s\n", s.Unknown, "-", a.text("track/not-shown"))
	}
	for _, path := range s.Reports {
		a.item("summary/report", "file", path)
	}
	if s.Next != "" {
		fmt.Fprintf(a.out, "  %s\n", s.Next)
	}
}

// deliveriesOf returns the statuses that were counted, those that are new to us last.
func deliveriesOf(counts map[string]int) []string {
	known := words.Deliveries()
	all := slices.Sorted(maps.Keys(counts))
	slices.SortStableFunc(all, func(a, b string) int {
		return cmp.Compare(uint(slices.Index(known, words.Delivery(a))), uint(slices.Index(known, words.Delivery(b))))
	})
	return all
}

func (s trackSummary) headline(a *app) string {
	switch {
	case s.Stop != "":
		return a.text("run/because", "outcome", words.New("run/stopped"), "why", s.Stop)
	case s.Accepted == 0:
		return a.text("track/nothing")
	}
	return a.text("track/delivery", "n", s.Accepted)
}

// deliveryMeaning explains the API's words; "" for one that is new to us.
func (a *app) deliveryMeaning(status string) string {
	if !slices.Contains(words.Deliveries(), words.Delivery(status)) {
		return ""
	}
	return a.sentence(words.Delivery(status).Fact())
}
