package ledger

import (
	"context"
	"encoding/json"
	"iter"
)

// aheadBatch is how many items are handed over at once, which makes the handing over cheap.
const aheadBatch = 256

// ahead yields what seq yields, which runs in a goroutine of its own, a little ahead. When
// the loop over it ends, seq has ended, too.
func ahead[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	type item struct {
		value T
		err   error
	}
	return func(yield func(T, error) bool) {
		batches, enough := make(chan []item, 4), make(chan struct{})
		go func() {
			defer close(batches)
			batch := make([]item, 0, aheadBatch)
			hand := func() bool {
				select {
				case batches <- batch:
					batch = make([]item, 0, aheadBatch)
					return true
				case <-enough:
					return false
				}
			}
			for value, err := range seq {
				if batch = append(batch, item{value, err}); len(batch) == aheadBatch && !hand() {
					return
				}
			}
			hand()
		}()
		defer func() {
			close(enough)
			for range batches { // until seq has ended
			}
		}()
		for batch := range batches {
			for _, i := range batch {
				if !yield(i.value, i.err) {
					return
				}
			}
		}
	}
}

// read is a row as it was read; Row.Source is used up.
type read struct {
	Row
	source string // JSON of its cells
}

// readAhead reads rows until the first error, or until ctx is done. Reading takes about as long as staging, and goes ahead of it.
func readAhead(ctx context.Context, rows iter.Seq2[Row, error]) iter.Seq2[read, error] {
	return ahead(func(yield func(read, error) bool) {
		for row, err := range rows {
			r := read{Row: row}
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				r.source, err = encode(row.Source)
			}
			if r.Source = nil; !yield(r, err) || err != nil {
				return
			}
		}
	})
}

// encode returns the JSON of a row's cells.
func encode(cells []string) (string, error) {
	source, err := json.Marshal(cells)
	return string(source), err
}
