package job

import (
	"context"
	"errors"

	"contactcast/sender/ledger"
)

// Stop words, and who sent one from a hidden number that is nobody's known here.
type (
	// StopWord is a word by which people opt themselves out.
	StopWord = ledger.Word
	// StopMessage is a message that holds one.
	StopMessage = ledger.StopMessage
	// Gap is a time of which an account could not show what came in.
	Gap = ledger.Incoming
)

// checkStopWord refuses a word that has no letters or digits.
func checkStopWord(word string) error {
	if ledger.WordKey(word) == "" {
		return refuse("options/stop-word", "name", word)
	}
	return nil
}

// AddStopWord has a word opt out who sends it; added is false if it did so already.
func AddStopWord(ctx context.Context, from From, word string) (added bool, err error) {
	if err := checkStopWord(word); err != nil {
		return false, err
	}
	consent, err := from.consent(ctx)
	if err != nil {
		return false, err
	}
	added, err = consent.AddWord(ctx, word)
	return added, errors.Join(err, consent.Close())
}

// RemoveStopWord has a word opt out nobody any more; who sent it stays opted out.
func RemoveStopWord(ctx context.Context, from From, word string) error {
	if err := checkStopWord(word); err != nil {
		return err
	}
	consent, err := from.consent(ctx)
	if err != nil {
		return err
	}
	removed, err := consent.RemoveWord(ctx, word)
	if err = errors.Join(err, consent.Close()); err == nil && !removed {
		err = refuse("not-listed/word", "name", word)
	}
	return err
}

// DecideSenders records that a person decided about senders who could not be matched to a chat.
func DecideSenders(ctx context.Context, from From, senders []string) (decided int, err error) {
	consent, err := from.consent(ctx)
	if err != nil {
		return 0, err
	}
	decided, err = consent.Decide(ctx, senders)
	if err = errors.Join(err, consent.Close()); err == nil && decided == 0 {
		err = refuse("not-listed/sender")
	}
	return decided, err
}

// SeenIncoming records that a person looked at what accounts could not show, and returns those times.
func SeenIncoming(ctx context.Context, from From) (gaps []Gap, err error) {
	consent, err := from.consent(ctx)
	if err != nil {
		return nil, err
	}
	gaps, err = consent.Looked(ctx)
	return gaps, errors.Join(err, consent.Close())
}

// Consent is what is known of who said no.
type Consent struct {
	OptOuts int
	Words   []StopWord
	// Undecided sent a stop word, and a person has to decide whose number that is.
	Undecided []StopMessage
}

// ConsentOf returns what is known of who said no; the zero value if nothing is.
func ConsentOf(ctx context.Context, from From) (c Consent, err error) {
	consent, err := from.consentToRead(ctx)
	if err != nil || consent == nil {
		return c, err
	}
	c, err = consentIn(ctx, consent)
	return c, errors.Join(err, consent.Close())
}

func consentIn(ctx context.Context, consent *ledger.Consent) (c Consent, err error) {
	if c.OptOuts, err = consent.Count(ctx); err != nil {
		return c, err
	}
	if c.Words, err = consent.Words(ctx); err != nil {
		return c, err
	}
	c.Undecided, err = consent.Unmatched(ctx)
	return c, err
}

// consentIfAny is the same for who can do without a state folder.
func (f From) consentIfAny(ctx context.Context) (Consent, error) {
	c, err := ConsentOf(ctx, f)
	if none, ok := errors.AsType[*Refusal](err); ok && none.Reason.Code == "state/none" {
		return Consent{}, nil
	}
	return c, err
}
