package sender

import (
	"context"
	"errors"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
)

// fetch makes a reading request until it is answered for good: a network that is away and
// an instance that is starting are waited for. A busy API is waited for by the client.
func fetch[T any](ctx context.Context, k *tracker, request func(context.Context) (T, error)) (T, error) {
	for backoff := (greenapi.Backoff{}); ; {
		v, err := request(ctx)
		if err == nil {
			k.answered.Store(true)
		}
		if err == nil || ctx.Err() != nil || !k.answered.Load() && routeStop(err) != nil || !worthRepeating(err) {
			return v, err
		}
		var api *greenapi.APIError
		asked := time.Duration(0)
		if errors.As(err, &api) {
			asked = api.RetryAfter
		}
		now := time.Now()
		wait := backoff.Fail(now, asked)
		if backoff.Failing(now) > k.patience() {
			return v, err
		}
		k.observe(k.done.Load(), words.New("network/wait", "cause", err))
		if greenapi.Sleep(ctx, wait) != nil {
			return v, ctx.Err()
		}
	}
}

func (k *tracker) patience() time.Duration {
	if k.answered.Load() {
		return patience
	}
	return patienceAtStart
}

// trackStop explains why tracking ended before its end.
func trackStop(ctx context.Context, err error) error {
	var stop *StopError
	var api *greenapi.APIError
	switch {
	case errors.As(err, &stop):
		return stop
	case ctx.Err() != nil:
		return interrupted(ctx)
	case errors.As(err, &api) && api.Status == 466:
		return &StopError{Reason: words.New("quota/reading", "answer", api), Err: err}
	}
	if stop := readStop(err); stop != nil {
		return stop
	}
	return unreachable(err)
}
