package cli

import (
	"context"
	"fmt"
	"time"

	"contactcast/internal/job"
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
			drain := fmt.Sprintf("sending one message every %s", c.Delay)
			if c.Delay < 0 {
				drain = "without a queue"
			}
			if n := len(c.IDInstance); n > 1 {
				fmt.Fprintf(a.out, "%d simulated accounts at %s, %s; the token of each is %s\n", n, url, drain, c.Token)
				return
			}
			fmt.Fprintf(a.out, "a simulated account, %s; use it with:\n"+
				"  export GREENAPI_URL=%s GREENAPI_ID_INSTANCE=%s %s=%s\n", drain, url, c.IDInstance[0], tokenVariable, c.Token)
		}})
}
