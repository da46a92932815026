package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"contactcast/sender"
	"contactcast/sender/greenapi"
)

// listen reads the incoming messages for stop words before the first message, and compares the plan with who sent one.
func (r *run) listen(ctx context.Context, client *greenapi.Client, seen sender.Account) (*sender.Listener, error) {
	if r.TestTo != "" {
		return nil, nil
	}
	l := &sender.Listener{Ledger: r.ledger, Client: client, Hidden: seen.HidesIncoming,
		Account: strings.TrimSuffix(filepath.Base(r.ledger.Path()), ".db")}
	heard, err := l.Begin(ctx, r.tellWait)
	if err != nil {
		return l, r.unheard(err)
	}
	if err := r.waited(); err != nil {
		return l, err
	}
	if heard.Added > 0 {
		r.log("%d %s a stop word, and %s opted out", heard.Added, plural(heard.Added, "person sent", "people sent"), plural(heard.Added, "is", "are"))
		if _, err = r.ledger.Refresh(ctx, r.planned); err == nil {
			r.before, err = r.ledger.Counts(ctx, r.job.ID)
		}
	}
	return l, err
}

// unheard says what to do where stop words cannot be read.
func (r *run) unheard(err error) error {
	gap, missed := errors.AsType[*sender.GapError](err)
	_, hidden := errors.AsType[*sender.HiddenError](err)
	switch {
	case missed:
		return &startError{"incoming-gap", fmt.Errorf("the account cannot show what came in from %s to %s, and a stop word may be among it. "+
			"Look at the chats on the phone, opt out who said no (contactcast optout add CHAT%s), and then: contactcast optout word seen%s",
			when(gap.Since), when(gap.Until), r.sameAccount(), r.sameAccount())}
	case hidden:
		return &startError{"incoming-hidden", errors.New("there are stop words, but the instance's settings hide incoming messages: " +
			"switch on the notifications about incoming messages in GREEN-API's console (incomingWebhook), or contactcast optout word remove the words")}
	}
	return r.recorded(err)
}

// unmatched counts who sent a stop word and waits for a person to decide whose number that is.
func (r *run) unmatched(ctx context.Context) (int, error) {
	senders, err := r.ledger.Consent().Unmatched(ctx)
	return len(senders), err
}
