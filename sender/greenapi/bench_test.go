package greenapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// BenchmarkSendContact posts cards to a server on the loopback through this client and through a bare, tuned net/http
// loop in turns, and reports the ratio of their times: 1.00 is as fast as bare. The server's own work is in both.
func BenchmarkSendContact(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, `{"idMessage":"3EB0C767D097B7C7C030"}`)
	}))
	defer server.Close()
	for _, inFlight := range []int{1, 8, 64} {
		b.Run(fmt.Sprint("in-flight=", inFlight), func(b *testing.B) {
			c := client(b, server.URL, Options{InFlight: inFlight})
			ours := func() error { _, err := c.SendContact(context.Background(), theCard); return err }
			bare := bareLoop(server.URL+"/waInstance1101000001/sendContact/"+testToken, inFlight)
			var spent [2]time.Duration
			b.ReportAllocs()
			const turn = 2000
			for done := 0; done < b.N; done += turn {
				n := min(turn, b.N-done)
				for i, f := range []func() error{ours, bare} {
					start := time.Now()
					if err := flood(inFlight, n, f); err != nil {
						b.Fatal(err)
					}
					spent[i] += time.Since(start)
				}
			}
			b.ReportMetric(float64(spent[0])/float64(b.N), "ours-ns/op")
			b.ReportMetric(float64(spent[0])/float64(spent[1]), "ours/bare")
		})
	}
}

// bareLoop is what one would write without a care: http.Client, json.Marshal, decode.
func bareLoop(url string, inFlight int) func() error {
	h := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: inFlight}}
	return func() error {
		body, err := json.Marshal(theCard)
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, url, bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := h.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		answer, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		var accepted struct {
			IDMessage string `json:"idMessage"`
		}
		return json.Unmarshal(answer, &accepted)
	}
}

// flood calls f n times, inFlight at once.
func flood(inFlight, n int, f func() error) error {
	var wg sync.WaitGroup
	errs := make(chan error, inFlight)
	for i := range inFlight {
		wg.Go(func() {
			for j := i; j < n; j += inFlight {
				if err := f(); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	wg.Wait()
	close(errs)
	return <-errs
}
