package ledger

import (
	"context"
	"encoding/json"
	"iter"

	"contactcast/internal/card"
)

// prepared is a row as it goes into the tables.
type prepared struct {
	Row
	key    []byte // of its message
	twin   []byte // of the same card to the person's other number, if there may be one
	person string // its chat's
	source string // JSON of its cells; Row.Source is used up
}

// prepare reads rows and makes them ready for the tables, until the first error or until
// ctx is done. It takes about as long as writing them, and so goes ahead of it.
func prepare(ctx context.Context, rows iter.Seq2[Row, error]) iter.Seq2[*prepared, error] {
	return ahead(func(yield func(*prepared, error) bool) {
		for row, err := range rows {
			var p *prepared
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

func newPrepared(row Row) (*prepared, error) {
	source, err := json.Marshal(row.Source)
	p := &prepared{Row: row, source: string(source)}
	p.Source = nil
	if p.Problem != nil {
		return p, err
	}
	key := p.Message.Key()
	p.key, p.person = key[:], card.Person(p.Message.ChatID)
	if twin, has := p.Message.Twin(); has {
		key := twin.Key()
		p.twin = key[:]
	}
	return p, err
}
