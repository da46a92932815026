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
	r, err := job.Check(ctx, job.CheckOptions{From: from, List: list, Language: a.words, Reports: c.Report, Tell: func(e job.Event) { c.tell(a, e) }})
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
			a.item("check/send", "command", c.sending(a, r.Reading))
		}
	}
	return s.exit()
}

// tell says what happens, and of the list how it is read.
func (c *checkCmd) tell(a *app, e job.Event) {
	switch e := e.(type) {
	case job.ListRead:
		a.log(a.sourceWords(e))
		for _, note := range a.remarks(e) {
			a.log(note)
		}
		a.log(a.mappingWords(e))
	case job.Known:
		a.log(a.knownWords(e))
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
	fmt.Fprintf(a.out, "\n%s\n", a.text("check/rows", "title", s.Job, "n", s.Rows))
	a.printCounts(s.Counts, a.deliveryWords(r.Deliveries), words.New("check/pending"))
	a.printLeftOut(r.LeftOut)
	a.printGone(s.Gone)
	if r.First != nil {
		a.item("plan/first", "card", a.describe(r.First.Card))
		a.item("check/takes", "estimate", a.estimateWords(r.Known.Takes(s.Counts[words.Pending])))
	}
	a.printUndecided(r.Consent)
	for _, path := range s.Reports {
		a.item("summary/report", "file", path)
	}
}

// knownWords say what the plan is compared with.
func (a *app) knownWords(k job.Known) string {
	switch {
	case k.Ledger == "":
		return a.text("known/nobody")
	case k.IsNew:
		return a.text("no-ledger", "ledger", k.Ledger)
	}
	return a.text("ledger/used", "ledger", k.Ledger)
}

// estimateWords say how long sending takes, and what that is taken from.
func (a *app) estimateWords(e job.Estimate) string {
	if e.Interval == 0 {
		return a.text("estimate/none")
	}
	basis := map[job.Basis]words.Code{
		job.FromDocumentation: "estimate/documented", job.FromLastRun: "estimate/last-run", job.FromSandbox: "estimate/sandbox",
	}[e.Basis]
	text := a.text("estimate/paced", "span", a.span(e.Total), "interval", e.Interval, "basis", words.New(basis))
	if e.Days > 0 {
		text = a.text("estimate/limited", "estimate", text, "limit", e.Limit, "n", e.Days)
	}
	return text
}
