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

// prepare reads rows and makes them ready for the tables, until the first error or until
// ctx is done. It takes about as long as writing them, and so goes ahead of it.
func prepare(ctx context.Context, rows iter.Seq2[importer.Row, error]) iter.Seq2[prepared, error] {
	return ahead(func(yield func(prepared, error) bool) {
		for row, err := range rows {
			var p prepared
			if err == nil {
				err = ctx.Err()
			}
			if err == nil {
				p, err = newPrepared(row)
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	})
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
