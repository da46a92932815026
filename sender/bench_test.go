package sender_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"contactcast/internal/card"
	"contactcast/sender"
	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
	"contactcast/sender/pace"
	"contactcast/sender/sandbox"
)

// BenchmarkSend sends rows at full speed with every intent and outcome durable, and the
// same requests from a bare loop that keeps nothing; ratio is the first's rate by the
// second's.
func BenchmarkSend(b *testing.B) {
	for _, inFlight := range []int{8, 32, 64} {
		b.Run(fmt.Sprint(inFlight), func(b *testing.B) {
			const rows = 5000
			var ours, bare time.Duration
			for b.Loop() {
				server := httptest.NewServer(openSandbox(b))
				bare += bareLoop(b, server.URL, rows, inFlight)
				ours += durably(b, server.URL, rows, inFlight)
				server.Close()
			}
			n := float64(rows * b.N)
			b.ReportMetric(n/ours.Seconds(), "rows/s")
			b.ReportMetric(n/bare.Seconds(), "bare-rows/s")
			b.ReportMetric(bare.Seconds()/ours.Seconds(), "ratio")
		})
	}
}

func openSandbox(b *testing.B) *sandbox.Sandbox {
	s, err := sandbox.Open(sandbox.Options{Delay: -1, Limits: -1, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func durably(b *testing.B, url string, rows, inFlight int) time.Duration {
	ctx := context.Background()
	client, err := greenapi.New(greenapi.Credentials{APIURL: url, IDInstance: "1101000001", Token: "sandbox-token"}, greenapi.Options{InFlight: inFlight})
	if err != nil {
		b.Fatal(err)
	}
	l := holdAccounts(b, filepath.Join(b.TempDir(), "ledger.db"), "1101000001")
	defer l.Close()
	job, err := l.Plan(ctx, ledger.Plan{Job: "list"}, people(rows))
	if err != nil {
		b.Fatal(err)
	}
	seen, err := sender.Preflight(ctx, client, func(ledger.Wait) {})
	if err != nil {
		b.Fatal(err)
	}
	lane := &sender.Lane{Account: l.Accounts()[0], Client: client, Seen: seen, Loopback: true}
	r := sender.Run{Ledger: l, Job: job, Lanes: []*sender.Lane{lane}, InFlight: inFlight, Rate: pace.Rate{Max: true}}
	started := time.Now()
	if err := r.Send(ctx); err != nil {
		b.Fatal(err)
	}
	return time.Since(started)
}

// bareLoop is what anybody would write first.
func bareLoop(b *testing.B, url string, rows, inFlight int) time.Duration {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: inFlight}}
	defer client.CloseIdleConnections()
	work := make(chan card.Card)
	var wg sync.WaitGroup
	started := time.Now()
	for range inFlight {
		wg.Go(func() {
			for m := range work {
				body, _ := json.Marshal(m)
				resp, err := client.Post(url+"/waInstance1101000001/sendContact/sandbox-token", "application/json", bytes.NewReader(body))
				if err != nil {
					b.Error(err)
					continue
				}
				var answer struct{ IDMessage string }
				err = json.NewDecoder(resp.Body).Decode(&answer)
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
				if err != nil || answer.IDMessage == "" {
					b.Error(err, resp.Status)
				}
			}
		})
	}
	for row, err := range people(rows) {
		if err != nil {
			b.Fatal(err)
		}
		work <- row.Message
	}
	close(work)
	wg.Wait()
	return time.Since(started)
}
