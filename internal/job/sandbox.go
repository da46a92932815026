package job

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"contactcast/sender/sandbox"
)

// SandboxOptions describe the simulated accounts that are served.
type SandboxOptions struct {
	// Listen is the address; port 0 takes a free one.
	Listen string
	// IDInstances are those that it answers for, each an account of its own; Token is all of theirs.
	IDInstances []string
	Token       string
	// Delay is the time between two messages that leave a queue; negative is no queue.
	Delay time.Duration
	// JournalLag is how long until a journal shows a message; 0 is a second.
	JournalLag time.Duration
	// Memory is a file that keeps what was accepted, or ""; of several accounts each has its own, with -N before the extension.
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

// Sandbox serves simulated accounts until ctx is done.
func Sandbox(ctx context.Context, o SandboxOptions) error {
	faults, err := sandbox.ParseFaults(o.Faults)
	if err != nil {
		return refuseFor(err, "options/faults")
	}
	accounts := make([]sandbox.Options, len(o.IDInstances))
	for i, id := range o.IDInstances {
		one := sandbox.Options{IDInstance: id, Token: o.Token, Delay: o.Delay, JournalLag: o.JournalLag, Memory: o.memory(id), Faults: faults, Seed: o.Seed}
		if o.NoLimits {
			one.Limits, one.Quirks.JournalWhole = -1, true
		}
		accounts[i] = one
	}
	s, err := sandbox.ServeAccounts(o.Listen, accounts...)
	if err != nil {
		return refuseFor(err, "sandbox")
	}
	o.Serving(s.URL())
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	return s.Wait()
}

// memory is the file of one account.
func (o SandboxOptions) memory(id string) string {
	if o.Memory == "" || len(o.IDInstances) == 1 {
		return o.Memory
	}
	ext := filepath.Ext(o.Memory)
	return strings.TrimSuffix(o.Memory, ext) + "-" + id + ext
}
