package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"iter"

	"contactcast/importer"
	"contactcast/sender/greenapi"
)

// prepared is a row as it goes into the tables.
type prepared struct {
	importer.Row
	key    [16]byte // of its message
	source string   // JSON of its cells; Row.Source is used up
}

// batch is some rows, and the error that came behind them.
type batch struct {
	rows []prepared
	err  error
}

// batchRows is how many rows are handed over at once.
const batchRows = 512

// prepare reads rows in a goroutine of its own, which takes about as long as writing
// them. The last batch has the error that rows ended in, or the context's.
func prepare(ctx context.Context, rows iter.Seq2[importer.Row, error]) iter.Seq[batch] {
	return func(yield func(batch) bool) {
		batches, done := make(chan batch, 2), make(chan struct{})
		stop := make(chan struct{})
		go func() {
			defer close(done)
			defer close(batches)
			read(ctx, rows, func(b batch) bool {
				select {
				case batches <- b:
					return true
				case <-stop:
					return false
				}
			})
		}()
		defer func() {
			close(stop)
			<-done // whoever lent the rows may close their file
		}()
		for b := range batches {
			if !yield(b) {
				return
			}
		}
	}
}

// read hands over rows in batches until hand says that it was enough.
func read(ctx context.Context, rows iter.Seq2[importer.Row, error], hand func(batch) bool) {
	b := batch{rows: make([]prepared, 0, batchRows)}
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			var p prepared
			p, err = newPrepared(row)
			b.rows = append(b.rows, p)
		}
		if b.err = err; err != nil {
			break
		}
		if len(b.rows) == batchRows {
			if !hand(b) {
				return
			}
			b.rows = make([]prepared, 0, batchRows)
		}
	}
	hand(b)
}

func newPrepared(row importer.Row) (prepared, error) {
	source, err := json.Marshal(row.Source)
	p := prepared{Row: row, source: string(source)}
	p.Source = nil
	if p.Problem == nil {
		p.key = keyOf(p.Message)
	}
	return p, err
}

// keyOf names a message by its content, each text behind its length.
func keyOf(m greenapi.ContactMessage) [16]byte {
	c := m.Contact
	b := make([]byte, 0, 256)
	b = binary.BigEndian.AppendUint64(b, uint64(c.PhoneContact))
	for _, s := range [...]string{m.ChatID, c.FirstName, c.MiddleName, c.LastName, c.Company, m.QuotedMessageID} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	sum := sha256.Sum256(b)
	return [16]byte(sum[:16])
}
