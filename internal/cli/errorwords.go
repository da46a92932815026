package cli

import (
	"errors"
	"fmt"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// worded is an error in words for people, with the commands in it as this command line needs
// them. What stands around the facts, a file's name or a verb, stays.
func (a *app) worded(err error) error {
	var told *wordedError
	if errors.As(err, &told) {
		return err
	}
	text, fact := a.ownWords(err)
	if fact == nil {
		return &wordedError{a.told(err), err}
	}
	if before, after, ok := strings.Cut(err.Error(), fact.Error()); ok {
		text = before + text + after
	}
	return &wordedError{text, err}
}

// ownWords are the words of an error that holds more than a fact, and that error; nil for any other.
func (a *app) ownWords(err error) (string, error) {
	if e, ok := errors.AsType[*job.NoJobError](err); ok {
		return noJobWords(e), e
	}
	if e, ok := errors.AsType[*job.RowError](err); ok {
		return rowWords(e), e
	}
	if e, ok := errors.AsType[*job.ListError](err); ok {
		if q, ok := errors.AsType[*job.Question](err); ok {
			return a.questionWordsOf(e, q), e
		}
		return "", nil
	}
	if e, ok := errors.AsType[*job.ChatsError](err); ok {
		return a.chatsWords(e), e
	}
	if e, ok := errors.AsType[*job.AlreadySentError](err); ok {
		return a.alreadyWords(e), e
	}
	if e, ok := errors.AsType[*job.OptedOutError](err); ok {
		return fmt.Sprintf("--test-to %s: this chat is on the list of chats never to write to since %s%s", e.Chat, when(e.OptOut.AddedAt), because(e.OptOut)), e
	}
	if e, ok := errors.AsType[*job.UnrecordedError](err); ok {
		return a.unrecordedWords(e), e
	}
	if e, ok := errors.AsType[*job.BusyError](err); ok {
		return fmt.Sprintf("another run holds this account (%s): let it finish; %s shows how far it is", e.Path, a.typed.to("status")), e
	}
	if e, ok := errors.AsType[*job.ReadOnlyError](err); ok {
		return e.Error() + "; make it writable, or choose another folder with --state or CONTACTCAST_STATE", e
	}
	return "", nil
}

func noJobWords(e *job.NoJobError) string {
	known := "there are none"
	for i, name := range e.Known {
		if i == 0 {
			known = "there is " + quoted(name)
		} else {
			known += ", " + quoted(name)
		}
	}
	return fmt.Sprintf("no job %s in %s; %s", quoted(e.Name), e.Ledger, known)
}

func rowWords(e *job.RowError) string {
	switch {
	case e.Status == "":
		return fmt.Sprintf("--row %d: the file has no such row", e.Row)
	case e.Resend:
		return fmt.Sprintf("--row %d: that row is %s, and not among those that --resend names", e.Row, e.Status)
	}
	return fmt.Sprintf("--row %d: that row is %s, not in doubt", e.Row, e.Status)
}

// alreadyWords say which rows another job sent already, and the choices.
func (a *app) alreadyWords(e *job.AlreadySentError) string {
	jobs := "job " + quoted(e.Job)
	if e.Jobs > 1 {
		jobs = fmt.Sprintf("%s and %d other %s", jobs, e.Jobs-1, plural(e.Jobs-1, "job", "jobs"))
	}
	rows := e.Rows[:min(len(e.Rows), shownRows)]
	return fmt.Sprintf("%d of %d %s already got this card in %s (%s %s), and nothing was sent",
		e.Already, e.Total, plural(e.Total, "row", "rows"), jobs, plural(e.Already, "row", "rows"), joinRows(rows, e.Already)) +
		a.choices(words.New("already-sent", "job", e.Job, "list", e.Job), words.OtherJob, words.SkipAlready, words.SendAlready)
}

// choices are lines with the commands that a person has the choice of.
func (a *app) choices(f words.Fact, remedies ...words.Remedy) (text string) {
	for _, r := range remedies {
		if c, ok := a.remedyCommand(r, f); ok {
			text += "\n  " + a.sentence(words.New(r.Code(), "command", c))
		}
	}
	return text
}

// shownRows is how many rows are named of many.
const shownRows = 5

// unrecordedWords say what the account shows, and the choices.
func (a *app) unrecordedWords(e *job.UnrecordedError) string {
	var text string
	if e.Cards > 0 {
		text = fmt.Sprintf("this account already sent %d of these cards, not recorded in %s: was the ledger lost, restored from a backup, or is it another machine's? "+
			"Nothing was sent", e.Cards, e.Ledger)
	}
	if e.Hidden == 0 {
		return text + a.choices(words.Fact{}, words.Adopt, words.AdoptNone)
	}
	if text != "" {
		text += "; and "
	}
	span := ""
	if !e.First.IsZero() {
		span = fmt.Sprintf(" (%s to %s)", e.First.Local().Format("2006-01-02 15:04:05"), e.Last.Local().Format("2006-01-02 15:04:05 MST"))
	}
	return text + fmt.Sprintf("this account sent %d %s like these%s that are not recorded here, to chats that it shows under hidden ids (@lid): "+
		"more rows than that hold such a card, and which of them were sent cannot be told. Nothing was sent", e.Hidden, plural(e.Hidden, "card", "cards"), span) +
		a.choices(words.Fact{}, words.AdoptNone)
}

// chatsWords say whom a list of chats means that cannot be read.
func (a *app) chatsWords(e *job.ChatsError) string {
	switch e.Use {
	case "exclude":
		return fmt.Sprintf("--exclude %s: %s", e.File, a.told(e.Err))
	case "kept":
		return fmt.Sprintf("%s: %s\n  %s", e.File, a.told(e.Err), a.sentence(words.New("exclude/kept-unread")))
	}
	return fmt.Sprintf("%s %s: %s", e.Use, e.File, a.told(e.Err))
}
