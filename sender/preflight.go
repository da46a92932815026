package sender

import (
	"context"
	"strings"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// AccountInfo is what a run must know of the account before its first message.
type AccountInfo struct {
	State greenapi.State
	// Phone is the number it sends from, as digits; "" if the API did not say.
	Phone string
	// Delay is the time between two messages of its queue.
	Delay time.Duration
	// Queued is the number of messages in its queue.
	Queued int
	// NoJournal says that its settings keep no journal of what is sent.
	NoJournal bool
	// HidesIncoming says that its settings keep incoming messages out of its journal.
	HidesIncoming bool
	// ReadAt is when all this was read.
	ReadAt time.Time
}

// Preflight reads what must be known of the account before its first message. It waits
// for a network that is away (a minute at most) and for an instance that is starting (ten);
// any state in which nothing may be posted is a *StopError, when it was read twice. waiting
// is called for each wait.
func Preflight(ctx context.Context, c *greenapi.Client, waiting func(ledger.Wait)) (AccountInfo, error) {
	p := preflight{client: c, waiting: waiting, network: greenapi.Backoff{Most: 10 * time.Second}, began: time.Now()}
	for {
		err := p.account.read(ctx, c)
		if err == nil && p.account.State == greenapi.StateAuthorized {
			return p.account, nil
		}
		wait, stop := p.again(ctx, time.Now(), err)
		if stop != nil {
			return p.account, stop
		}
		if greenapi.Sleep(ctx, wait) != nil {
			return p.account, interrupted(ctx)
		}
	}
}

// preflight is one under way.
type preflight struct {
	client  *greenapi.Client
	account AccountInfo
	waiting func(ledger.Wait)
	network greenapi.Backoff
	began   time.Time // of the wait for an instance that starts, of all otherwise
	seen    bool      // starting
	alarm   bool      // a state that ends the run was read once
}

// again returns how long to wait before the account is read once more, or why that is of no use.
func (p *preflight) again(ctx context.Context, now time.Time, err error) (time.Duration, *StopError) {
	s := p.account.State
	if err == nil {
		p.network.Reset()
	}
	switch {
	case err == nil && !starting(s) && p.alarm:
		return 0, explainState(ctx, p.client, s)
	case err == nil && !starting(s):
		p.alarm = true
		return confirmAfter, nil
	case err == nil:
		p.alarm = false
		if !p.seen {
			p.seen, p.began = true, now
		}
		if now.Sub(p.began) > startingAtMost {
			return 0, stateStop(s)
		}
		p.waiting(ledger.Wait{Reason: words.New("starting/wait"), Since: p.began, Until: p.began.Add(startingAtMost)})
		return startingEvery, nil
	}
	if stop := p.noRoute(ctx, err); stop != nil {
		return 0, stop
	}
	if stop := readStop(err); stop != nil {
		return 0, stop
	}
	wait := p.network.Fail(now, 0)
	if p.network.Failing(now) >= patienceAtStart {
		return 0, unreachable(err)
	}
	p.waiting(ledger.Wait{Reason: words.New("network/wait", "cause", err), Since: now, Until: now.Add(wait)})
	return wait, nil
}

// noRoute explains a way to the API that waiting does not mend.
func (p *preflight) noRoute(ctx context.Context, err error) *StopError {
	first := p.network.Failing(time.Now()) == 0
	if stop := routeStop(err); stop != nil {
		return stop
	}
	if first && closedOnUs(err) && p.client.SpeaksTLS(ctx) {
		return routeStop(&greenapi.RouteError{Fault: greenapi.WantsHTTPS, Err: err})
	}
	return nil
}

func (a *AccountInfo) read(ctx context.Context, c *greenapi.Client) (err error) {
	if a.State, err = c.GetStateInstance(ctx); err != nil || a.State != greenapi.StateAuthorized {
		return err
	}
	settings, err := c.GetSettings(ctx)
	if err != nil {
		return err
	}
	a.Delay = settings.Delay
	a.NoJournal = settings.OutgoingWebhook == "no" || settings.OutgoingAPIMessageWebhook == "no"
	a.HidesIncoming = settings.IncomingWebhook != "yes"
	a.Phone, _, _ = strings.Cut(settings.WID, "@")
	a.ReadAt = time.Now()
	queue, err := countQueue(ctx, c, false)
	if stop := putOff(err); stop != nil {
		return stop
	}
	a.Queued = queue.length // else 0: that is not worth a run, it is read again while sending
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
