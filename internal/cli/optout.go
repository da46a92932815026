package cli

import (
	"context"
	"fmt"

	"contactcast/internal/job"
)

type optoutCmd struct {
	Add    optoutAddCmd    `cmd:"" help:"Never write to these chats again, from any account, in any job."`
	Remove optoutRemoveCmd `cmd:"" help:"Take chats off the list; or with --job, no longer leave them out of that job."`
	List   optoutListCmd   `cmd:"" help:"Show the list, the latest first."`
	Word   optoutWordCmd   `cmd:"" help:"Words by which people opt themselves out."`
}

// chatsFlags name chats, one by one or as lists.
type chatsFlags struct {
	accountFlags
	Chat   []string `arg:"" placeholder:"FILE|CHAT" help:"A chat id, a phone number, or a list of them in any of the formats, with or without a header; - is standard input."`
	Region string   `placeholder:"CC" group:"Reading:" help:"Country whose national numbers are completed, such as RU (none: numbers must be international)."`
	JSON   bool     `name:"json" group:"Output:" help:"As JSON objects, one a line."`
}

// options are the chats that the flags of a verb name.
func (f *chatsFlags) options(a *app, verb string) (job.OptOutOptions, error) {
	a.json = f.JSON
	from, err := f.from(a)
	return job.OptOutOptions{From: from, Chats: job.Chats{Names: f.Chat, Input: a.in, Region: f.Region, Use: verb}, Tell: a.tell}, err
}

type optoutAddCmd struct{ chatsFlags }

// Run is `contactcast optout add`.
func (c *optoutAddCmd) Run(ctx context.Context, a *app) error {
	o, err := c.options(a, "optout add")
	if err != nil {
		return err
	}
	r, err := job.AddOptOuts(ctx, o)
	switch {
	case err != nil:
		return err
	case a.json:
		a.printJSON(map[string]int{"added": r.Changed, "chats": r.Total})
		return nil
	}
	a.print("optout/added", "n", r.Changed, "total", r.Total)
	return nil
}

type optoutRemoveCmd struct {
	chatsFlags
	Job string `placeholder:"NAME" group:"Job:" help:"Only have this job, which --exclude kept them out of, write to them again."`
}

// Run is `contactcast optout remove`.
func (c *optoutRemoveCmd) Run(ctx context.Context, a *app) error {
	o, err := c.options(a, "optout remove")
	if err != nil {
		return err
	}
	o.Job = c.Job
	r, err := job.RemoveOptOuts(ctx, o)
	switch {
	case err != nil:
		return err
	case a.json:
		a.printJSON(map[string]int{"removed": r.Changed})
		return nil
	}
	if c.Job != "" {
		a.print("optout/lifted", "n", r.Changed, "job", c.Job)
	} else {
		a.print("optout/removed", "n", r.Changed)
	}
	return nil
}

type optoutListCmd struct {
	accountFlags
	JSON bool `name:"json" group:"Output:" help:"As JSON objects, one a line."`
}

// optOutLine is an opt-out as --json tells it.
type optOutLine struct {
	ChatID    string `json:"chatId"`
	AddedAt   string `json:"addedAt"`
	List      string `json:"list"`
	Word      string `json:"word"`
	IDMessage string `json:"idMessage"`
}

// Run is `contactcast optout list`.
func (c *optoutListCmd) Run(ctx context.Context, a *app) error {
	a.json = c.JSON
	from, err := c.from(a)
	if err != nil {
		return err
	}
	n := 0
	for o, err := range job.OptOuts(ctx, from) {
		if err != nil {
			return err
		}
		if n++; a.json {
			a.printJSON(optOutLine{o.ChatID, o.AddedAt.Format(timeLayout), o.List, o.Word, o.Evidence})
			continue
		}
		fmt.Fprintf(a.out, "%-30s %s\n", o.ChatID, a.sentence(job.OptedOut(o)))
	}
	if n == 0 && !a.json {
		a.print("optout/nobody")
	}
	return nil
}
