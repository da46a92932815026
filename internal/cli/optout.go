package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"contactcast/importer"
	"contactcast/sender/ledger"
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

// chats reads what is named, all of it or nothing.
func (f *chatsFlags) chats(a *app, verb string) (all []ledger.OptOut, err error) {
	now, options := time.Now(), importer.Options{Region: f.Region}
	for _, arg := range f.Chat {
		info, err := os.Stat(arg)
		if arg != "-" && (err != nil || info.IsDir()) {
			id, err := importer.ParseChat(arg, f.Region)
			if err != nil {
				return nil, &usageError{fmt.Sprintf("%s %s: there is no such file, and as a chat: %s", verb, quoted(arg), err)}
			}
			all = append(all, ledger.OptOut{ChatID: id, AddedAt: now})
			continue
		}
		list, name, err := f.list(a, verb, arg, options)
		if err != nil {
			return nil, err
		}
		a.log("%s: %d %s read, %d %s without one", filepath.Base(arg), len(list.Chats), plural(len(list.Chats), "chat", "chats"),
			list.WithoutChat, plural(list.WithoutChat, "row", "rows"))
		for _, chat := range list.Chats {
			all = append(all, ledger.OptOut{ChatID: chat.ID, List: name, AddedAt: now})
		}
	}
	return all, nil
}

// list reads a list of chats, and says by what name it is kept.
func (f *chatsFlags) list(a *app, verb, arg string, o importer.Options) (*importer.ChatList, string, error) {
	in := readFlags{File: arg}
	path, remove, err := in.stdin(a.in)
	if err != nil {
		return nil, "", err
	}
	defer remove()
	list, err := readChats(verb, path, o)
	if arg == "-" {
		return list, "standard input", err
	}
	return list, filepath.Base(arg), err
}

// consent opens the list of opt-outs, and makes it if there is none.
func (f *accountFlags) consent(ctx context.Context) (*ledger.Consent, error) {
	if f.State == "" && !filepath.IsAbs(f.stateDir()) {
		_, err := f.ledgerPath() // says so
		return nil, err
	}
	return ledger.OpenConsent(ctx, f.sharedPath())
}

// readConsent opens the list of opt-outs for reading; nil if there is none.
func (f *accountFlags) readConsent(ctx context.Context) (*ledger.Consent, error) {
	c, err := ledger.ReadConsent(ctx, f.sharedPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return c, err
}

type optoutAddCmd struct{ chatsFlags }

// Run is `contactcast optout add`.
func (c *optoutAddCmd) Run(ctx context.Context, a *app) (err error) {
	a.json = c.JSON
	chats, err := c.chats(a, "optout add")
	if err != nil {
		return err
	}
	consent, err := c.consent(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	added, err := consent.Add(ctx, chats)
	if err != nil {
		return err
	}
	total, err := consent.Count(ctx)
	if err != nil {
		return err
	}
	if a.json {
		a.printJSON(map[string]int{"added": added, "chats": total})
		return nil
	}
	fmt.Fprintf(a.out, "%d %s added; %d %s never written to, from any account\n", added, plural(added, "chat", "chats"), total, plural(total, "chat is", "chats are"))
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
func (c *optoutListCmd) Run(ctx context.Context, a *app) (err error) {
	a.json = c.JSON
	consent, err := c.readConsent(ctx)
	if err != nil {
		return err
	}
	n := 0
	if consent != nil {
		defer func() { err = errors.Join(err, consent.Close()) }()
		for o, err := range consent.OptOuts(ctx) {
			if err != nil {
				return err
			}
			if n++; a.json {
				a.printJSON(optOutLine{o.ChatID, o.AddedAt.Format(timeLayout), o.List, o.Word, o.Evidence})
				continue
			}
			fmt.Fprintf(a.out, "%-30s %s%s\n", o.ChatID, when(o.AddedAt), because(o))
		}
	}
	if n == 0 && !a.json {
		fmt.Fprintln(a.out, "nobody has opted out")
	}
	return nil
}
