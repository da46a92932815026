package sender

import (
	"time"

	"contactcast/sender/greenapi"
)

// outage is a time in which no request could be sent.
type outage struct {
	backoff  greenapi.Backoff
	patience time.Duration // how long to go on trying
}

// failed takes in a request that did not leave, and returns how long to wait.
func (o *outage) failed(now time.Time) time.Duration { return o.backoff.Fail(now, 0) }

// over ends the outage: something was sent.
func (o *outage) over() {
	o.backoff.Reset()
	o.patience = patience
}

// hopeless reports whether the network was away for as long as a run waits.
func (o *outage) hopeless(now time.Time) bool { return o.backoff.Failing(now) >= o.patience }
