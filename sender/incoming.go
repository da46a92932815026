package sender

import (
	"context"
	"errors"
	"strings"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

const (
	// listenEvery is how often incoming messages are read for stop words while a run goes on.
	listenEvery = 10 * time.Minute
	// listenLag is how late a message may show in the journal, with a reserve: so much is read again.
	listenLag = 3 * time.Minute
	// shownAtMost is how many entries a journal shows, and keptAtLeast how long it keeps them for sure.
	shownAtMost = greenapi.MaxListed
	keptAtLeast = greenapi.JournalReach
)

// Listener reads an account's incoming messages for the stop words that the ledger keeps.
type Listener struct {
	Ledger  *ledger.Run
	Account *ledger.Account
	Client  *greenapi.Client
	// Hidden says that the account's settings keep incoming messages out of its journal.
	Hidden bool
}

// Heard is what a reading came to.
type Heard struct {
	Words int // stop words there are; nothing is read while there are none
	Added int // persons that were not opted out before
}

// GapError says that the account could not show all that came in since the last reading, so
// that a stop word may have been missed.
type GapError struct{ Since, Until time.Time }

// Error names the span, for programmers.
func (e *GapError) Error() string { return e.Fact().String() }

// Fact names the span, for people.
func (e *GapError) Fact() words.Fact {
	return words.New("incoming-gap/span", "since", e.Since.Format("2006-01-02 15:04"), "until", e.Until.Format(clock))
}

// HiddenError says that the account's settings hide incoming messages.
type HiddenError struct{}

// Error says so, for programmers.
func (e *HiddenError) Error() string { return e.Fact().String() }

// Fact says so, for people.
func (*HiddenError) Fact() words.Fact { return words.New("incoming-hidden") }

// Listen reads what came in since the last reading and opts out who sent a stop word. It returns
// a *GapError for what cannot be shown, until somebody has looked at it, and a *HiddenError if nothing can.
func (l *Listener) Listen(ctx context.Context) (h Heard, err error) {
	consent := l.Ledger.Consent()
	stopWords, err := consent.Words(ctx)
	if h.Words = len(stopWords); err != nil || h.Words == 0 {
		return h, err
	}
	if l.Hidden {
		return h, &HiddenError{}
	}
	was, err := consent.Reading(ctx, l.Account.Key())
	if err != nil {
		return h, err
	}
	from, err := l.from(ctx, was, stopWords)
	if err != nil {
		return h, err
	}
	j, err := l.read(ctx, from, minutesSince(from, was, stopWords))
	if err != nil {
		return h, err
	}
	stops, err := l.stops(ctx, j, stopWords)
	if err != nil {
		return h, err
	}
	r := reading(j, from)
	if h.Added, err = consent.Heard(ctx, l.Account.Key(), r, stops); err != nil {
		return h, err
	}
	if !was.GapSince.IsZero() { // nobody has looked at that yet
		r.GapSince = was.GapSince
		if r.GapUntil.IsZero() {
			r.GapUntil = was.GapUntil
		}
	}
	if !r.GapSince.IsZero() {
		return h, &GapError{r.GapSince, r.GapUntil}
	}
	return h, nil
}

// read reads what came in for so many minutes, and for more if that does not reach back to from by the server's clock.
func (l *Listener) read(ctx context.Context, from time.Time, minutes int) (greenapi.Journal, error) {
	j, err := l.Client.LastIncomingMessages(ctx, minutes)
	if err != nil || from.IsZero() || j.Date.IsZero() || !from.Before(j.Date.Add(-time.Duration(minutes)*time.Minute)) {
		return j, err
	}
	if greenapi.Sleep(ctx, time.Second) != nil {
		return j, ctx.Err()
	}
	return l.Client.LastIncomingMessages(ctx, int(j.Date.Sub(from)/time.Minute)+journalSlack)
}

// from is the time since when all that came in must be read: the last reading; at the first, when the first word was
// added, or the account's first message, since nobody answers what was never sent. Zero: nothing must.
func (l *Listener) from(ctx context.Context, was ledger.Incoming, stopWords []ledger.Word) (time.Time, error) {
	if !was.Until.IsZero() {
		return was.Until, nil
	}
	first, err := l.Account.FirstAttempt(ctx)
	if err != nil || first.IsZero() {
		return time.Time{}, err
	}
	return later(first, stopWords[0].AddedAt), nil
}

// minutesSince is how far back is read: to where all must be, and a day for words that no reading knew yet.
func minutesSince(from time.Time, was ledger.Incoming, stopWords []ledger.Word) int {
	minutes := journalSlack
	if !from.IsZero() {
		minutes += max(0, int(time.Since(from)/time.Minute))
	}
	if was.Until.IsZero() || stopWords[len(stopWords)-1].AddedAt.After(was.Until) {
		minutes = max(minutes, allMinutes)
	}
	return minutes
}

// reading says how far a journal reaches, and what of it is missing since from.
func reading(j greenapi.Journal, from time.Time) ledger.Incoming {
	now := j.Date
	if now.IsZero() {
		now = time.Now()
	}
	r := ledger.Incoming{Until: now.Add(-listenLag)}
	shown := now.Add(-keptAtLeast) // from then on, if it is not cut off
	oldest := now
	for _, m := range j.Messages {
		if !m.Timestamp.IsZero() && m.Timestamp.Before(oldest) {
			oldest = m.Timestamp
		}
	}
	if len(j.Messages) >= shownAtMost || oldest.Before(shown) {
		shown = oldest
	}
	if !from.IsZero() && shown.After(from) {
		r.GapSince, r.GapUntil = from, shown
	}
	return r
}

// stops finds the stop words in a journal.
func (l *Listener) stops(ctx context.Context, j greenapi.Journal, stopWords []ledger.Word) ([]ledger.StopMessage, error) {
	byKey := map[string]string{}
	for _, w := range stopWords {
		byKey[ledger.WordKey(w.Text)] = w.Text
	}
	var stops []ledger.StopMessage
	for _, m := range j.Messages {
		word, isWord := byKey[ledger.WordKey(m.Text)]
		if !isWord || m.Type == "outgoing" {
			continue
		}
		stop := ledger.StopMessage{Sender: senderOf(m), Text: m.Text, Word: word, IDMessage: m.IDMessage, At: m.Timestamp}
		if stop.At.IsZero() {
			stop.At = time.Now()
		}
		known, err := l.known(ctx, m, stop.Sender)
		if err != nil {
			return nil, err
		}
		stop.Unmatched = !known
		stops = append(stops, stop)
	}
	return stops, nil
}

// senderOf is who sent a message: its chat, but in a group somebody in it.
func senderOf(m greenapi.JournalMessage) string {
	if strings.HasSuffix(m.ChatID, "@g.us") && m.SenderID != "" {
		return m.SenderID
	}
	if m.ChatID == "" {
		return m.SenderID
	}
	return m.ChatID
}

// known reports whether it is known which chat a sender is. A hidden number is its person's if the message itself
// says so, or if its chat shows messages of ours that were sent to that person.
func (l *Listener) known(ctx context.Context, m greenapi.JournalMessage, sender string) (bool, error) {
	if !strings.HasSuffix(sender, "@lid") {
		return true, nil
	}
	consent := l.Ledger.Consent()
	if strings.HasSuffix(m.SenderID, "@c.us") && m.ChatID == sender {
		return true, consent.Learn(ctx, map[string]string{sender: m.SenderID})
	}
	if person, err := consent.Person(ctx, sender); err != nil || person != "" {
		return true, err
	}
	if wrote, err := l.Account.KnowsChat(ctx, sender); err != nil || wrote {
		return wrote, err
	}
	history, err := l.Client.GetChatHistory(ctx, sender, 0)
	if err != nil {
		var api *greenapi.APIError
		if errors.As(err, &api) && !passing(err) {
			return false, nil // the account does not know: a person decides
		}
		return false, err
	}
	shown := map[string]string{}
	for _, h := range history.Messages {
		if h.Type != "incoming" && h.IDMessage != "" {
			shown[h.IDMessage] = sender
		}
	}
	if err := l.Ledger.Learn(ctx, shown); err != nil {
		return false, err
	}
	person, err := consent.Person(ctx, sender)
	return person != "", err
}
