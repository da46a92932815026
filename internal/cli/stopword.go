package cli

import (
	"context"
	"fmt"

	"contactcast/internal/job"
	"contactcast/internal/words"
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

type wordAddCmd struct{ wordFlags }

// Run is `contactcast optout word add`.
func (c *wordAddCmd) Run(ctx context.Context, a *app) error {
	from, err := c.from(a)
	if err != nil {
		return err
	}
	added, err := job.AddStopWord(ctx, from, c.Word)
	switch {
	case err != nil:
		return err
	case !added:
		a.print("stop-word/known", "word", c.Word)
		return nil
	}
	a.print("stop-word/added", "word", c.Word)
	return nil
}

type wordRemoveCmd struct{ wordFlags }

// Run is `contactcast optout word remove`.
func (c *wordRemoveCmd) Run(ctx context.Context, a *app) error {
	from, err := c.from(a)
	if err != nil {
		return err
	}
	if err := job.RemoveStopWord(ctx, from, c.Word); err != nil {
		return err
	}
	a.print("stop-word/removed", "word", c.Word)
	return nil
}

type wordListCmd struct{ accountFlags }

// Run is `contactcast optout word list`.
func (c *wordListCmd) Run(ctx context.Context, a *app) error {
	from, err := c.from(a)
	if err != nil {
		return err
	}
	known, err := job.ConsentOf(ctx, from)
	if err != nil {
		return err
	}
	for _, w := range known.Words {
		fmt.Fprintf(a.out, "%-20s %s\n", w.Text, when(w.AddedAt))
	}
	if len(known.Words) == 0 {
		a.print("stop-word/none")
	}
	return nil
}

type wordSeenCmd struct {
	accountFlags
	Sender []string `arg:"" optional:"" placeholder:"SENDER" help:"Senders that could not be matched to a chat, as status shows them."`
}

// Run is `contactcast optout word seen`.
func (c *wordSeenCmd) Run(ctx context.Context, a *app) error {
	from, err := c.from(a)
	if err != nil {
		return err
	}
	if len(c.Sender) > 0 {
		n, err := job.DecideSenders(ctx, from, c.Sender)
		if err == nil {
			a.print("stop-word/decided", "n", n)
		}
		return err
	}
	gaps, err := job.SeenIncoming(ctx, from)
	if err != nil {
		return err
	}
	for _, g := range gaps {
		a.print("stop-word/seen", "since", when(g.GapSince), "until", when(g.GapUntil))
	}
	if len(gaps) == 0 {
		a.print("stop-word/no-gap")
	}
	return nil
}

// consentLine is the list of opt-outs as --json tells it.
type consentLine struct {
	OptOuts   int             `json:"optOuts"`
	Words     []string        `json:"stopWords"`
	Unmatched []undecidedLine `json:"unmatchedSenders"`
}

type undecidedLine struct {
	Sender    string `json:"sender"`
	Text      string `json:"text"`
	SentAt    string `json:"sentAt"`
	IDMessage string `json:"idMessage"`
}

// printConsent tells of the list of opt-outs, if there is anything to tell; where one job is asked
// for, only of what keeps its runs from ending with 0.
func (a *app) printConsent(c job.Consent, brief bool) {
	if !a.json && (brief || c.OptOuts+len(c.Words) == 0) {
		a.printUndecided(c)
		return
	}
	s := consentLine{OptOuts: c.OptOuts, Words: []string{}, Unmatched: []undecidedLine{}}
	for _, w := range c.Words {
		s.Words = append(s.Words, w.Text)
	}
	for _, m := range c.Undecided {
		s.Unmatched = append(s.Unmatched, undecidedLine{m.Sender, m.Text, m.At.Format(timeLayout), m.IDMessage})
	}
	if a.json {
		a.printJSON(s)
		return
	}
	if len(c.Words) > 0 {
		a.print("optout/count-words", "n", c.OptOuts, "words", listed(s.Words))
	} else {
		a.print("optout/count", "n", c.OptOuts)
	}
	a.printUndecided(c)
}

// printUndecided tells who sent a stop word from a hidden number, and what to do about it.
func (a *app) printUndecided(c job.Consent) {
	for _, m := range c.Undecided {
		a.item("optout/undecided", "sender", m.Sender, "text", words.OneLine(m.Text), "at", when(m.At),
			"add", a.typed.to("optout add", "CHAT"), "done", a.typed.to("optout word seen", m.Sender))
	}
}
