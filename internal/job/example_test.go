package job_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// A list is sent to the simulated account. The same call again would find nothing left to send.
func ExampleSend() {
	dir, err := os.MkdirTemp("", "example-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	list := filepath.Join(dir, "list.csv")
	rows := "chatId,phoneContact,firstName\n79000000001,79000000515,Anna\n79000000002,79000000515,Anna\n79000000003,12,Anna\n"
	if err := os.WriteFile(list, []byte(rows), 0o600); err != nil {
		panic(err)
	}
	r, err := job.Send(context.Background(), job.SendOptions{
		From: job.From{Sandbox: true, State: filepath.Join(dir, "state")},
		List: job.List{File: list},
		Confirm: func(p job.Plan) bool {
			fmt.Println(p.Cards, "cards to", p.Chats, "chats")
			return true
		},
		Tell: func(e job.Event) {
			if problems, ok := e.(job.Problems); ok {
				fmt.Println("row", problems[0].Rows[0], "cannot be sent:", problems[0].First.ErrorCode)
			}
		},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(r.Outcome, r.Counts[words.Accepted], "accepted,", filepath.Base(r.Reports[0]))
	// Output:
	// row 4 cannot be sent: invalid-phone
	// 2 cards to 2 chats
	// finished 2 accepted, list-report.csv
}
