package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"contactcast/sender/ledger"
)

type optoutWordCmd struct {
	Add    wordAddCmd    `cmd:"" help:"Who sends exactly this word, case and punctuation aside, is opted out by the next run."`
	Remove wordRemoveCmd `cmd:"" help:"This word opts nobody out any more; who sent it stays opted out."`
	List   wordListCmd   `cmd:"" help:"Show the words."`
	Seen   wordSeenCmd   `cmd:"" help:"Say that you looked at messages that the account cannot show any more, or at these senders."`
}

// wordFlags name one stop word.
type wordFlags struct {
	accountFlags
	Word string `arg:"" placeholder:"WORD" help:"The word, or words, such as STOP."`
}

func (f *wordFlags) Validate() error {
	if ledger.WordKey(f.Word) == "" {
		return &usageError{fmt.Sprintf("optout word %s: a word has letters or digits; case and punctuation do not count", quoted(f.Word))}
	}
	return nil
}

type wordAddCmd struct{ wordFlags }

// Run is `contactcast optout word add`.
func (c *wordAddCmd) Run(ctx context.Context, a *app) (err error) {
	consent, err := c.consent(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	added, err := consent.AddWord(ctx, c.Word)
	if err != nil {
		return err
	}
	if !added {
		fmt.Fprintf(a.out, "%s is a stop word already\n", c.Word)
		return nil
	}
	fmt.Fprintf(a.out, "%s is a stop word: each run reads the incoming messages, and opts out who sent it\n", c.Word)
	return nil
}

type wordRemoveCmd struct{ wordFlags }

// Run is `contactcast optout word remove`.
func (c *wordRemoveCmd) Run(ctx context.Context, a *app) (err error) {
	consent, err := c.consent(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	removed, err := consent.RemoveWord(ctx, c.Word)
	if err == nil && !removed {
		err = &startError{"not-listed", fmt.Errorf("%s is no stop word; nothing was changed", quoted(c.Word))}
	}
	if err == nil {
		fmt.Fprintf(a.out, "%s is no stop word any more\n", c.Word)
	}
	return err
}

type wordListCmd struct{ accountFlags }

// Run is `contactcast optout word list`.
func (c *wordListCmd) Run(ctx context.Context, a *app) (err error) {
	consent, err := c.readConsent(ctx)
	if err != nil {
		return err
	}
	var words []ledger.Word
	if consent != nil {
		defer func() { err = errors.Join(err, consent.Close()) }()
		if words, err = consent.Words(ctx); err != nil {
			return err
		}
	}
	for _, w := range words {
		fmt.Fprintf(a.out, "%-20s %s\n", w.Text, when(w.AddedAt))
	}
	if len(words) == 0 {
		fmt.Fprintln(a.out, "there are no stop words")
	}
	return nil
}

type wordSeenCmd struct {
	accountFlags
	Sender []string `arg:"" optional:"" placeholder:"SENDER" help:"Senders that could not be matched to a chat, as status shows them."`
}

// Run is `contactcast optout word seen`.
func (c *wordSeenCmd) Run(ctx context.Context, a *app) (err error) {
	consent, err := c.consent(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	if len(c.Sender) > 0 {
		n, err := consent.Decide(ctx, c.Sender)
		if err == nil && n == 0 {
			err = &startError{"not-listed", errors.New("none of them is open; contactcast status shows who is. Nothing was changed")}
		}
		if err == nil {
			fmt.Fprintf(a.out, "%d %s decided\n", n, plural(n, "sender", "senders"))
		}
		return err
	}
	spans, err := consent.Looked(ctx)
	if err != nil {
		return err
	}
	for _, s := range spans {
		fmt.Fprintf(a.out, "looked at: incoming messages from %s to %s\n", when(s.GapSince), when(s.GapUntil))
	}
	if len(spans) == 0 {
		fmt.Fprintln(a.out, "there was nothing to look at")
	}
	return nil
}

// consentStatus is the list of opt-outs as --json tells it.
type consentStatus struct {
	OptOuts   int             `json:"optOuts"`
	Words     []string        `json:"stopWords"`
	Unmatched []unmatchedLine `json:"unmatchedSenders"`
}

type unmatchedLine struct {
	Sender    string `json:"sender"`
	Text      string `json:"text"`
	SentAt    string `json:"sentAt"`
	IDMessage string `json:"idMessage"`
}

// tellConsent tells of the list of opt-outs, if there is anything to tell.
func (f *accountFlags) tellConsent(ctx context.Context, a *app) (err error) {
	consent, err := f.readConsent(ctx)
	if err != nil || consent == nil {
		return err
	}
	defer func() { err = errors.Join(err, consent.Close()) }()
	n, err1 := consent.Count(ctx)
	words, err2 := consent.Words(ctx)
	unmatched, err3 := consent.Unmatched(ctx)
	if err := errors.Join(err1, err2, err3); err != nil || n+len(words)+len(unmatched) == 0 {
		return err
	}
	s := consentStatus{OptOuts: n, Words: []string{}, Unmatched: []unmatchedLine{}}
	for _, w := range words {
		s.Words = append(s.Words, w.Text)
	}
	for _, m := range unmatched {
		s.Unmatched = append(s.Unmatched, unmatchedLine{m.Sender, m.Text, m.At.Format(timeLayout), m.IDMessage})
	}
	if a.json {
		a.printJSON(s)
		return nil
	}
	fmt.Fprintf(a.out, "never written to: %d %s", n, plural(n, "chat", "chats"))
	if len(words) > 0 {
		fmt.Fprintf(a.out, "; stop words: %s", strings.Join(s.Words, ", "))
	}
	fmt.Fprintln(a.out)
	for _, m := range unmatched {
		fmt.Fprintf(a.out, "  %s sent %q %s, and nobody knows whose hidden number that is: find out on the phone, contactcast optout add CHAT%s, and then contactcast optout word seen %s%s\n",
			m.Sender, oneLine(m.Text), when(m.At), a.sameAccount(), m.Sender, a.sameAccount())
	}
	return nil
}
