package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"contactcast/internal/card"
)

// Consent is ledger.db: the chats never to write to, for all accounts and jobs of a state
// folder, and the words by which people say so. It holds no lock for longer than a change takes.
type Consent struct {
	path string
	db   *sql.DB
}

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

// OpenConsent opens the list of opt-outs at path, and makes it if there is none.
func OpenConsent(ctx context.Context, path string) (*Consent, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the ledger's folder: %w", err)
	}
	if err := refuseNetwork(path); err != nil {
		return nil, err
	}
	if err := makeShared(ctx, path); err != nil {
		return nil, err
	}
	return openConsent(ctx, path, "rw", "synchronous(FULL)")
}

// ReadConsent opens the list of opt-outs at path for reading. It returns an error that
// wraps fs.ErrNotExist if there is none.
func ReadConsent(ctx context.Context, path string) (*Consent, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open the list of opt-outs: %w", err)
	}
	return openConsent(ctx, path, "ro")
}

func openConsent(ctx context.Context, path, mode string, pragmas ...string) (*Consent, error) {
	db, err := open(path, mode, pragmas...)
	if err != nil {
		return nil, err
	}
	if err := checkFormat(ctx, db, path); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	db.SetMaxOpenConns(1)
	return &Consent{path: path, db: db}, nil
}

// Path returns the file's path.
func (c *Consent) Path() string { return c.path }

// Close ends all use of it.
func (c *Consent) Close() error { return c.db.Close() }

// change makes a change durable and counts it.
func (c *Consent) change(ctx context.Context, fn func(t *tx) error) (err error) {
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return damaged(c.path, err)
	}
	defer conn.Close()
	t := &tx{conn: conn, prepared: map[string]*sql.Stmt{}}
	defer func() {
		for _, s := range t.prepared {
			_ = s.Close()
		}
	}()
	if err := t.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	if err = fn(t); err == nil {
		err = t.exec(`UPDATE store SET changes = changes + 1`)
	}
	if err == nil {
		err = t.exec(`COMMIT`)
	}
	if err != nil {
		_ = t.exec(`ROLLBACK`) // SQLite may have done so itself
	}
	return err
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
	r, err := t.run(`INSERT INTO optouts (person, chat_id, list, word, evidence, added_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET chat_id = excluded.chat_id, list = excluded.list, word = excluded.word, evidence = excluded.evidence,
		added_at = excluded.added_at, lifted_at = NULL WHERE lifted_at IS NOT NULL`,
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
	rows := each(ctx, c.db, `SELECT chat_id, list, word, evidence, added_at FROM optouts WHERE lifted_at IS NULL ORDER BY added_at DESC, person`,
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
	err = c.db.QueryRowContext(ctx, `SELECT count(*) FROM optouts WHERE lifted_at IS NULL`).Scan(&n)
	if err != nil {
		return 0, unread(err)
	}
	return n, nil
}

// Holds reports whether the chat's person is on the list, and since when and why.
func (c *Consent) Holds(ctx context.Context, chatID string) (o OptOut, held bool, err error) {
	var at sql.NullInt64
	err = c.db.QueryRowContext(ctx, `SELECT chat_id, list, word, evidence, added_at FROM optouts
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
		err := c.db.QueryRowContext(ctx, `SELECT person FROM names WHERE lid = ?`, lid).Scan(&known)
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
			if err := t.exec(`INSERT OR REPLACE INTO names (lid, person) VALUES (?, ?)`, lid, person); err != nil {
				return err
			}
			if err := t.exec(`UPDATE senders SET decided = 1 WHERE sender = ?`, lid); err != nil {
				return err
			}
		}
		return nil
	})
}
