package ledger

import (
	"context"
	"fmt"
	"slices"

	"contactcast/internal/card"
)

// hit is a row to a person on a list, or the template's example; and why it is left out, unless it was sent before.
type hit struct{ row, why int64 }

// freeStaged are the staged rows that are to be sent, as far as is known yet.
func (p *planner) freeStaged() error {
	p.among = amongFree // + keeps SQLite from going through the rows in the order of their keys, which lie far from each other
	return p.exec(`CREATE TEMP VIEW free AS SELECT s.row, s.key, s.chat_id, s.phone_contact, s.first_name, s.middle_name, s.last_name, s.company, s.quoted_message_id, coalesce(k.already, '') AS already
	FROM stage.staged s LEFT JOIN stage.known k ON k.row = s.row
	WHERE +s.key IS NOT NULL AND coalesce(k.status, 'pending') = 'pending' AND s.row NOT IN (SELECT row FROM stage.skips)`)
}

// Which hits are left out: all of a job without messages, those of rows that were not sent before, or of rows to be sent.
const (
	amongAll  = ``
	amongFree = ` CROSS JOIN free s ON s.row = h.row`
)

func (p *planner) amongStaged() string {
	if p.isNew {
		return amongAll
	}
	return ` CROSS JOIN stage.staged s ON s.row = h.row` + p.ownMessage() + `WHERE coalesce(m.status, 'pending') = 'pending'`
}

// compare finds what becomes of the staged rows: it reads the ledger, and writes nothing into it.
func (p *planner) compare() error {
	p.among = p.amongStaged()
	return p.inStage(func() error {
		for _, step := range []func() error{p.skipHits, p.skipDuplicates, p.findKnown, p.findGone,
			p.freeStaged, p.inherit, p.freeTwins, p.skipTwins, p.skipChanged, p.skipCooling, p.guard, p.findMoves} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
}

// insertSkips is how rows that are left out are kept; the first reason counts.
const insertSkips = `INSERT OR IGNORE INTO stage.skips (row, error_code, error, list) `

// ownMessage joins a staged row with the message that the job has for it.
func (p *planner) ownMessage() string {
	return ` LEFT JOIN ` + p.others + `.messages m ON m.key = s.key AND m.job = ` + fmt.Sprint(p.job) + ` `
}

// atOnce is how many rows are looked up at once.
const atOnce = 500

// skipHits leaves out the rows that were hit.
func (p *planner) skipHits() error {
	for chunk := range slices.Chunk(p.named, atOnce) {
		found, err := p.ask(askedMessages+optedOut+`UNION ALL `+excludedHere+`ORDER BY rank`, chunk)
		if err != nil {
			return err
		}
		for row, why := range found {
			p.hits = append(p.hits, hit{row, p.why(why.skipped())})
		}
	}
	if len(p.hits) == 0 {
		return nil
	}
	for _, query := range []string{`DELETE FROM stage.hits`, `DELETE FROM stage.reasons`} {
		if err := p.exec(query); err != nil {
			return err
		}
	}
	if err := p.ledger.home.bulk(p.insertHits); err != nil {
		return err
	}
	p.hits, p.named = nil, nil
	return p.exec(insertSkips + `SELECT h.row, r.error_code, r.error, r.list FROM stage.hits h CROSS JOIN stage.reasons r ON r.id = h.why` + p.among)
}

// insertHits has the hits, and their reasons, where the rows are.
func (p *planner) insertHits(b inserter) error {
	for l, id := range p.whys {
		if err := b.insert("reasons", id, l.code, l.text, l.list); err != nil {
			return err
		}
	}
	for _, h := range p.hits {
		if err := b.insert("hits", h.row, h.why); err != nil {
			return err
		}
	}
	return nil
}

// why names a reason to leave rows out by a number.
func (p *planner) why(l line) int64 {
	id, known := p.whys[l]
	if !known {
		id = int64(len(p.whys))
		p.whys[l] = id
	}
	return id
}

// skipDuplicates leaves out rows whose message another row before them sends.
func (p *planner) skipDuplicates() error {
	if err := p.exec(`CREATE INDEX stage.staged_key ON staged (key) WHERE key IS NOT NULL`); err != nil {
		return err
	}
	return p.exec(insertSkips + `SELECT d.row, 'duplicate', '{"code":"duplicate","args":{"row":"' || first.row || '"}}', ''
		FROM (SELECT s.key, min(s.row) AS row FROM stage.staged s
			WHERE s.key IN (SELECT key FROM stage.staged WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1)
			AND s.row NOT IN (SELECT row FROM stage.skips) GROUP BY s.key) first
		JOIN stage.staged d ON d.key = first.key AND d.row > first.row`)
}

// findKnown finds the messages that the job has, by the rows that send them from now on. Most stand in the row in which
// they stood, and lie in that order; keys lie in none.
func (p *planner) findKnown() error {
	if p.isNew {
		return nil
	}
	const where = `LEFT JOIN %[1]s.in_flight f ON f.message = m.id WHERE s.row NOT IN (SELECT row FROM stage.skips) `
	for _, how := range []string{
		`CROSS JOIN %[1]s.lines l ON l.plan = (SELECT plan FROM %[1]s.jobs WHERE id = ?1) AND l.row = s.row
		CROSS JOIN %[1]s.messages m ON m.id = l.message AND m.key = s.key ` + where,
		`CROSS JOIN %[1]s.messages m ON m.key = s.key AND m.job = ?1 ` + where + `AND s.row NOT IN (SELECT row FROM stage.known) `,
	} {
		err := p.exec(fmt.Sprintf(`INSERT INTO stage.known SELECT s.row, m.id, m.row, CASE WHEN f.message IS NULL THEN m.status ELSE 'sending' END, m.delivery, m.already
			FROM stage.staged s `+how+`ORDER BY s.row`, p.others), p.job)
		if err != nil {
			return err
		}
	}
	return nil
}

// findGone finds the messages that no row sends any more. Most often there are none, and counting shows it.
func (p *planner) findGone() error {
	if p.isNew {
		return nil
	}
	var owners, still, history int
	err := p.one(`SELECT (SELECT coalesce(sum(rows), 0) FROM `+p.others+`.tally WHERE job = ?1 AND status NOT IN ('invalid', 'skipped')),
		(SELECT count(was) FROM stage.known),
		(SELECT count(*) FROM `+p.others+`.messages WHERE job = ?1 AND row IS NULL AND status IN ('accepted', 'unknown'))`,
		[]any{p.job}, &owners, &still, &history)
	if err != nil || owners == still && history == 0 {
		return err
	}
	if err := p.exec(`CREATE INDEX stage.known_message ON known (message)`); err != nil {
		return err
	}
	if owners != still {
		err = p.exec(`INSERT INTO stage.moves SELECT l.message, NULL FROM `+p.others+`.lines l
			WHERE l.plan = (SELECT plan FROM `+p.others+`.jobs WHERE id = ?) AND l.status IS NULL
			AND NOT EXISTS (SELECT 1 FROM stage.known k WHERE k.message = l.message)`, p.job)
	}
	if err == nil {
		err = p.exec(`INSERT INTO stage.gone SELECT m.id, m.chat_id FROM `+p.others+`.messages m
			WHERE m.job = ? AND m.row IS NULL AND m.status IN ('accepted', 'unknown')
			AND NOT EXISTS (SELECT 1 FROM stage.known k WHERE k.message = m.id)
			UNION ALL SELECT m.id, m.chat_id FROM stage.moves v JOIN `+p.others+`.messages m ON m.id = v.message WHERE m.status IN ('accepted', 'unknown')`, p.job)
	}
	return err
}

// findMoves finds which known messages another row sends from now on, or none.
func (p *planner) findMoves() error {
	return p.exec(`INSERT OR IGNORE INTO stage.moves SELECT message, row FROM
		(SELECT k.message, k.was, CASE WHEN x.row IS NULL THEN k.row END AS row FROM stage.known k LEFT JOIN stage.skips x ON x.row = k.row) AS moved
		WHERE was IS DISTINCT FROM row`)
}

// look looks whether the person of a row is on a list.
func (p *planner) look(row int64, person string) {
	switch why, on := p.lists.by[person]; {
	case !on:
	case p.lists.why[why].named:
		p.named = append(p.named, asked{row, person})
	default:
		p.hits = append(p.hits, hit{row, p.lists.reasons[why]})
	}
}

// findHits finds the rows to be sent whose person may be on a list.
func (p *planner) findHits() error {
	if len(p.lists.by) == 0 {
		return nil
	}
	type free struct {
		row  int
		chat string
	}
	for f, err := range each(context.Background(), p, `SELECT row, chat_id FROM free`, func(f *free) []any { return []any{(*number)(&f.row), &f.chat} }) {
		if err != nil {
			return err
		}
		p.look(int64(f.row), card.Person(f.chat))
	}
	return nil
}
