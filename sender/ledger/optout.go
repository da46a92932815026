package ledger

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"contactcast/internal/card"
)

// Consent is the ledger's list of chats never to write to, for all accounts and jobs, and of the
// words by which people say so. It needs no run.
type Consent struct{ ledger *Ledger }

// Consent returns the ledger's list of opt-outs.
func (l *Ledger) Consent() *Consent { return &Consent{l} }

// Close closes the ledger.
func (c *Consent) Close() error { return c.ledger.Close() }

// OptOut is a chat never to write to.
type OptOut struct {
	// ChatID is the chat as it was given; every other spelling of the same person counts, too.
	ChatID string
	// List is the file that named it; "" if it was named by hand, or sent a stop word.
	List string
	// Word is the stop word that it sent, and Evidence the idMessage of that message; both "" otherwise.
	Word, Evidence string
	AddedAt        time.Time
}

// change makes a change durable and counts it.
func (c *Consent) change(ctx context.Context, fn func(t *tx) error) error {
	return c.ledger.transact(ctx, func(t *tx) error {
		if err := fn(t); err != nil {
			return err
		}
		return t.exec(`UPDATE store SET changes = changes + 1`)
	})
}

// Add puts chats on the list, all or none, and returns how many persons were not on it.
// When it returns without an error, that is durable, and no message to them is begun any more.
func (c *Consent) Add(ctx context.Context, chats []OptOut) (added int, err error) {
	err = c.change(ctx, func(t *tx) error {
		for _, o := range chats {
			n, err := t.optOut(o)
			if err != nil {
				return err
			}
			added += n
		}
		return nil
	})
	return added, err
}

// optOut puts a chat on the list, and returns 1 if its person was not on it.
func (t *tx) optOut(o OptOut) (int, error) {
	r, err := t.run(`INSERT INTO optouts AS o (person, chat_id, list, word, evidence, added_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (person) DO UPDATE SET chat_id = excluded.chat_id, list = excluded.list, word = excluded.word, evidence = excluded.evidence,
		added_at = excluded.added_at, lifted_at = NULL WHERE o.lifted_at IS NOT NULL`,
		card.Person(o.ChatID), o.ChatID, o.List, o.Word, o.Evidence, o.AddedAt.UnixMilli())
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

// Remove takes persons off the list, under each of their names, and returns how many were on it.
func (c *Consent) Remove(ctx context.Context, chatIDs []string) (removed int, err error) {
	now := time.Now().UnixMilli()
	err = c.change(ctx, func(t *tx) error {
		for _, id := range chatIDs {
			r, err := t.run(`UPDATE optouts SET lifted_at = ?2 WHERE lifted_at IS NULL AND person IN (`+namesOf+`)`, card.Person(id), now)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil {
				return err
			} else if n > 0 {
				removed++
			}
		}
		return nil
	})
	return removed, err
}

// namesOf are all names of the person ?1: itself, the person of a hidden number, and the hidden numbers of that person.
const namesOf = `SELECT ?1 UNION SELECT person FROM names WHERE lid = ?1
	UNION SELECT lid FROM names WHERE person = coalesce((SELECT person FROM names WHERE lid = ?1), ?1)`

// OptOuts yields the chats on the list, the latest first.
func (c *Consent) OptOuts(ctx context.Context) iter.Seq2[OptOut, error] {
	type row struct {
		OptOut
		at sql.NullInt64
	}
	rows := each(ctx, c.ledger.read, `SELECT chat_id, list, word, evidence, added_at FROM optouts WHERE lifted_at IS NULL ORDER BY added_at DESC, person`,
		func(r *row) []any { return []any{&r.ChatID, &r.List, &r.Word, &r.Evidence, &r.at} })
	return func(yield func(OptOut, error) bool) {
		for r, err := range rows {
			r.AddedAt = fromMilli(r.at)
			if !yield(r.OptOut, err) {
				return
			}
		}
	}
}

// Count returns how many persons are on the list.
func (c *Consent) Count(ctx context.Context) (n int, err error) {
	err = c.ledger.read.QueryRowContext(ctx, `SELECT count(*) FROM optouts WHERE lifted_at IS NULL`).Scan(&n)
	if err != nil {
		return 0, unread(err)
	}
	return n, nil
}

// Holds reports whether the chat's person is on the list, and since when and why.
func (c *Consent) Holds(ctx context.Context, chatID string) (o OptOut, held bool, err error) {
	var at sql.NullInt64
	err = c.ledger.read.QueryRowContext(ctx, `SELECT chat_id, list, word, evidence, added_at FROM optouts
		WHERE lifted_at IS NULL AND person IN (`+namesOf+`) LIMIT 1`, card.Person(chatID)).Scan(&o.ChatID, &o.List, &o.Word, &o.Evidence, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return o, false, nil
	}
	if err != nil {
		return o, false, unread(err)
	}
	o.AddedAt = fromMilli(at)
	return o, true, nil
}

// Learn keeps that a hidden number (@lid) is a chat's person, as the API showed it.
func (c *Consent) Learn(ctx context.Context, names map[string]string) error {
	fresh := map[string]string{}
	for lid, chatID := range names {
		var known string
		err := c.ledger.read.QueryRowContext(ctx, `SELECT person FROM names WHERE lid = ?`, lid).Scan(&known)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return unread(err)
		}
		if known != card.Person(chatID) {
			fresh[lid] = card.Person(chatID)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return c.change(ctx, func(t *tx) error {
		for lid, person := range fresh {
			if err := t.exec(`INSERT INTO names (lid, person) VALUES (?, ?) ON CONFLICT (lid) DO UPDATE SET person = excluded.person`, lid, person); err != nil {
				return err
			}
			if err := t.exec(`UPDATE senders SET decided = 1 WHERE sender = ?`, lid); err != nil {
				return err
			}
		}
		return nil
	})
}
