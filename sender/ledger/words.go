package ledger

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"contactcast/internal/card"
)

// Word is a stop word: who sends exactly that, case and punctuation aside, opts out.
type Word struct {
	Text    string // as it was given
	AddedAt time.Time
}

// WordKey is what two texts share that are the same word, case and punctuation aside; "" if
// nothing of the text is left.
func WordKey(text string) string {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(text)))
	key := strings.Map(func(r rune) rune {
		switch {
		case r == 'ı': // a keyboard that is not Turkish writes i for both
			return 'i'
		case unwritten(r) || insideWord(r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			return r
		}
		return ' '
	}, strings.ReplaceAll(folded, "i\u0307", "i"))
	return strings.Join(strings.Fields(key), " ")
}

// insideWord reports whether punctuation does not end a word: s.t.o.p is one.
func insideWord(r rune) bool {
	return strings.ContainsRune(".'’*~`", r) || unicode.Is(unicode.Cf, r)
}

// unwritten reports whether a rune is one that people leave out or do not see: vowel signs and
// cantillation of Arabic and Hebrew, a keycap around a digit, the selectors beside an emoji, fillers.
func unwritten(r rune) bool {
	switch {
	case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Inherited):
		return unicode.Is(unicode.Mn, r) && (r >= 0x0591 && r <= 0x08FF || r >= 0xFE00 && r <= 0xFE0F) || r == 0x20E3
	case r == 0x0640: // a stretched line between letters
		return true
	}
	return unicode.Is(unicode.Me, r) || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0
}

// AddWord has a word opt its senders out from now on, and reports whether it is new.
func (c *Consent) AddWord(ctx context.Context, text string) (added bool, err error) {
	err = c.change(ctx, func(t *tx) error {
		r, err := t.run(`INSERT OR IGNORE INTO words (word, text, added_at) VALUES (?, ?, ?)`, WordKey(text), strings.TrimSpace(text), time.Now().UnixMilli())
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		added = n > 0
		return err
	})
	return added, err
}

// RemoveWord has a word opt nobody out any more, and reports whether it did. Who sent it stays opted out.
func (c *Consent) RemoveWord(ctx context.Context, text string) (removed bool, err error) {
	err = c.change(ctx, func(t *tx) error {
		r, err := t.run(`DELETE FROM words WHERE word = ? OR text = ?`, WordKey(text), strings.TrimSpace(text))
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		removed = n > 0
		return err
	})
	return removed, err
}

// Words returns the stop words, the first added first.
func (c *Consent) Words(ctx context.Context) ([]Word, error) {
	type row struct {
		Word
		at sql.NullInt64
	}
	rows, err := collect[row](ctx, c.ledger.read, `SELECT text, added_at FROM words ORDER BY added_at, word`,
		func(r *row) []any { return []any{&r.Text, &r.at} })
	words := make([]Word, len(rows))
	for i, r := range rows {
		words[i] = Word{r.Text, fromMilli(r.at)}
	}
	return words, err
}

// Incoming is how far an account's incoming messages were read for stop words.
type Incoming struct {
	// Until is up to when, in the server's clock; zero if they never were.
	Until time.Time
	// GapSince and GapUntil bound what could not be shown and nobody looked at; zero if there is nothing such.
	GapSince, GapUntil time.Time
}

// Reading returns how far the account's incoming messages were read.
func (c *Consent) Reading(ctx context.Context, account string) (Incoming, error) {
	var until, since, gap sql.NullInt64
	err := c.ledger.read.QueryRowContext(ctx, `SELECT read_until, gap_since, gap_until FROM listened WHERE account = ?`, account).Scan(&until, &since, &gap)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Incoming{}, unread(err)
	}
	return Incoming{fromMilli(until), fromMilli(since), fromMilli(gap)}, nil
}

// StopMessage is a stop word that came in.
type StopMessage struct {
	// Sender is the chat id of who sent it, Text the message, Word the stop word.
	Sender, Text, Word, IDMessage string
	At                            time.Time
	// Unmatched says that nobody knows whose hidden number the sender's is.
	Unmatched bool
}

// Heard keeps a reading and opts out who sent a stop word, all or nothing, and returns how many
// persons were not on the list. A word that an earlier reading showed puts nobody back who was taken off since.
func (c *Consent) Heard(ctx context.Context, account string, r Incoming, stops []StopMessage) (added int, err error) {
	err = c.change(ctx, func(t *tx) error {
		for _, m := range stops {
			n, err := t.heard(account, m)
			if err != nil {
				return err
			}
			added += n
		}
		return t.exec(`INSERT INTO listened AS l (account, read_until, gap_since, gap_until) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (account) DO UPDATE SET read_until = excluded.read_until, gap_since = coalesce(l.gap_since, excluded.gap_since),
			gap_until = coalesce(excluded.gap_until, l.gap_until)`,
			account, r.Until.UnixMilli(), milli(r.GapSince), milli(r.GapUntil))
	})
	return added, err
}

func (t *tx) heard(account string, m StopMessage) (int, error) {
	// Old is what an earlier reading showed: both times are the server's. A journal's are whole seconds: a
	// word may have been sent up to one later than they say.
	var lifted bool
	err := t.one(`SELECT EXISTS (SELECT 1 FROM optouts WHERE lifted_at IS NOT NULL AND person IN (`+namesOf+`)
		AND (evidence = ?2 OR ?3 <= (SELECT read_until FROM listened WHERE account = ?4)))`,
		[]any{card.Person(m.Sender), m.IDMessage, m.At.Add(time.Second).UnixMilli(), account}, &lifted)
	if err != nil || lifted {
		return 0, err
	}
	if m.Unmatched {
		err := t.exec(`INSERT OR IGNORE INTO senders (sender, account, text, evidence, sent_at) VALUES (?, ?, ?, ?, ?)`,
			m.Sender, account, m.Text, m.IDMessage, m.At.UnixMilli())
		if err != nil {
			return 0, err
		}
	}
	return t.optOut(OptOut{ChatID: m.Sender, Word: m.Word, Evidence: m.IDMessage, AddedAt: m.At})
}

func milli(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

// Unmatched returns who sent a stop word and cannot be matched to a chat, for a person to decide.
func (c *Consent) Unmatched(ctx context.Context) ([]StopMessage, error) {
	type row struct {
		StopMessage
		at sql.NullInt64
	}
	rows, err := collect[row](ctx, c.ledger.read, `SELECT sender, text, evidence, sent_at FROM senders WHERE decided = 0 ORDER BY sent_at, sender`,
		func(r *row) []any { return []any{&r.Sender, &r.Text, &r.IDMessage, &r.at} })
	all := make([]StopMessage, len(rows))
	for i, r := range rows {
		all[i] = r.StopMessage
		all[i].At, all[i].Unmatched = fromMilli(r.at), true
	}
	return all, err
}

// Decide closes the cases of senders that could not be matched, and returns how many were open.
func (c *Consent) Decide(ctx context.Context, senders []string) (decided int, err error) {
	err = c.change(ctx, func(t *tx) error {
		for _, sender := range senders {
			r, err := t.run(`UPDATE senders SET decided = 1 WHERE sender = ? AND decided = 0`, sender)
			if err != nil {
				return err
			}
			n, err := r.RowsAffected()
			if err != nil {
				return err
			}
			decided += int(n)
		}
		return nil
	})
	return decided, err
}

// Looked is a person's word that what accounts could not show was looked at; it returns what that was.
func (c *Consent) Looked(ctx context.Context) (spans []Incoming, err error) {
	err = c.change(ctx, func(t *tx) error {
		type span struct{ since, until sql.NullInt64 }
		gaps, err := collect[span](ctx, t, `SELECT gap_since, gap_until FROM listened WHERE gap_since IS NOT NULL ORDER BY 1`,
			func(s *span) []any { return []any{&s.since, &s.until} })
		for _, g := range gaps {
			spans = append(spans, Incoming{GapSince: fromMilli(g.since), GapUntil: fromMilli(g.until)})
		}
		if err != nil {
			return err
		}
		return t.exec(`UPDATE listened SET gap_since = NULL, gap_until = NULL`)
	})
	return spans, err
}
