package report_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender/ledger"
)

// A report is made of what the ledger has of a job, in the format that the file's name says.
func ExampleWrite() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "report")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	l, err := ledger.Open(ctx, filepath.Join(dir, "account.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	job, err := l.Plan(ctx, ledger.Plan{Job: "guests", Header: []string{"WhatsApp"}}, func(yield func(ledger.Row, error) bool) {
		yield(ledger.Row{Number: 2, Source: []string{"447700900001"}, Message: card.Card{ChatID: "447700900001@c.us",
			Contact: card.Contact{PhoneContact: 447700900555, FirstName: "Anna"}}}, nil)
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	result, err := report.Of(ctx, words.English(), l, job)
	if err != nil {
		fmt.Println(err)
		return
	}
	path, err := report.Write(ctx, filepath.Join(dir, "guests-report.csv"), result)
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := os.ReadFile(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s", text[len("\uFEFF"):])
	// Output:
	// row,status,idMessage,errorCode,error,attempts,acceptedAt,delivery,sentTo,WhatsApp
	// 2,pending,,,,0,,,447700900001@c.us,447700900001
}
