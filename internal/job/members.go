package job

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// member is one account of a run, which holds it.
type member struct {
	instance
	label   string // what people call it, where there are several; else ""
	account *ledger.Account
	client  *greenapi.Client
	seen    sender.AccountInfo
	listens *sender.Listener
	waits   bool // the ledger says that it waits
}

// keysOf name the accounts in the ledger.
func keysOf(all []instance) ([]string, error) {
	keys := make([]string, len(all))
	for i, in := range all {
		var err error
		if keys[i], err = in.key(); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// membersOf are the accounts that a run holds, in their order.
func membersOf(all []instance, held *ledger.Run) []*member {
	names := namesOf(all)
	members := make([]*member, len(all))
	for i, in := range all {
		m := &member{instance: in, account: held.Accounts()[i]}
		if len(all) > 1 {
			m.label = names[i]
		}
		members[i] = m
	}
	return members
}

// explained gives a stop its cause and its remedy where it comes from the way to the API, and the account's name.
func (m *member) explained(err error) error {
	err = explained(m.Credentials, err)
	if stop, ok := errors.AsType[*Stop](err); ok && stop.Account == "" && stop.Code() != "interrupted" {
		stop.Account = m.label
	}
	return err
}

// asksAtOnce is how many accounts are asked at once before the first message.
const asksAtOnce = 64

// each does something for every member, several at once. The first error ends the others, and is returned.
func each(ctx context.Context, members []*member, do func(context.Context, *member) error) error {
	if len(members) == 1 {
		return do(ctx, members[0])
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(asksAtOnce)
	for _, m := range members {
		g.Go(func() error { return do(gctx, m) })
	}
	return g.Wait()
}

// waiting says what an account waits for before its first message, here and to whoever asks status.
func (m *member) waiting(t *teller, job int64) func(Wait) {
	return func(w Wait) {
		t.tell(Waiting{w, m.label})
		m.waits = true
		if err := m.account.SaveWait(job, w); err != nil {
			t.warn("as-told", "text", err.Error()) // what sends will meet it, too, and stop
		}
	}
}

// waited forgets what was waited for.
func (m *member) waited(job int64) error {
	if !m.waits {
		return nil
	}
	m.waits = false
	return m.account.SaveWait(job, Wait{})
}

// lane is the member's part of the run.
func (m *member) lane(t *teller) *sender.Lane {
	return &sender.Lane{Name: m.label, Account: m.account, Client: m.client, Seen: m.seen, Listener: m.listens, Loopback: m.loopback(),
		ClockWasWrong: clockWasWrong(t)}
}
