package job

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"contactcast/importer"
	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Chats are chats that are named one by one, or as lists.
type Chats struct {
	// Names are chat ids, phone numbers, or files of any of the formats; "-" is Input.
	Names []string
	Input io.Reader
	// IDs are chat ids or phone numbers, and never taken for files.
	IDs []string
	// Region is the country whose national numbers are completed, or "".
	Region string
	// Use is the verb that they are named for.
	Use string
}

// ChatsRead tells how many chats were read from a file.
type ChatsRead struct {
	File               string
	Chats, WithoutChat int // rows without one
	// Unread is how many cells hold digits that may be a number and could not be read,
	// FirstUnread says where the first is; its Code is "" if there is none.
	Unread      int
	FirstUnread words.Fact
}

func chatsRead(file string, list *importer.ChatList) ChatsRead {
	r := ChatsRead{File: file, Chats: len(list.Chats), WithoutChat: list.WithoutChat, Unread: list.Unread}
	if r.Unread > 0 {
		r.FirstUnread = list.FirstUnread.Fact(r.Unread - 1)
	}
	return r
}

func (ChatsRead) event() {}

// OptOut is a chat never to write to, with its evidence.
type OptOut = ledger.OptOut

// OptedOutError says that a chat is never to be written to.
type OptedOutError struct {
	Chat   string // as it was given
	OptOut OptOut
}

// Error names the chat.
func (e *OptedOutError) Error() string { return e.Chat + " is never to be written to" }

// Fact names the chat, and says since when.
func (e *OptedOutError) Fact() words.Fact {
	return words.New("opted-out/test", "chat", e.Chat, "since", OptedOut(e.OptOut))
}

// OptedOut says when a chat opted out, and how that is known.
func OptedOut(o OptOut) words.Fact {
	at := o.AddedAt.Format(minutes)
	switch {
	case o.Word != "":
		return words.New("optout/sent", "at", at, "text", words.OneLine(o.Word))
	case o.List != "":
		return words.New("optout/list", "at", at, "list", filepath.Base(o.List))
	}
	return words.AsTold(at)
}

// read reads what is named, all of it or nothing.
func (c Chats) read(t *teller) (all []OptOut, err error) {
	now, ids := time.Now(), c.IDs
	for _, name := range c.Names {
		info, err := os.Stat(name)
		if name != "-" && (err != nil || info.IsDir()) {
			ids = append(ids[:len(ids):len(ids)], name)
			continue
		}
		list, from, err := c.list(name)
		if err != nil {
			return nil, err
		}
		t.tell(chatsRead(from, list))
		for _, chat := range list.Chats {
			all = append(all, OptOut{ChatID: chat.ID, List: from, AddedAt: now})
		}
	}
	for _, name := range ids {
		id, err := c.chat(name)
		if err != nil {
			return nil, err
		}
		all = append(all, OptOut{ChatID: id, AddedAt: now})
	}
	return all, nil
}

// chat reads a name that is no file's.
func (c Chats) chat(name string) (string, error) {
	id, err := importer.ParseChat(name, c.Region)
	if err == nil {
		return id, nil
	}
	if words.Of(err).Code == "ambiguous-phone/several" {
		several, sure := importer.ChatsIn(name, c.Region)
		if !sure {
			return "", refuse("options/chats-unread", "account", name)
		}
		return "", refuse("options/chats", "account", name, "chats", strings.Join(several, " "))
	}
	return "", refuseFor(err, "options/chat", "account", name)
}

// list reads a list of chats, and says by what name it is kept.
func (c Chats) list(name string) (*importer.ChatList, string, error) {
	path, remove, err := List{File: name, Input: c.Input}.onDisk()
	if err != nil {
		return nil, "", err
	}
	defer remove()
	list, err := readChats(c.Use, path, importer.Options{Region: c.Region})
	if name == "-" {
		return list, "standard input", err
	}
	return list, filepath.Base(name), err
}

// consent opens the list of opt-outs, and makes the ledger if there is none.
func (f From) consent(ctx context.Context) (*ledger.Consent, error) {
	path, err := f.ledgerPath()
	if err != nil {
		return nil, err
	}
	l, err := openToWrite(ctx, path)
	if err != nil {
		return nil, err
	}
	return l.Consent(), nil
}

// consentToRead opens the list of opt-outs for reading; nil if there is none.
func (f From) consentToRead(ctx context.Context) (*ledger.Consent, error) {
	path, err := f.ledgerPath()
	if err != nil {
		return nil, err
	}
	l, err := ledger.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return l.Consent(), nil
}

// OptOutOptions name chats.
type OptOutOptions struct {
	From  From
	Chats Chats
	// Job, for RemoveOptOuts, is the only job that is to write to them again.
	Job string
	// Tell is told what happens meanwhile.
	Tell func(Event)
}

// OptOutResult counts what was changed, and all chats that are never written to now.
type OptOutResult struct{ Changed, Total int }

// AddOptOuts has nobody write to chats any more, from any account, in any job.
func AddOptOuts(ctx context.Context, o OptOutOptions) (r OptOutResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	chats, err := o.Chats.read(t)
	if err != nil {
		return r, err
	}
	consent, err := o.From.consent(ctx)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	if r.Changed, err = consent.Add(ctx, chats); err != nil {
		return r, err
	}
	r.Total, err = consent.Count(ctx)
	return r, err
}

// RemoveOptOuts takes chats off the list, or lifts what a job was told to leave out.
func RemoveOptOuts(ctx context.Context, o OptOutOptions) (r OptOutResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	chats, err := o.Chats.read(t)
	if err != nil {
		return r, err
	}
	ids := make([]string, len(chats))
	for i, chat := range chats {
		ids[i] = chat.ChatID
	}
	if o.Job != "" {
		r.Changed, err = o.lift(ctx, ids)
		if err == nil && r.Changed == 0 {
			err = refuse("not-listed/job", "job", o.Job)
		}
		return r, err
	}
	consent, err := o.From.consent(ctx)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	r.Changed, err = consent.Remove(ctx, ids)
	if err == nil && r.Changed == 0 {
		err = refuse("not-listed")
	}
	return r, err
}

// lift has a job leave chats out no longer, unless a file of its command would have it do so again.
func (o OptOutOptions) lift(ctx context.Context, ids []string) (n int, err error) {
	l, job, err := o.From.openJob(ctx, o.Job)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	kept, err := keptLists(ctx, l, job.ID)
	if err != nil {
		return 0, err
	}
	for _, list := range kept {
		if err := o.stillIn(list, ids); err != nil {
			return 0, err
		}
	}
	return l.Lift(ctx, job.ID, ids)
}

// stillIn refuses to lift exclusions of chats that a file still names.
func (o OptOutOptions) stillIn(kept KeptList, ids []string) error {
	if kept.Gone {
		return nil
	}
	list, err := readChats("kept", kept.File, importer.Options{Region: o.Chats.Region})
	if err != nil {
		return err
	}
	for _, chat := range list.Chats {
		for _, id := range ids {
			if samePerson(chat.ID, id) {
				return refuse("still-listed", "file", filepath.Base(kept.File), "chat", id, "row", chat.Row)
			}
		}
	}
	return nil
}

func samePerson(a, b string) bool { return card.Person(a) == card.Person(b) }

// OptOuts yields the chats never to write to, the latest first.
func OptOuts(ctx context.Context, from From) iter.Seq2[OptOut, error] {
	return func(yield func(OptOut, error) bool) {
		consent, err := from.consentToRead(ctx)
		if err != nil {
			yield(OptOut{}, err)
			return
		}
		if consent == nil {
			return
		}
		defer consent.Close()
		for o, err := range consent.OptOuts(ctx) {
			if !yield(o, err) {
				return
			}
		}
	}
}
