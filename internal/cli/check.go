package cli

import (
	"context"
	"fmt"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type checkCmd struct {
	planFlags
	accountFlags
	Report []string `sep:"none" placeholder:"FILE" group:"Output:" help:"Also write the plan as a report; rows that can be sent are pending. Repeatable."`
	outputFlags
}

// Run is `contactcast check`.
func (c *checkCmd) Run(ctx context.Context, a *app) error {
	a.json, a.quiet = c.JSON, c.Quiet
	from, err := c.from(a)
	if err != nil {
		return err
	}
	list, err := c.list(a)
	if err != nil {
		return err
	}
	r, err := job.Check(ctx, job.CheckOptions{From: from, List: list, Reports: c.Report, Tell: func(e job.Event) { c.tell(a, e) }})
	if err != nil {
		return err
	}
	s := newSummary(a, r.Tally, r.Reports)
	s.Unmatched = len(r.Consent.Undecided)
	switch {
	case a.json:
		a.printJSON(s)
	case !a.quiet || s.ExitCode != exitDone:
		a.printCheck(s, r)
		if s.Counts[words.Pending] > 0 {
			fmt.Fprintf(a.out, "  to send it as it was read: %s\n", c.sending(a, r.Reading))
		}
	}
	return s.exit()
}

// tell says what happens, and of the list how it is read.
func (c *checkCmd) tell(a *app, e job.Event) {
	switch e := e.(type) {
	case job.ListRead:
		a.log("%s", sourceWords(e))
		for _, note := range a.remarks(e) {
			a.log("%s", note)
		}
		a.log("%s", mappingWords(e))
	case job.Known:
		a.log("%s", knownWords(e))
	default:
		a.tell(e)
	}
}

// sending is the command that sends the file, read as it was just read.
func (c *checkCmd) sending(a *app, r job.Reading) command {
	s := command{verb: []string{"send"}, token: a.typed.token, words: []typed{{"", []string{c.File}}}}
	if c.Job != "" {
		s = s.with("job", c.Job)
	}
	s = s.reads(r)
	if len(c.Exclude) > 0 {
		s = s.with("exclude", nearAll(c.Exclude)...)
	}
	if c.Cooldown > 0 {
		s = s.with("cooldown", c.Cooldown.String())
	}
	if c.Already != "" {
		s = s.with("already", c.Already)
	}
	if c.Changed != "" {
		s = s.with("changed", c.Changed)
	}
	s.words = append(s.words, a.typed.to("").words...)
	return s
}

func nearAll(paths []string) (names []string) {
	for _, path := range paths {
		names = append(names, near(path))
	}
	return names
}

// printCheck prints the plan: how many rows of each kind, the first card, and how long sending takes.
func (a *app) printCheck(s summary, r *job.CheckResult) {
	fmt.Fprintf(a.out, "\n%s: %d %s\n", s.Job, s.Rows, plural(s.Rows, "row", "rows"))
	delivery := deliveryWords(r.Deliveries)
	for _, status := range words.Statuses() {
		what := meaning(status)
		switch {
		case s.Counts[status] == 0:
			continue
		case status == words.Pending:
			what = "would be sent"
		case status == words.Accepted && delivery != "":
			what = delivery
		}
		fmt.Fprintf(a.out, "  %7d %-9s %s\n", s.Counts[status], status, what)
	}
	a.printLeftOut(r.LeftOut)
	printGone(a.out, s.Gone)
	if r.First != nil {
		fmt.Fprintf(a.out, "  first: %s\n", describe(r.First.Card))
		fmt.Fprintf(a.out, "  sending takes %s\n", estimateWords(r.Known.Takes(s.Counts[words.Pending])))
	}
	a.printUndecided(r.Consent)
	for _, path := range s.Reports {
		fmt.Fprintf(a.out, "  report: %s\n", shown(path))
	}
}

// knownWords say what the plan is compared with.
func knownWords(k job.Known) string {
	switch {
	case len(k.Choices) > 0:
		return "several accounts are kept: " + listed(k.Choices) + "; none is chosen (--account), so what was sent before is not looked at"
	case k.Ledger == "":
		return "no account is chosen: what was sent before is not looked at"
	case k.IsNew:
		return nothingSent + ": there is no ledger " + k.Ledger
	}
	return "ledger: " + k.Ledger
}

// estimateWords say how long sending takes, and what that is taken from.
func estimateWords(e job.Estimate) string {
	if e.Interval == 0 {
		return "as long as the API takes: no pace was kept to in the last run"
	}
	from := map[job.Basis]string{
		job.FromDocumentation: "the shortest delay that GREEN-API allows; the account's own may be longer",
		job.FromLastRun:       "as in the last run",
		job.FromSandbox:       "as the simulated account has it",
	}[e.Basis]
	text := fmt.Sprintf("about %s: one card every %s, %s", duration(e.Total), e.Interval, from)
	if e.Days > 0 {
		text += fmt.Sprintf("; with its limit of %d a day, %d days", e.Limit, e.Days)
	}
	return text
}
