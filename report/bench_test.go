package report

import (
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// many is a job of so many rows with twelve columns in all, made while it is read.
func many(rows int) Result {
	r := everyStatus()
	r.Counts = ledger.Counts{ledger.Accepted: rows - rows/50, ledger.Invalid: rows / 50}
	r.Lines = func() iter.Seq2[ledger.Line, error] {
		return func(yield func(ledger.Line, error) bool) {
			for i := range rows {
				if !yield(manyLine(i), nil) {
					return
				}
			}
		}
	}
	return r
}

func manyLine(i int) ledger.Line {
	phone := int64(79000000000 + i)
	l := ledger.Line{Row: i + 2, Source: []string{fmt.Sprint("+", phone), "Анна Ковалёва", "Berlin"}}
	if i%50 == 49 {
		l.Status, l.ErrorCode, l.Reason = ledger.Invalid, "phone-length", words.AsTold("the number has 7 digits")
		return l
	}
	l.Status, l.Attempts, l.Delivery = ledger.Accepted, 1, "delivered"
	l.IDMessage, l.AcceptedAt = fmt.Sprintf("3EB0%016X", i), noon.Add(time.Duration(i)*500*time.Millisecond)
	l.Message = &card.Card{
		ChatID: fmt.Sprint(phone, "@c.us"), Contact: card.Contact{PhoneContact: 79001112233, FirstName: "Анна", LastName: "Ковалёва"},
	}
	return l
}

func BenchmarkWrite(b *testing.B) {
	const rows = 100_000
	for _, extension := range Formats() {
		b.Run(extension[1:], func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "r"+extension)
			for b.Loop() {
				if _, err := Write(b.Context(), path, many(rows)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
