package cli

import (
	"context"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type sendCmd struct {
	planFlags
	accountFlags
	limitFlags
	Report    []string      `sep:"none" placeholder:"FILE" group:"Output:" help:"Report to write: .xlsx, .csv, .jsonl, .html or .prom (beside the input, as NAME-report). Repeatable."`
	Rate      job.Rate      `placeholder:"RATE" group:"Sending:" help:"auto: as fast as the account's queue sends; or 2/s, 30/m, 500/h; or max (auto)."`
	InFlight  int           `default:"8" placeholder:"N" group:"Sending:" help:"Requests under way at once (${default})."`
	Timeout   time.Duration `default:"60s" placeholder:"TIME" group:"Sending:" help:"How long to wait for an answer (${default})."`
	TestTo    string        `placeholder:"CHAT" group:"Sending:" help:"Send only the first row's card, and only to this chat, to look at it on a phone. Recorded as a job of its own."`
	Adopt     adoption      `placeholder:"[none]" group:"Sending:" help:"Take cards that the account shows as sent, but that this ledger does not know, as accepted; with none, record that they are not this list's."`
	NoJournal bool          `group:"Sending:" help:"Send without looking whether the account shows cards that this ledger does not know: your word, for this run, that there are none."`
	Settle    time.Duration `default:"5m" placeholder:"TIME" group:"Sending:" help:"How long evidence must be silent before a row in doubt is sent again (${default})."`
	Yes       bool          `group:"Sending:" help:"Do not ask before sending."`
	outputFlags
}

func (c *sendCmd) Validate() error {
	switch {
	case c.InFlight < 1 || c.InFlight > 1000:
		return misused("cli/in-flight")
	case c.Timeout < time.Second:
		return misused("cli/timeout")
	case c.Settle < time.Second:
		return misused("cli/settle")
	case c.Adopt != "" && c.NoJournal:
		return misused("cli/adopt-or-not")
	}
	return c.limitFlags.validate()
}

// Run is `contactcast send`.
func (c *sendCmd) Run(ctx context.Context, a *app) error {
	a.json, a.quiet = c.JSON, c.Quiet
	list, err := c.list(a)
	if err == nil {
		err = list.Look()
	}
	if err == nil {
		err = job.CheckReports(c.Report)
	}
	if err != nil {
		return err
	}
	from, err := c.chosen(ctx, a)
	if err != nil {
		return err
	}
	o := job.SendOptions{From: from, List: list, Language: a.words, Reports: c.Report, Rate: c.Rate, InFlight: c.InFlight, Timeout: c.Timeout, Settle: c.Settle,
		Limits: c.limits(), Limit: value(c.Limit), Wait: c.Wait, Adopt: job.Adoption(c.Adopt), NoJournal: c.NoJournal, Resume: fromHere(a.typed.again().String()),
		Confirm: func(p job.Plan) bool { return c.confirm(ctx, a, p) }, Tell: func(e job.Event) { c.tell(a, e) }, Hooks: a.hooks}
	var r *job.SendResult
	if c.TestTo != "" {
		r, err = job.Test(ctx, job.TestOptions{Send: o, Chat: c.TestTo})
	} else {
		r, err = job.Send(ctx, o)
	}
	if err != nil {
		return err
	}
	return a.sum(r)
}

// tell says what happens, and of the list what a person who sends it should know.
func (c *sendCmd) tell(a *app, e job.Event) {
	r, ok := e.(job.ListRead)
	if !ok {
		a.tell(e)
		return
	}
	if len(r.Sheets) > 1 {
		a.say("list/one-sheet", "sheet", r.Sheet, "n", len(r.Sheets))
	}
	for _, note := range a.remarks(r) {
		a.log(note)
	}
	if limits := c.by(a, time.Now()); limits != "" {
		a.log(limits)
	}
}

// confirm shows the plan and, on a terminal and with a real account, waits for a yes.
func (c *sendCmd) confirm(ctx context.Context, a *app, p job.Plan) bool {
	if !a.terminal || c.Yes || c.Sandbox {
		a.log(a.planWords(p))
		return true
	}
	text := a.planWords(p) + "\n"
	if p.Invalid > 0 {
		text += a.text("plan/invalid", "n", p.Chats, "state", p.State, "invalid", p.Invalid)
	} else {
		text += a.text("plan/chats", "n", p.Chats, "state", p.State)
	}
	if p.First != nil {
		text += "\n" + a.text("plan/first", "card", a.describe(p.First.Card))
	}
	return a.confirmed(ctx, text+"\n"+a.text("plan/send"))
}

// planWords are a plan in one line.
func (a *app) planWords(p job.Plan) string {
	cards := words.New("plan/cards", "n", p.Cards)
	if p.Cards < p.Pending {
		cards = words.New("plan/some", "n", p.Cards, "pending", p.Pending)
	}
	from := a.fromWords(p)
	plan := words.New("plan/paced", "cards", cards, "from", from, "interval", p.Interval, "span", a.span(p.Takes()))
	if p.Interval == 0 {
		plan = words.New("plan/unpaced", "cards", cards, "from", from)
	}
	if p.Doubts > 0 {
		plan = words.New("plan/doubts", "plan", plan, "n", p.Doubts)
	}
	if p.Elsewhere > 0 {
		plan = words.New("plan/elsewhere", "plan", plan, "n", p.Elsewhere)
	}
	return a.sentence(plan)
}

// mostNamed is how many accounts are named in a line.
const mostNamed = 5

// fromWords are the account that a plan is sent from, or all of them.
func (a *app) fromWords(p job.Plan) string {
	switch {
	case len(p.Accounts) > 0:
		var names []string
		for _, one := range p.Accounts[:min(len(p.Accounts), mostNamed)] {
			if one.From == "" || p.Sandbox {
				names = append(names, one.Name)
			} else {
				names = append(names, a.text("plan/by", "name", one.Name, "phone", a.phoneWords(one.From)))
			}
		}
		if n := len(p.Accounts) - len(names); n > 0 {
			names = append(names, a.text("wait/others", "n", n))
		}
		return a.text("plan/accounts", "n", len(p.Accounts), "accounts", listed(names))
	case p.Sandbox:
		return a.text("plan/simulated")
	}
	return a.phoneWords(p.From)
}
