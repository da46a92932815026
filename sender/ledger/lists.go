package ledger

import (
	"context"
	"slices"

	"contactcast/internal/card"
)

// lists are whom planning leaves out, and why. Of many persons few reasons differ.
type lists struct {
	by   map[string]int32 // index into why, by person
	why  []listing
	seen map[listing]int32
}

// listing is why a person is left out.
type listing struct {
	code, list string
	named      bool // the person has another name, too: the ledger is asked
}

// find returns why a person is left out; the zero value if no list has the person.
func (l *lists) find(person string) (w listing, on bool) {
	i, on := l.by[person]
	if on {
		w = l.why[i]
	}
	return w, on
}

// add puts a person on the lists. What was said first weighs more.
func (l *lists) add(person string, w listing) {
	if known, on := l.find(person); on {
		w = listing{known.code, known.list, known.named || w.named}
	}
	i, known := l.seen[w]
	if !known {
		i = int32(len(l.why))
		l.why, l.seen[w] = append(l.why, w), i
	}
	l.by[person] = i
}

// readLists reads everybody on a list, and everybody who has another name.
func (p *planner) readLists() error {
	p.lists = lists{by: map[string]int32{}, seen: map[listing]int32{}}
	type row struct{ person, code, list string }
	for r, err := range each(context.Background(), p.conn, `SELECT person, 'opted-out', `+optOutBy+` FROM shared.optouts o WHERE lifted_at IS NULL
		UNION ALL SELECT person, 'excluded', list FROM main.exclusions WHERE job = ?
		UNION ALL SELECT lid, '', '' FROM shared.names UNION ALL SELECT person, '', '' FROM shared.names`,
		func(r *row) []any { return []any{&r.person, &r.code, &r.list} }, p.job) {
		if err != nil {
			return err
		}
		p.lists.add(r.person, listing{r.code, r.list, r.code == ""})
	}
	return nil
}

// leftOut returns why a row's message is left out by a list; no code if it is not.
func (p *planner) leftOut(id int64, row prepared) (reason, error) {
	why, _ := p.lists.find(row.person)
	if !why.named {
		return reason{message: id, code: why.code, list: why.list}, nil
	}
	found, err := p.listed([]Message{{ID: id, Card: row.Message}})
	return found[id], err
}

// Refresh compares a job whose file did not change with what changed meanwhile: lists, and what
// other jobs sent. Of p, Job, Test, Exclude, SendChanged and Already count. It returns what Plan does.
func (l *Ledger) Refresh(ctx context.Context, p Plan) (Job, error) {
	err := l.transact(ctx, func(t *tx) error {
		pl := planner{tx: t, Plan: p, now: l.clock.now(), others: l.others}
		if err := pl.one(`SELECT id FROM jobs WHERE name = ?`, []any{p.Job}, &pl.job); err != nil {
			return err
		}
		for _, step := range []func() error{func() error { return pl.exclude(pl.job, p.Exclude) }, pl.readLists,
			pl.restore, pl.skipListed, pl.skipChanged, pl.guard} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Job{}, err
	}
	return findJob(ctx, l.conn, p.Job)
}

// atOnce is how many messages are looked up at once.
const atOnce = 500

// skipListed skips pending messages to chats on a list.
func (p *planner) skipListed() error {
	if len(p.lists.by) == 0 {
		return nil
	}
	var hits []Message
	for m, err := range each(context.Background(), p.conn, `SELECT `+messageColumns+` FROM messages m
		WHERE m.job = ? AND m.row IS NOT NULL AND m.status = 'pending'`, (*Message).fields, p.job) {
		if err != nil {
			return err
		}
		if _, on := p.lists.find(card.Person(m.ChatID)); on {
			hits = append(hits, m)
		}
	}
	for chunk := range slices.Chunk(hits, atOnce) {
		found, err := p.listed(chunk)
		if err != nil {
			return err
		}
		for _, m := range chunk {
			if r, ok := found[m.ID]; ok {
				if err := p.leave(m, r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// restore makes rows pending again whose reason to be left out holds no longer.
func (p *planner) restore() error {
	type row struct {
		Message
		code string
	}
	left, err := collect[row](context.Background(), p.conn, `SELECT m.id, m.job, l.row, m.chat_id, m.phone_contact,
		m.first_name, m.middle_name, m.last_name, m.company, m.quoted_message_id, m.attempts, l.error_code
		FROM lines l JOIN messages m ON m.id = l.message
		WHERE l.job = ? AND l.status = 'skipped' AND l.error_code IN ('opted-out', 'excluded', 'already-sent') ORDER BY l.row`,
		func(r *row) []any { return append(r.Message.fields(), &r.code) }, p.job)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(left, atOnce) {
		messages := make([]Message, len(chunk))
		for i, r := range chunk {
			messages[i] = r.Message
		}
		found, err := p.reasons(askedMessages+optedOut+`UNION ALL `+excludedFrom+`UNION ALL `+alreadySent+`ORDER BY rank`, messages)
		if err != nil {
			return err
		}
		for _, r := range chunk {
			why, still := found[r.ID]
			switch {
			case still && why.code == codeAlready && p.Already == SendAlready, !still:
				err = p.giveBack(r.Message)
			case why.code != r.code:
				err = p.explain(r.Message, why.skipped())
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// giveBack makes a row that was left out send its message again, unless another row does.
func (p *planner) giveBack(m Message) error {
	r, err := p.tx.run(`UPDATE messages SET row = ? WHERE id = ? AND row IS NULL AND status = 'pending'`, m.Row, m.ID)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	p.move(p.job, Skipped, Pending)
	return p.exec(`UPDATE lines SET status = NULL, error_code = '', error = '', list = '' WHERE job = ? AND row = ?`, p.job, m.Row)
}
