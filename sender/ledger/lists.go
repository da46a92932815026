package ledger

import (
	"context"
	"slices"
	"strconv"
)

// lists are whom planning leaves out, and why. Of many persons few reasons differ.
type lists struct {
	by   map[string]int32 // index into why, by person
	why  []listing
	seen map[listing]int32

	reasons []int64 // of the planner's, by why
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
	if err := p.readAliases(); err != nil {
		return err
	}
	p.lists = lists{by: map[string]int32{}, seen: map[listing]int32{}}
	type row struct{ person, code, list string }
	for r, err := range each(context.Background(), p, `SELECT person, 'opted-out', `+optOutBy+` FROM main.optouts o WHERE lifted_at IS NULL
		UNION ALL SELECT person, 'excluded', list FROM stage.excluded
		UNION ALL SELECT lid, '', '' FROM main.names UNION ALL SELECT person, '', '' FROM main.names`,
		func(r *row) []any { return []any{&r.person, &r.code, &r.list} }) {
		if err != nil {
			return err
		}
		p.lists.add(r.person, listing{r.code, r.list, r.code == ""})
	}
	for _, w := range p.lists.why {
		p.lists.reasons = append(p.lists.reasons, p.why(reason{code: w.code, list: w.list}.skipped()))
	}
	return nil
}

// readAliases reads which hidden numbers are whose.
func (p *planner) readAliases() error {
	p.aliases = aliases{}
	for n, err := range each(context.Background(), p, `SELECT lid, person FROM main.names`, namePair) {
		if err != nil {
			return err
		}
		p.aliases.add(n[0], n[1])
	}
	return nil
}

func namePair(n *[2]string) []any { return []any{&n[0], &n[1]} }

// Refresh compares a job whose file did not change with what changed meanwhile: lists, and what
// other jobs sent. Of p, Job, Test, Exclude, SendChanged and Already count. It returns what Plan does.
func (l *Ledger) Refresh(ctx context.Context, p Plan) (Job, error) {
	err := l.staging(ctx, p, func(pl *planner) error {
		if err := pl.find(); err != nil {
			return err
		}
		if err := l.sweep(ctx, pl.job); err != nil {
			return err
		}
		return l.transaction(ctx, pl.refresh)
	})
	if err != nil {
		return Job{}, err
	}
	return findJob(ctx, l.read, p.Job)
}

// stamp stands for all that may change what becomes of the job's rows while the file stays as it is.
func (p *planner) stamp() (s string, err error) {
	return s, p.one(`SELECT ?2 || ' ' || (SELECT coalesce(max(name || ' ' || changes), '') FROM main.store)
		|| ' ' || (SELECT coalesce(sum(changes), 0) FROM `+p.others+`.jobs WHERE id <> ?1 AND test = 0)`, []any{p.job, string(p.Already)}, &s)
}

// refresh compares the lines of the job's plan with what changed since they were compared last.
func (p *planner) refresh(t *tx) (err error) {
	if err := p.keepExcluded(t); err != nil {
		return err
	}
	var was string
	if err := p.one(`SELECT compared FROM main.jobs WHERE id = ?`, []any{p.job}, &was); err != nil {
		return err
	}
	if p.compared, err = p.stamp(); err != nil || was == p.compared {
		return err
	}
	p.tally = t.tally
	for _, step := range []func() error{p.startAgain, p.readExclusions, p.readLists, p.restore, p.freeLines, p.findHits,
		p.skipHits, p.findTwins, p.skipTwins, p.skipChanged, p.guard, p.applySkips} {
		if err := step(); err != nil {
			return err
		}
	}
	return t.exec(`UPDATE jobs SET compared = ? WHERE id = ?`, p.compared, p.job)
}

// startAgain empties what comparing found before.
func (p *planner) startAgain() error {
	for _, query := range []string{`DELETE FROM stage.skips`, `DELETE FROM stage.already`, `DELETE FROM stage.excluded`, `DELETE FROM stage.gone`, `DELETE FROM stage.twins`,
		`DROP VIEW IF EXISTS temp.free`, `DROP INDEX IF EXISTS stage.gone_chat`} {
		if err := p.exec(query); err != nil {
			return err
		}
	}
	return p.one(`SELECT coalesce(sum(rows), 0) FROM main.tally WHERE job = ?`, []any{p.job}, &p.rows)
}

// freeLines has the job's lines that are to be sent looked at, as the ledger has them.
func (p *planner) freeLines() error {
	p.among, p.isNew = amongFree, false
	err := p.exec(`CREATE TEMP VIEW free AS SELECT m.row, m.key, m.chat_id, m.phone_contact, m.first_name, m.middle_name, m.last_name, m.company, m.quoted_message_id, m.already FROM main.messages m
		WHERE m.job = ` + strconv.FormatInt(p.job, 10) + ` AND m.row IS NOT NULL AND m.status = 'pending' AND m.row NOT IN (SELECT row FROM stage.skips)`)
	if err != nil || p.SendChanged {
		return err
	}
	return p.exec(`INSERT INTO stage.gone SELECT id, chat_id FROM main.messages WHERE job = ? AND row IS NULL AND status IN ('accepted', 'unknown')`, p.job)
}

// applySkips leaves out the lines that were found.
func (p *planner) applySkips() error {
	const owners = `(SELECT l.message FROM stage.skips x JOIN main.lines l ON l.plan = (SELECT plan FROM main.jobs WHERE id = ?1) AND l.row = x.row)`
	if err := p.exec(`UPDATE main.messages SET already = a.decided FROM stage.already a JOIN main.lines l
		ON l.plan = (SELECT plan FROM main.jobs WHERE id = ?1) AND l.row = a.row WHERE l.message = main.messages.id`, p.job); err != nil {
		return err
	}
	if err := p.exec(`UPDATE main.messages SET row = NULL WHERE id IN `+owners, p.job); err != nil {
		return err
	}
	r, err := p.run(`UPDATE main.lines SET status = 'skipped', error_code = x.error_code, error = x.error, list = x.list
		FROM stage.skips x WHERE main.lines.plan = (SELECT plan FROM main.jobs WHERE id = ?1) AND main.lines.row = x.row`, p.job)
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	p.tally[cell{p.job, Pending, ""}] -= int(n)
	p.tally[cell{p.job, Skipped, ""}] += int(n)
	return p.exec(`INSERT OR IGNORE INTO main.exclusions (job, person, list) SELECT ?, person, list FROM stage.excluded`, p.job)
}

// restore makes rows pending again whose reason to be left out holds no longer.
func (p *planner) restore() error {
	type row struct {
		Message
		code string
	}
	left, err := collect[row](context.Background(), p, `SELECT m.id, m.job, l.row, m.chat_id, m.phone_contact,
		m.first_name, m.middle_name, m.last_name, m.company, m.quoted_message_id, m.attempts, l.error_code
		FROM lines l JOIN messages m ON m.id = l.message
		WHERE l.plan = (SELECT plan FROM jobs WHERE id = ?) AND l.status = 'skipped' AND l.error_code IN ('opted-out', 'excluded', 'already-sent') ORDER BY l.row`,
		func(r *row) []any { return append(r.Message.fields(), &r.code) }, p.job)
	if err != nil {
		return err
	}
	for chunk := range slices.Chunk(left, atOnce) {
		messages := make([]Message, len(chunk))
		for i, r := range chunk {
			messages[i] = r.Message
		}
		found, err := p.reasons(askedMessages+optedOut+`UNION ALL `+excludedFrom+`UNION ALL `+alreadySent+`UNION ALL `+twinSent+`ORDER BY rank`, messages)
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
	return p.exec(`UPDATE lines SET status = NULL, error_code = '', error = '', list = '' WHERE plan = (SELECT plan FROM jobs WHERE id = ?) AND row = ?`, p.job, m.Row)
}
