package ledger

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"time"
)

// sentLedger is the path of a closed ledger whose job has so many rows, of which one in a hundred is not sent yet.
func sentLedger(b *testing.B, rows int) string {
	ctx, path := context.Background(), filepath.Join(b.TempDir(), "ledger.db")
	l := held(b, path)
	job, err := l.Plan(ctx, Plan{Job: "list"}, people(0, rows))
	if err != nil {
		b.Fatal(err)
	}
	sent, err := l.Pending(ctx, job.ID, 0, rows-rows/100)
	if err != nil {
		b.Fatal(err)
	}
	adopted := make([]Adopted, len(sent))
	for i, m := range sent {
		adopted[i] = Adopted{Message: m, IDMessage: fmt.Sprintf("3EB0%012X", i)}
	}
	if err := l.account(b).Adopt(adopted); err != nil { // as good as sent, in one commit
		b.Fatal(err)
	}
	if err := l.account(b).SaveSeen(Seen{State: "authorized", ReadAt: time.Now()}); err != nil {
		b.Fatal(err)
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkResume opens a ledger of a job that is nearly done and reads the next messages to send, with all
// that a run asks before them.
func BenchmarkResume(b *testing.B) {
	for _, rows := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			ctx, path := context.Background(), sentLedger(b, rows)
			for b.Loop() {
				l := held(b, path)
				job, err := l.Job(ctx, "list")
				if err != nil {
					b.Fatal(err)
				}
				if _, err := l.account(b).Doubts(ctx); err != nil {
					b.Fatal(err)
				}
				next, err := l.Pending(ctx, job.ID, 0, 512)
				if err != nil || len(next) != min(512, rows/100) {
					b.Fatal(len(next), err)
				}
				if err := l.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStatus asks all that status tells, of an account that sent nothing today.
func BenchmarkStatus(b *testing.B) {
	for _, rows := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			ctx, path := context.Background(), sentLedger(b, rows)
			tomorrow := time.Now().Add(24 * time.Hour)
			for b.Loop() {
				l, err := OpenReadOnly(ctx, path)
				if err != nil {
					b.Fatal(err)
				}
				jobs, err := l.Jobs(ctx)
				if err != nil || len(jobs) != 1 {
					b.Fatal(jobs, err)
				}
				job := jobs[0].ID
				for name, ask := range map[string]func() error{
					"account":    func() error { _, err := l.account(b).Seen(ctx); return err },
					"sent since": func() error { _, err := l.account(b).SentSince(ctx, tomorrow); return err },
					"doubts":     func() error { _, err := l.account(b).Doubts(ctx); return err },
					"counts":     func() error { _, err := l.Counts(ctx, job); return err },
					"deliveries": func() error { _, err := l.Deliveries(ctx, job); return err },
					"gone":       func() error { _, err := l.Gone(ctx, job); return err },
				} {
					if err := ask(); err != nil {
						b.Fatal(name, err)
					}
				}
				if err := l.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReplan plans a list again whose rows were all sent and then corrected: each has to be told from
// what its chat got before.
func BenchmarkReplan(b *testing.B) {
	for _, rows := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			ctx, path := context.Background(), sentLedger(b, rows)
			l := held(b, path)
			defer l.Close()
			for i := 0; b.Loop(); i++ {
				if _, err := l.Plan(ctx, Plan{Job: "list"}, renamed(people(0, rows), fmt.Sprint("Anna ", i))); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// renamed gives every card another first name.
func renamed(rows iter.Seq2[Row, error], name string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for row, err := range rows {
			row.Message.Contact.FirstName = name
			if !yield(row, err) {
				return
			}
		}
	}
}
