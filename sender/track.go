package sender

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// Tracking fetches what became of a job's messages that one account accepted: from its journal
// in bulk, then message by message. It reads only, and never the notification queue,
// which belongs to others. All fields but Observe must be set.
type Tracking struct {
	Ledger  *ledger.Run
	Account *ledger.Account
	Client  *greenapi.Client
	Job     ledger.Job
	// Observe, if set, is called with how many messages were dealt with, and what is waited for or
	// "". It may be called from several goroutines, and must be quick.
	Observe func(done int, waiting words.Fact)
}

const (
	// asksAtOnce is how many getMessage requests are under way, so that their latency costs no time.
	asksAtOnce = 4
	// asksKept is after how many of them the ledger is written.
	asksKept = 100
	// journalSlack is added to the minutes that a journal is asked for: clocks differ.
	journalSlack = 5
)

// Run fetches until every message was asked about once, and returns nil then. Otherwise
// it returns a *StopError; what was fetched is kept, and the next run goes on.
func (t *Tracking) Run(ctx context.Context) error {
	k := &tracker{Tracking: t, shown: map[string]bool{}}
	for _, step := range []func(context.Context) error{k.readJournal, k.askEach, k.concludeExpired} {
		if err := step(ctx); err != nil {
			if stop := routeStop(err); stop != nil && !k.answered.Load() {
				return stop
			}
			return trackStop(ctx, err)
		}
	}
	return nil
}

// tracker is a tracking under way.
type tracker struct {
	*Tracking
	shown    map[string]bool // ids whose status the journal showed
	silent   []ledger.Tracked
	answered atomic.Bool // the API has answered something
	done     atomic.Int64
}

// readJournal takes what the journal shows of the job's messages. Its entries are those
// that changed last; beyond 500 it is cut off or, in some versions of the service, no JSON.
func (k *tracker) readJournal(ctx context.Context) error {
	minutes, err := k.minutes(ctx)
	if err != nil {
		return err
	}
	for minutes > 0 {
		j, err := fetch(ctx, k, func(ctx context.Context) (greenapi.Journal, error) {
			return k.Client.LastOutgoingMessages(ctx, minutes)
		})
		switch {
		case err == nil:
			return k.take(ctx, j)
		case unreadable(err):
			minutes /= 2
		case notUnderstood(err) && minutes > allMinutes:
			minutes = allMinutes
		default:
			return err
		}
	}
	return nil
}

// minutes is how far the journal is to reach back: to the first message whose delivery is
// open. If only delivered ones are left, which may become read, a day; if none, it is 0.
func (k *tracker) minutes(ctx context.Context) (int, error) {
	n, oldest, err := k.Account.CountUntracked(ctx, k.Job.ID)
	if err != nil {
		return 0, ledgerStop(err)
	}
	if n > 0 {
		return int(time.Since(oldest)/time.Minute) + journalSlack, nil
	}
	by, err := k.Ledger.Deliveries(ctx, k.Job.ID)
	if err != nil {
		return 0, ledgerStop(err)
	}
	if by["delivered"] > 0 {
		return allMinutes, nil
	}
	return 0, nil
}

func (k *tracker) take(ctx context.Context, j greenapi.Journal) error {
	statuses, chats := map[string]string{}, map[string]string{}
	for _, m := range j.Messages {
		if m.IDMessage != "" && m.Type != "incoming" {
			chats[m.IDMessage] = m.ChatID
		}
		if m.IDMessage != "" && m.StatusMessage != "" && m.Type != "incoming" {
			statuses[m.IDMessage] = m.StatusMessage
			k.shown[m.IDMessage] = true
		}
	}
	if err := k.Ledger.Learn(ctx, chats); err != nil {
		return ledgerStop(err)
	}
	messages, err := k.Ledger.Accepted(ctx, k.Job.ID, slices.Collect(maps.Keys(statuses)))
	if err != nil {
		return ledgerStop(err)
	}
	var seen []ledger.Delivery
	for id, message := range messages {
		seen = append(seen, ledger.Delivery{Message: message, Status: statuses[id]})
	}
	return k.save(seen)
}

func (k *tracker) save(seen []ledger.Delivery) error {
	if err := k.Ledger.SetDeliveries(seen); err != nil {
		return ledgerStop(err)
	}
	return nil
}

// askEach asks about the messages that the journal did not show.
func (k *tracker) askEach(ctx context.Context) error {
	for after := int64(0); ; {
		batch, err := k.Account.Untracked(ctx, k.Job.ID, after, asksKept)
		if err != nil {
			return ledgerStop(err)
		}
		if len(batch) == 0 {
			return nil
		}
		after = batch[len(batch)-1].ID
		if err := k.askBatch(ctx, batch); err != nil {
			return err
		}
	}
}

// askBatch asks about some messages, and keeps what was learnt even if not all could be asked about.
func (k *tracker) askBatch(ctx context.Context, batch []ledger.Tracked) error {
	sights := make([]sight, len(batch))
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(asksAtOnce)
	for i, m := range batch {
		g.Go(func() (err error) {
			defer func() { k.observe(k.done.Add(1), words.Fact{}) }()
			if !k.shown[m.IDMessage] {
				sights[i], err = k.ask(gctx, m)
			}
			return err
		})
	}
	err := g.Wait()
	var seen []ledger.Delivery
	chats := map[string]string{}
	for i, s := range sights {
		chats[batch[i].IDMessage] = s.chatID
		if s.status != "" {
			seen = append(seen, ledger.Delivery{Message: batch[i].ID, Status: s.status})
		}
		if s.silent {
			k.silent = append(k.silent, batch[i])
		}
	}
	return errors.Join(k.save(seen), k.Ledger.Learn(ctx, chats), err)
}

// sight is what getMessage shows of a message.
type sight struct {
	silent bool   // nothing: it is not known, not sent yet, or its recipient has no account
	status string // "" if none is shown
	chatID string // under which it is shown
	at     time.Time
}

func (k *tracker) ask(ctx context.Context, m ledger.Tracked) (sight, error) {
	answer, err := fetch(ctx, k, func(ctx context.Context) (greenapi.JournalMessage, error) {
		return k.Client.GetMessage(ctx, m.ChatID, m.IDMessage)
	})
	switch {
	case notUnderstood(err):
		return sight{silent: true}, nil
	case unreadable(err), err == nil && answer.IDMessage != "" && answer.IDMessage != m.IDMessage:
		return sight{}, nil
	case err != nil:
		return sight{}, err
	}
	return sight{
		silent: answer.IDMessage == "" && answer.TypeMessage == "" && answer.StatusMessage == "",
		status: answer.StatusMessage, chatID: answer.ChatID, at: answer.Timestamp,
	}, nil
}

func (k *tracker) observe(done int64, waiting words.Fact) {
	if k.Observe != nil {
		k.Observe(int(done), waiting)
	}
}
