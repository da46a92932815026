package job

import (
	"context"
	"errors"
	"time"

	"contactcast/sender"
)

// sleep sleeps until a paused run can go on, if that is wanted, and reports whether it can.
func (v *sending) sleep(ctx context.Context, stopped error) bool {
	stop, ok := errors.AsType[*Stop](stopped)
	if !v.options.Wait || !ok || !stop.Paused() || stop.Until.IsZero() {
		return false
	}
	v.tell(Sleeping{stop})
	for left := time.Until(stop.Until); left > 0; left = time.Until(stop.Until) {
		// In short steps: a machine that was asleep, or whose clock was set, wakes in time.
		if _, err := v.lists.Look(); err != nil {
			return true // the run that goes on stops for it
		}
		t := time.NewTimer(min(left, excludesEvery))
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return false
		}
	}
	return true
}

// used reports whether Limit, which holds for sleeps, too, is used up.
func (v *sending) used() bool {
	return v.options.Limit > 0 && v.earlier+v.sent.Done() >= v.options.Limit
}

// again makes the run ready to go on after a sleep.
func (v *sending) again(ctx context.Context) (err error) {
	v.earlier += v.sent.Accepted + v.sent.Unknown
	v.sent = sender.Progress{}
	v.parts = v.accountsSent()
	v.lanes = nil
	v.before, err = v.ledger.Counts(ctx, v.job.ID)
	return err
}
