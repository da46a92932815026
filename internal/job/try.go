package job

import (
	"context"
	"errors"
	"time"

	"contactcast/sender"
)

// TryOptions say which account is tried.
type TryOptions struct {
	From From
	// Tell is told what happens meanwhile.
	Tell func(Event)
	// Hooks are for tests.
	Hooks Hooks
}

// TryResult is an account that the API answered for.
type TryResult struct {
	// Phone is the number that it sends from, "" if the API did not say; Queued is how many
	// messages wait in its queue, and Delay the time between two of them.
	Phone  string
	Queued int
	Delay  time.Duration
	// Trouble is why it cannot send now although its credentials are right, or nil.
	Trouble *Stop
}

// Try asks the API for the state of an account that is kept, and sends nothing.
func Try(ctx context.Context, o TryOptions) (r TryResult, err error) {
	t, end := tellTo(o.Tell)
	defer end()
	all, err := o.From.credentials()
	if err != nil {
		return r, err
	}
	in := all[0]
	client, err := o.Hooks.client(t, in, "", time.Minute, 1)
	if err != nil {
		return r, err
	}
	seen, err := sender.Preflight(ctx, client, func(w Wait) { t.tell(Waiting{Wait: w}) })
	r.Phone, r.Queued, r.Delay = seen.Phone, seen.Queued, seen.Delay
	if errors.As(err, &r.Trouble) && r.Trouble.Code() == "instance-state" {
		return r, nil
	}
	return r, explained(in.Credentials, err)
}
