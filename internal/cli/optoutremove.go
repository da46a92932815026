package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"contactcast/importer"
	"contactcast/sender/ledger"
)

type optoutRemoveCmd struct {
	chatsFlags
	Job string `placeholder:"NAME" group:"Job:" help:"Only have this job, which --exclude kept them out of, write to them again."`
}

// Run is `contactcast optout remove`.
func (c *optoutRemoveCmd) Run(ctx context.Context, a *app) (err error) {
	a.json = c.JSON
	chats, err := c.chats(a, "optout remove")
	if err != nil {
		return err
	}
	ids := make([]string, len(chats))
	for i, chat := range chats {
		ids[i] = chat.ChatID
	}
	removed, from := 0, "the list of chats never to write to"
	if c.Job != "" {
		from = "the chats that job " + quoted(c.Job) + " leaves out"
		removed, err = c.lift(ctx, ids)
	} else {
		removed, err = c.remove(ctx, ids)
	}
	switch {
	case err != nil:
		return err
	case removed == 0:
		return &startError{"not-listed", fmt.Errorf("none of them is on %s; nothing was changed", from)}
	case a.json:
		a.printJSON(map[string]int{"removed": removed})
		return nil
	}
	fmt.Fprintf(a.out, "%d %s taken off %s\n", removed, plural(removed, "chat", "chats"), from)
	return nil
}

func (c *optoutRemoveCmd) remove(ctx context.Context, ids []string) (removed int, err error) {
	consent, err := c.consent(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	return consent.Remove(ctx, ids)
}

// lift has a job leave chats out no longer, unless a file of its command would have it do so again.
func (c *optoutRemoveCmd) lift(ctx context.Context, ids []string) (int, error) {
	path, err := c.ledgerPath()
	if err != nil {
		return 0, err
	}
	l, err := c.openLedger(ctx)
	if err != nil {
		return 0, err
	}
	job, err := findJob(ctx, l, c.Job)
	var files []string
	if err == nil {
		files, err = l.ExcludeFiles(ctx, job.ID)
	}
	if err := errors.Join(err, l.Close()); err != nil {
		return 0, err
	}
	for _, file := range files {
		if err := c.stillIn(file, ids); err != nil {
			return 0, err
		}
	}
	return ledger.LiftBeside(ctx, path, job.ID, ids)
}

// stillIn refuses to lift exclusions of chats that a file still names.
func (c *optoutRemoveCmd) stillIn(file string, ids []string) error {
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	list, err := readChats("--exclude", file, importer.Options{Region: c.Region})
	if err != nil {
		return err
	}
	for _, chat := range list.Chats {
		for _, id := range ids {
			if samePerson(chat.ID, id) {
				return &startError{"still-listed", fmt.Errorf("%s still holds %s (row %d), so that the next run would leave it out again: take it out there first. Nothing was changed",
					filepath.Base(file), id, chat.Row)}
			}
		}
	}
	return nil
}
