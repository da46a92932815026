package ledger

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"contactcast/internal/words"
)

var (
	//go:embed merge.sql
	mergeAccount string
	//go:embed mergeconsent.sql
	mergeConsent string
)

// merge merges ledgers of earlier versions into the one at path, all of them or none.
func merge(ctx context.Context, path string, olds []old) error {
	return onOne(ctx, path, func(conn *sql.Conn) error { return mergeOn(ctx, conn, path, olds) }, "synchronous(FULL)", "cache_size(-65536)")
}

func mergeOn(ctx context.Context, conn *sql.Conn, path string, olds []old) error {
	if err := (&old{path: path}).unlogged(ctx, conn, mainSchema); err != nil {
		return err
	}
	for i, o := range olds {
		if _, err := conn.ExecContext(ctx, `ATTACH ? AS `+attached(i), fileName(o.path, "mode=rw")); err != nil {
			return damaged(o.path, err)
		}
		if err := o.unlogged(ctx, conn, attached(i)); err != nil {
			return err
		}
	}
	t := &tx{on: statementsOn(conn)}
	defer func() { _ = t.on.close() }()
	if err := t.script(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	if err := t.merge(ctx, olds); err != nil {
		return errors.Join(err, t.script(`ROLLBACK`))
	}
	return t.script(`COMMIT`)
}

// attached is what an old ledger is called on the connection.
func attached(i int) string { return "old" + strconv.Itoa(i) }

// script runs several statements.
func (t *tx) script(statements string) error {
	_, err := t.conn().ExecContext(context.Background(), statements)
	return wrote(err)
}

// conn is the connection to the files, which are SQLite's.
func (t *tx) conn() *sql.Conn { return t.on.(*sqliteStatements).conn }

func (t *tx) merge(ctx context.Context, olds []old) error {
	if err := t.script(newSchema()); err != nil {
		return err
	}
	stamps := fmt.Sprintf(`PRAGMA main.application_id = %d; PRAGMA main.user_version = %d`, applicationID, version)
	for i, o := range olds {
		m := merger{tx: t, of: o, schema: attached(i)}
		if err := m.merge(ctx); err != nil {
			return fmt.Errorf("take over %s: %w", o.path, err)
		}
		stamps += fmt.Sprintf(`; PRAGMA %s.user_version = %d`, attached(i), version)
	}
	return t.script(stamps) // last: a kill before it leaves nothing to be undone in them
}

// merger merges one ledger.
type merger struct {
	*tx
	of     old
	schema string
	values map[string]string // of the places in the statements
}

func (m *merger) merge(ctx context.Context) error {
	m.values = map[string]string{"old": m.schema, "version": strconv.Itoa(m.of.version), "now": strconv.FormatInt(time.Now().UnixMilli(), 10),
		"file": strings.ReplaceAll(filepath.Base(m.of.path), "'", "''")}
	if !m.of.account {
		return m.script(m.filled(mergeConsent))
	}
	for _, step := range []func(context.Context) error{m.knowsTheList, m.show, m.numbers, m.names} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return m.script(m.filled(mergeAccount) + dropShown())
}

// factOf is a text column as a fact: a sentence of an earlier version is one that is only told, and a code may have had another name.
var factOf = regexp.MustCompile(`\{fact:([a-z_.]+)\}`)

const asFact = `CASE WHEN $1 = 'stranger' THEN 'unrecorded' WHEN $1 GLOB '{*' OR instr($1, ' ') = 0 AND instr($1, char(10)) = 0 THEN $1
	ELSE json_object('code', 'as-told', 'args', json_object('text', $1)) END`

// named is a job's command, with the job's name where that is another now.
const named = `iif(%[2]s = %[3]s OR %[1]s = '' OR %[3]s GLOB '*["$\` + "`" + `]*', %[1]s, %[1]s || ' --job "' || %[3]s || '"')`

// filled fills in a statement's places.
func (m *merger) filled(statements string) string {
	statements = factOf.ReplaceAllString(statements, asFact)
	statements = strings.ReplaceAll(statements, "{command}", fmt.Sprintf(named, "o.command", "o.name", "n.name"))
	for place, value := range m.values {
		statements = strings.ReplaceAll(statements, "{"+place+"}", value)
	}
	return statements
}

// knowsTheList refuses an account that knew a list of opt-outs which is not there, or a newer one: who stood on it would be written to.
func (m *merger) knowsTheList(ctx context.Context) error {
	var has, lost bool
	err := m.conn().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+m.schema+`.sqlite_schema WHERE name = 'seen_store')`).Scan(&has)
	if err == nil && has {
		err = m.conn().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+m.schema+`.seen_store a, main.store s
			WHERE a.changes > 0 AND (a.name <> s.name OR a.changes > s.changes))`).Scan(&lost)
	}
	if err == nil && lost {
		err = &FormatError{Path: m.of.path, Reason: words.New("ledger/lost-optouts", "ledger", m.of.path)}
	}
	return err
}

// shown are the tables of an account's ledger, each with what stands for the columns that some version lacks. Of a table that
// it may lack altogether, all columns are given.
var shown = map[string]map[string]string{
	"jobs":          {"plan": "id", "changes": "0"},
	"plans":         nil, // see plansOfLines
	"messages":      {"already": "''"},
	"lines":         {"plan": "job", "list": "''"},
	"attempts":      {"wall_at": "NULL", "wall_end": "NULL", "ahead": "NULL", "ahead_end": "NULL", "looked": "0"},
	"in_flight":     {"wall_at": "NULL", "ahead": "NULL"},
	"tally":         nil,
	"reports":       nil,
	"account":       nil,
	"not_ours":      {"job": "0", "id_message": "''"},
	"exclusions":    {"job": "0", "person": "''", "list": "''"},
	"exclude_files": {"job": "0", "path": "''"},
	"readings":      {"job": "0", "reading": "''"},
	"successes":     {"job": "0", "at": "0"},
}

// plansOfLines stand for the plans of a version that had none: each job's lines are one.
const plansOfLines = `SELECT id, id AS job, planned_at AS made_at, 1 AS applied FROM `

// show makes a view of each table, as the last of these versions had it.
func (m *merger) show(ctx context.Context) error {
	type column struct{ table, name string }
	has := map[string][]string{}
	for c, err := range each(ctx, m.conn(), `SELECT s.name, c.name FROM `+m.schema+`.sqlite_schema s JOIN pragma_table_info(s.name, '`+m.schema+`') c WHERE s.type = 'table'`,
		func(c *column) []any { return []any{&c.table, &c.name} }) {
		if err != nil {
			return err
		}
		has[c.table] = append(has[c.table], c.name)
	}
	for table, lacks := range shown {
		columns := slices.Clone(has[table])
		for name, value := range lacks {
			if !slices.Contains(columns, name) {
				columns = append(columns, value+` AS `+name)
			}
		}
		query := `SELECT ` + strings.Join(columns, ", ") + ` FROM ` + m.schema + `.` + table
		switch {
		case has[table] == nil && table == "plans":
			query = plansOfLines + m.schema + `.jobs`
		case has[table] == nil:
			query = `SELECT ` + strings.Join(columns, ", ") + ` WHERE 0`
		}
		if err := m.script(`CREATE TEMP VIEW old_` + table + ` AS ` + query); err != nil {
			return err
		}
	}
	return nil
}

// dropShown takes the views away.
func dropShown() string {
	drop := `; DROP TABLE temp.old_names`
	for table := range shown {
		drop += `; DROP VIEW temp.old_` + table
	}
	return drop
}

// numbers makes the account, and finds what the old numbers are raised by. What was in flight is a run's that is no more.
func (m *merger) numbers(ctx context.Context) error {
	key := m.of.key()
	if err := m.exec(`INSERT INTO main.accounts (key) VALUES (?) ON CONFLICT DO NOTHING`, key); err != nil {
		return err
	}
	var account, job, plan, message, attempt, inFlight int64
	err := m.conn().QueryRowContext(ctx, `SELECT (SELECT id FROM main.accounts WHERE key = ?), (SELECT coalesce(max(id), 0) FROM main.jobs),
		(SELECT coalesce(max(id), 0) FROM main.plans), (SELECT coalesce(max(id), 0) FROM main.messages), (SELECT coalesce(max(id), 0) FROM main.attempts),
		(SELECT count(*) FROM temp.old_in_flight)`, key).Scan(&account, &job, &plan, &message, &attempt, &inFlight)
	if err != nil {
		return unread(err)
	}
	for place, n := range map[string]int64{"account": account, "job": job, "plan": plan, "message": message, "attempt": attempt} {
		m.values[place] = strconv.FormatInt(n, 10)
	}
	m.values["run"] = "NULL"
	if inFlight == 0 {
		return nil
	}
	run, err := m.deadRun(account)
	m.values["run"] = strconv.FormatInt(run, 10)
	return err
}

// deadRun is a run that is no more and holds the account.
func (m *merger) deadRun(account int64) (run int64, err error) {
	err = m.one(`SELECT run FROM main.accounts WHERE id = ? AND run IS NOT NULL`, []any{account}, &run)
	if !errors.Is(err, sql.ErrNoRows) {
		return run, err
	}
	err = m.one(`INSERT INTO main.runs (pid, host, started_at, timeout) VALUES (0, '', ?, 0) RETURNING id`, []any{time.Now().UnixMilli()}, &run)
	if err != nil {
		return 0, err
	}
	return run, m.exec(`UPDATE main.accounts SET run = ? WHERE id = ?`, run, account)
}

// names finds its jobs' names. Of two of one name the one planned later keeps it, and both are remembered.
func (m *merger) names(ctx context.Context) error {
	if err := m.script(`CREATE TEMP TABLE old_names (job INTEGER PRIMARY KEY, name TEXT NOT NULL)`); err != nil {
		return err
	}
	type job struct {
		id, planned int64
		name        string
	}
	jobs, err := collect[job](ctx, m.conn(), `SELECT id, planned_at, name FROM temp.old_jobs ORDER BY id`, func(j *job) []any { return []any{&j.id, &j.planned, &j.name} })
	if err != nil {
		return err
	}
	for _, j := range jobs {
		name, err := m.nameOf(j.name, j.planned, j.id)
		if err == nil {
			err = m.exec(`INSERT INTO temp.old_names VALUES (?, ?)`, j.id, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// nameOf is what a job is called from now on. One that has the name already, and was planned before, gives it up.
func (m *merger) nameOf(name string, planned, id int64) (string, error) {
	var other, otherPlanned int64
	var account string
	err := m.one(`SELECT j.id, j.planned_at, coalesce((SELECT a.key FROM main.job_accounts ja JOIN main.accounts a ON a.id = ja.account WHERE ja.job = j.id ORDER BY a.id LIMIT 1), '')
		FROM main.jobs j WHERE j.name = ?`, []any{name}, &other, &otherPlanned, &account)
	if errors.Is(err, sql.ErrNoRows) {
		return name, nil
	}
	if err != nil {
		return "", err
	}
	offset, err := strconv.ParseInt(m.values["job"], 10, 64)
	if err != nil {
		return "", err
	}
	for _, job := range []int64{other, id + offset} {
		if err := m.exec(`INSERT INTO main.homonyms (name, job) VALUES (?, ?) ON CONFLICT DO NOTHING`, name, job); err != nil {
			return "", err
		}
	}
	if planned < otherPlanned {
		return m.free(name, m.of.key())
	}
	given, err := m.free(name, account)
	if err != nil {
		return "", err
	}
	return name, m.exec(`UPDATE main.jobs SET name = ?1, command = `+fmt.Sprintf(named, "command", "name", "?1")+` WHERE id = ?2`, given, other)
}

// free is a job's name with its account behind it, and a number, too, if there is one of that name already.
func (m *merger) free(name, account string) (string, error) {
	free := fmt.Sprintf("%s (%s)", name, account)
	for n := 2; ; n++ {
		var taken bool
		err := m.one(`SELECT EXISTS (SELECT 1 FROM main.jobs WHERE name = ?1) OR EXISTS (SELECT 1 FROM temp.old_jobs WHERE name = ?1)`, []any{free}, &taken)
		if err != nil || !taken {
			return free, err
		}
		free = fmt.Sprintf("%s (%s, %d)", name, account, n)
	}
}
