package cli

import (
	"context"
	"fmt"
	"time"

	"contactcast/internal/job"
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
		return &usageError{"--in-flight: want 1 to 1000"}
	case c.Timeout < time.Second:
		return &usageError{"--timeout: want a second or more"}
	case c.Settle < time.Second:
		return &usageError{"--settle: want a second or more; less than 5m suits only an API known to be quick"}
	case c.Adopt != "" && c.NoJournal:
		return &usageError{"--adopt and --no-journal: one asks for a look at the account's journal, the other does without"}
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
	o := job.SendOptions{From: from, List: list, Reports: c.Report, Rate: c.Rate, InFlight: c.InFlight, Timeout: c.Timeout, Settle: c.Settle,
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
	if sheet := sheetWords(r); sheet != "" {
		a.log("%s", sheet)
	}
	for _, note := range a.remarks(r) {
		a.log("%s", note)
	}
	if limits := c.by(time.Now()); limits != "" {
		a.log("%s", limits)
	}
}

// confirm shows the plan and, on a terminal and with a real account, waits for a yes.
func (c *sendCmd) confirm(ctx context.Context, a *app, p job.Plan) bool {
	if !a.terminal || c.Yes || c.Sandbox {
		a.log("%s", planWords(p))
		return true
	}
	text := planWords(p) + fmt.Sprintf("\nto %d %s; the instance is %s", p.Chats, plural(p.Chats, "chat", "chats"), p.State)
	if p.Invalid > 0 {
		text += fmt.Sprintf("; %d %s cannot be sent", p.Invalid, plural(p.Invalid, "row", "rows"))
	}
	if p.First != nil {
		text += "\nfirst: " + describe(p.First.Card)
	}
	return a.confirmed(ctx, text+"\nSend?")
}

// planWords are a plan in one line.
func planWords(p job.Plan) string {
	cards := fmt.Sprintf("%d %s", p.Cards, plural(p.Cards, "card", "cards"))
	if p.Cards < p.Pending {
		cards = fmt.Sprintf("%d of %d cards", p.Cards, p.Pending)
	}
	from := phoneWords(p.From)
	if p.Sandbox {
		from = "a simulated account"
	}
	text := fmt.Sprintf("%s to send from %s, one every %s: about %s", cards, from, p.Interval, duration(p.Takes()))
	if p.Interval == 0 {
		text = fmt.Sprintf("%s to send from %s, as fast as the API takes them", cards, from)
	}
	if p.Doubts > 0 {
		text += fmt.Sprintf("; %d in doubt are sent again only if evidence shows that they were not", p.Doubts)
	}
	return text
}
