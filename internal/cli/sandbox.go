package cli

import (
	"context"
	"fmt"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type sandboxCmd struct {
	Listen     string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to serve on (${default}); port 0 takes a free one."`
	IDInstance []string      `name:"id-instance" default:"1101000001" placeholder:"N" help:"The instance it answers for (${default}). Repeatable: each is an account of its own."`
	Token      string        `hidden:"" default:"sandbox-token"`
	Delay      time.Duration `default:"100ms" placeholder:"TIME" help:"Time between two messages that leave its queue (${default}); --delay=-1s for none."`
	JournalLag time.Duration `placeholder:"TIME" help:"How long until its journal shows a message that was sent (1s)."`
	Memory     string        `type:"path" placeholder:"FILE" help:"Keep what it accepted in this file."`
	Faults     string        `placeholder:"LIST" help:"What goes wrong, such as before:502=3%,after:drop=2%,late(30s):504=1%,after:hang=#17."`
	NoLimits   bool          `help:"Lift the documented limits: requests a second, and 500 entries a journal."`
	Seed       uint64        `placeholder:"N" help:"Makes ids and chances repeatable."`
}

// Run is `contactcast sandbox`: it serves until a signal.
func (c *sandboxCmd) Run(ctx context.Context, a *app) error {
	return job.Sandbox(ctx, job.SandboxOptions{Listen: c.Listen, IDInstances: c.IDInstance, Token: c.Token, Delay: c.Delay, JournalLag: c.JournalLag,
		Memory: c.Memory, Faults: c.Faults, NoLimits: c.NoLimits, Seed: c.Seed, Serving: func(url string) {
			drain := words.New("cli/sandbox-queue", "delay", c.Delay)
			if c.Delay < 0 {
				drain = words.New("cli/sandbox-no-queue")
			}
			if n := len(c.IDInstance); n > 1 {
				a.print("cli/sandbox-accounts", "n", n, "url", url, "drain", drain, "token", c.Token)
				return
			}
			a.print("cli/sandbox", "drain", drain)
			fmt.Fprintf(a.out, "  export GREENAPI_URL=%s GREENAPI_ID_INSTANCE=%s %s=%s\n", url, c.IDInstance[0], tokenVariable, c.Token)
		}})
}
