package job

import (
	"time"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
	"contactcast/sender/settle"
)

// Hooks are for tests; their zero value is the program as it is.
type Hooks struct {
	// Client may change how the API is reached.
	Client func(*greenapi.Options)
	// Decide replaces settle.Evidence.Decide.
	Decide func(settle.Evidence, time.Time) []settle.Verdict
	// LookEvery is how often files of chats to leave out are looked at; 0 is 15 s.
	LookEvery time.Duration
}

// client is the account's client. A wait that is worth telling is told, of several accounts with its label.
func (h Hooks) client(t *teller, in instance, label string, timeout time.Duration, inFlight int) (*greenapi.Client, error) {
	o := greenapi.Options{Timeout: timeout, InFlight: inFlight, Readings: in.readings(), Postponed: func(p greenapi.Postponed) {
		if time.Until(p.Until) > 2*time.Second { // a busy API is mostly free in a moment
			t.tell(Waiting{Wait{Reason: words.New("network/wait", "cause", p.Err), Until: p.Until}, label})
		}
	}}
	if h.Client != nil {
		h.Client(&o)
	}
	c, err := greenapi.New(in.Credentials, o)
	if err != nil {
		return nil, refuseFor(err, "credentials/malformed")
	}
	return c, nil
}
