package job

import (
	"path/filepath"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/sandbox"
)

// trialDelay is the simulated account's time between two messages; short, so that trying things out is quick.
const trialDelay = 100 * time.Millisecond

// begin serves the simulated account if that is meant, with the memory in its state folder. Its ledger
// must be held: the memory has one writer. end is to be called in any case.
func (in *instance) begin() (end func() error, err error) {
	if !in.sandbox {
		return func() error { return nil }, nil
	}
	in.Account = greenapi.Account{IDInstance: "1101000001", Token: "sandbox-token"}
	s, err := sandbox.Serve("127.0.0.1:0", sandbox.Options{IDInstance: in.IDInstance, Token: in.Token, Delay: trialDelay,
		Memory: filepath.Join(in.dir, "sandbox.jsonl")})
	if err != nil {
		return nil, refuseFor(err, "sandbox")
	}
	in.APIURL = s.URL()
	return s.Close, nil
}
