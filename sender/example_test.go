package sender_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/sandbox"
)

// Three people get a card, from a simulated account. Sending again sends nothing: all is accepted.
func ExampleRun_Send() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "sender")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	api, err := sandbox.Open(sandbox.Options{IDInstance: "1101000001", Token: "sandbox-token", Delay: -1, Limits: -1})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer api.Close()
	client, err := greenapi.New(greenapi.Credentials{APIURL: "http://localhost", IDInstance: "1101000001", Token: "sandbox-token"},
		greenapi.Options{Transport: api})
	if err != nil {
		fmt.Println(err)
		return
	}
	l, err := ledger.Open(ctx, filepath.Join(dir, "account.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	held, err := l.Hold(ctx, ledger.Holding{Job: "guests", Accounts: []string{"1101000001"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	job, err := l.Plan(ctx, ledger.Plan{Job: "guests"}, people(3))
	if err != nil {
		fmt.Println(err)
		return
	}

	seen, err := sender.Preflight(ctx, client, func(ledger.Wait) {})
	if err != nil {
		fmt.Println(err)
		return
	}
	lane := &sender.Lane{Account: held.Account("1101000001"), Client: client, Seen: seen, Loopback: true}
	run := sender.Run{Ledger: held, Job: job, Lanes: []*sender.Lane{lane}}
	for range 2 {
		err := run.Send(ctx)
		fmt.Println(err, len(api.Record()), "accepted by the account")
	}
	// Output:
	// <nil> 3 accepted by the account
	// <nil> 3 accepted by the account
}
