package job

import (
	"context"
	"time"

	"contactcast/sender/sandbox"
)

// SandboxOptions describe the simulated account that is served.
type SandboxOptions struct {
	// Listen is the address; port 0 takes a free one.
	Listen string
	// IDInstance and Token are those that it answers for.
	IDInstance, Token string
	// Delay is the time between two messages that leave its queue; negative is no queue.
	Delay time.Duration
	// JournalLag is how long until its journal shows a message; 0 is a second.
	JournalLag time.Duration
	// Memory is a file that keeps what it accepted, or "".
	Memory string
	// Faults are what goes wrong, as sandbox.ParseFaults reads them.
	Faults string
	// NoLimits lifts the documented limits.
	NoLimits bool
	// Seed makes ids and chances repeatable; 0 is by chance.
	Seed uint64
	// Serving is told the address, once it is served.
	Serving func(url string)
}

// Sandbox serves a simulated account until ctx is done.
func Sandbox(ctx context.Context, o SandboxOptions) error {
	faults, err := sandbox.ParseFaults(o.Faults)
	if err != nil {
		return refuseFor(err, "options/faults")
	}
	so := sandbox.Options{IDInstance: o.IDInstance, Token: o.Token, Delay: o.Delay, JournalLag: o.JournalLag,
		Memory: o.Memory, Faults: faults, Seed: o.Seed}
	if o.NoLimits {
		so.Limits, so.Quirks.JournalWhole = -1, true
	}
	s, err := sandbox.Serve(o.Listen, so)
	if err != nil {
		return refuseFor(err, "sandbox")
	}
	o.Serving(s.URL())
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	return s.Wait()
}
