package sender

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"contactcast/sender/greenapi"
)

// patience is how long a run waits for the API: little at the start, where a mistake is
// likely, more once it has answered.
const (
	patienceAtStart = time.Minute
	patience        = 10 * time.Minute
)

// Preflight reads what must be known of the account before its first message. It waits
// for a busy API, for a network that is away (a minute at most) and for an instance that
// is starting; any state in which nothing may be posted is a *StopError.
func Preflight(ctx context.Context, c *greenapi.Client, waiting func(why string)) (Account, error) {
	var a Account
	deadline := time.Now().Add(patienceAtStart)
	for tries, wait := 1, time.Second; ; tries, wait = tries+1, min(2*wait, 10*time.Second) {
		err := a.read(ctx, c)
		if err == nil && a.State == greenapi.StateAuthorized {
			return a, nil
		}
		if err == nil && !starting(a.State) {
			return a, explainState(ctx, c, a.State)
		}
		if err == nil { // worth more patience: the API says up to five minutes
			deadline = later(deadline, time.Now().Add(patienceAtStart))
			err = errors.New("the instance is starting")
		}
		if stop := routeStop(err); stop != nil {
			return a, stop
		}
		if tries == 1 && closedOnUs(err) && c.SpeaksTLS(ctx) {
			return a, routeStop(&greenapi.RouteError{Fault: greenapi.WantsHTTPS, Err: err})
		}
		if stop := readStop(err); stop != nil {
			return a, stop
		}
		if time.Now().After(deadline) {
			return a, &StopError{Code: "network", Text: "the API cannot be reached: " + err.Error(), Err: err}
		}
		if tries > 1 { // a busy API, from a run that has just ended, is soon free
			waiting(err.Error())
		}
		if err := sleep(ctx, wait); err != nil {
			return a, interrupted(ctx)
		}
	}
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
	a.Phone, _, _ = strings.Cut(settings.WID, "@")
	a.ReadAt = time.Now()
	if a.Queued, err = countQueue(ctx, c); err != nil {
		a.Queued = 0 // not worth a run: it is read again while sending
	}
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
