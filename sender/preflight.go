package sender

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// patience is how long a run waits for the API: little at the start, where a mistake is
// likely, more once it has answered.
const (
	patienceAtStart = time.Minute
	patience        = 10 * time.Minute
)

// Preflight reads what must be known of the account before its first message. It waits
// for a network that is away (a minute at most) and for an instance that is starting (ten);
// any state in which nothing may be posted is a *StopError, when it was read twice. waiting
// is told of each wait.
func Preflight(ctx context.Context, c *greenapi.Client, waiting func(ledger.Wait)) (Account, error) {
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
		if sleep(ctx, wait) != nil {
			return p.account, interrupted(ctx)
		}
	}
}

// preflight is one under way.
type preflight struct {
	client  *greenapi.Client
	account Account
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
		p.waiting(ledger.Wait{Code: "starting", Text: "the instance to start", Since: p.began, Until: p.began.Add(startingAtMost)})
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
		return 0, &StopError{Code: "network", Text: "the API cannot be reached: " + err.Error(), Err: err}
	}
	p.waiting(ledger.Wait{Code: "network", Text: "the API: " + err.Error(), Since: now, Until: now.Add(wait)})
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

func (a *Account) read(ctx context.Context, c *greenapi.Client) (err error) {
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

// starting tells the states that pass by themselves.
func starting(s greenapi.State) bool {
	return s == greenapi.StateStarting || s == greenapi.StateSleepMode || s == ""
}

// routeStop tells a way to the API that is wrong from the beginning: a setting or a person cures
// it, not patience. Once the API has answered it is waited for as any network.
func routeStop(err error) *StopError {
	route := greenapi.WrongRoute(err)
	if route == nil {
		return nil
	}
	return &StopError{Code: string(route.Fault), Text: "the API cannot be reached: " + err.Error(), Err: route}
}

// closedOnUs tells a connection that was closed without an answer.
func closedOnUs(err error) bool {
	var none *greenapi.NoAnswerError
	return errors.As(err, &none) && none.Status == 0
}

// readStop tells an error of a reading method that no patience cures.
func readStop(err error) *StopError {
	var api *greenapi.APIError
	switch {
	case putOff(err) != nil:
		return putOff(err)
	case !errors.As(err, &api):
		return nil
	case api.Status == 401, api.Status == 403, api.Status == 404, api.Status == 405, api.Status >= 300 && api.Status < 400:
		return haltFor(api)
	case api.Status == 400 && !says(api, "starting"):
		return &StopError{Code: "instance-state", Text: fmt.Sprintf("the instance cannot be used: %s", api), Err: err}
	}
	return nil
}

func interrupted(ctx context.Context) *StopError {
	return &StopError{Code: "interrupted", Text: fmt.Sprintf("stopped by %s", context.Cause(ctx)), Err: context.Cause(ctx)}
}

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
