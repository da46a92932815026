package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"contactcast/internal/card"
)

// people yields n sendable rows, each to its own chat.
func people(from, n int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		source := make([]string, 5)
		for i := from; i < from+n; i++ {
			m := card.Card{
				ChatID:  fmt.Sprintf("7900%07d@c.us", i),
				Contact: card.Contact{PhoneContact: 79010000000 + int64(i%1000), FirstName: "Анна", LastName: "Smirnova", Company: "Romashka"},
			}
			source[0], source[1], source[2], source[3], source[4] = m.ChatID, "79010000000", "Анна", "Smirnova", "Romashka"
			if !yield(Row{Number: i + 2, Source: source, Message: m}, nil) {
				return
			}
		}
	}
}

// BenchmarkPlan reports rows planned a second: into an empty ledger, and into a draft as check makes it.
func BenchmarkPlan(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *Ledger{"ledger": newLedger, "draft": newDraft} {
		b.Run(name, func(b *testing.B) {
			const rows = 100_000
			for b.Loop() {
				l := open(b)
				if _, err := l.Plan(context.Background(), Plan{Job: "list"}, people(0, rows)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkPlanWithOptOuts reports what 100,000 opt-outs, one row in ten of the list among them, add to planning: plans
// with them and without, in pairs right behind each other.
func BenchmarkPlanWithOptOuts(b *testing.B) {
	const rows, optOuts = 1_000_000, 100_000 // a minute or so
	shared := filepath.Join(b.TempDir(), "ledger.db")
	l, err := Open(context.Background(), shared)
	if err != nil {
		b.Fatal(err)
	}
	var chats []OptOut
	for i := range optOuts {
		chats = append(chats, OptOut{ChatID: fmt.Sprintf("7900%07d@c.us", i*rows/optOuts), List: "no.csv", AddedAt: time.Now()})
	}
	_, err = l.Consent().Add(context.Background(), chats)
	if err := errors.Join(err, l.Close()); err != nil {
		b.Fatal(err)
	}
	took := map[string]time.Duration{}
	for b.Loop() {
		for _, lists := range []string{"none", shared} {
			l, err := Draft(context.Background(), lists)
			if err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			if _, err := l.Plan(context.Background(), Plan{Job: "list"}, people(0, rows)); err != nil {
				b.Fatal(err)
			}
			took[lists] += time.Since(began)
			l.Close()
		}
	}
	b.ReportMetric(took[shared].Seconds()/took["none"].Seconds(), "of-planning-without")
}

func newDraft(t testing.TB) *Ledger {
	t.Helper()
	l, err := Draft(context.Background(), "none")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// BenchmarkCommits reports what a row's intent and outcome cost when each commit carries
// the outcomes of that many requests and the intents of as many others.
func BenchmarkCommits(b *testing.B) {
	for _, inFlight := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(inFlight), func(b *testing.B) {
			l := newLedger(b)
			job, err := l.Plan(context.Background(), Plan{Job: "list"}, people(0, b.N))
			if err != nil {
				b.Fatal(err)
			}
			pending, err := l.Pending(context.Background(), job.ID, 0, b.N)
			if err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			var ended []Ending
			for begin := range slices.Chunk(pending, inFlight) {
				begun, err := commit(l, ended, begin)
				if err != nil {
					b.Fatal(err)
				}
				ended = ended[:0]
				for _, a := range begun {
					ended = append(ended, Ending{a.Attempt, Outcome{Status: Accepted, IDMessage: fmt.Sprintf("3EB0%016X", rand.Uint64())}})
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkBesidePlan reports how long another process waits at most to commit while a list of a million is planned.
func BenchmarkBesidePlan(b *testing.B) {
	const rows = 1_000_000
	for b.Loop() {
		l := newLedger(b)
		beside := held(b, l.path, "1101000002")
		planned, longest := make(chan error, 1), time.Duration(0)
		go func() {
			_, err := l.Plan(context.Background(), Plan{Job: "list"}, people(0, rows))
			planned <- err
		}()
		for ended := false; !ended; {
			began := time.Now()
			if err := beside.run.Accounts()[0].SaveSeen(Seen{}); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(began))
			select {
			case err := <-planned:
				if ended = true; err != nil {
					b.Fatal(err)
				}
			case <-time.After(10 * time.Millisecond):
			}
		}
		if err := beside.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(longest.Seconds(), "longest-wait-s")
	}
}
