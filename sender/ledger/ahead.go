package ledger

import "iter"

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
