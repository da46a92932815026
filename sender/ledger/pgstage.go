package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"
)

// A plan in the making has a set of ordinary tables to itself, since a pooler has no private ones. Making them costs more than
// a small plan does, so a set is used again. One whose process was killed is free a day later.

// stage finds a set that is free, or makes one.
func (p *postgres) stage(ctx context.Context) (statements, error) {
	err := p.connect(ctx)
	if err == nil && p.stageID == 0 {
		err = p.claim(ctx)
	}
	if err == nil {
		err = p.script(ctx, p.emptied())
	}
	if err != nil {
		return nil, p.refused(err)
	}
	p.staged, p.stagedRows = true, 0
	return p.on, nil
}

func (p *postgres) claim(ctx context.Context) error {
	var id int64
	err := p.pool.QueryRowContext(ctx, p.dialect.query(`UPDATE main.stages SET used_at = now() WHERE id = (SELECT id FROM main.stages
		WHERE used_at IS NULL OR used_at < now() - interval '1 day' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`)).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		p.stageID = id
		p.dialect.staging(stageName(id))
		return err
	}
	if err := p.pool.QueryRowContext(ctx, p.dialect.query(`INSERT INTO main.stages (used_at) VALUES (now()) RETURNING id`)).Scan(&id); err != nil {
		return err
	}
	p.stageID = id
	p.dialect.staging(stageName(id))
	tables := p.tables(stageTables)
	for _, name := range draftsOwn {
		tables += fmt.Sprintf("CREATE UNLOGGED TABLE %s.%s%s (LIKE %[1]s.%[3]s INCLUDING ALL);\n", p.schema, p.dialect.stage, name)
	}
	return p.script(ctx, tables)
}

func stageName(id int64) string { return "stage" + strconv.FormatInt(id, 10) + "_" }

// draftsOwn are what a draft has of its own, in the place of the ledger's.
var draftsOwn = []string{"jobs", "tally", "exclusions", "exclude_files"}

// stagedTables are what stage.sql makes.
var stagedTables = func() (names []string) {
	for _, m := range regexp.MustCompile(`CREATE TABLE stage\.(\w+)`).FindAllStringSubmatch(stageTables, -1) {
		names = append(names, m[1])
	}
	return names
}()

// script runs several statements, all or none.
func (p *postgres) script(ctx context.Context, statements string) error {
	return p.conn.Raw(func(conn any) error {
		_, err := conn.(*stdlib.Conn).Conn().PgConn().Exec(ctx, statements).ReadAll()
		return err
	})
}

// emptied is what makes a set as good as new.
func (p *postgres) emptied() string {
	at := p.schema + "." + p.dialect.stage
	script := fmt.Sprintf("DROP VIEW IF EXISTS %sfree, %[1]stold; DROP INDEX IF EXISTS %[1]sstaged_key, %[1]sknown_message, %[1]sgone_chat;\n", at)
	for _, name := range slices.Concat(stagedTables, draftsOwn) {
		script += "DELETE FROM " + at + name + ";\n"
	}
	return script
}

// many is how many rows may be left behind in a set that is used again.
const many = 100_000

// dropped is what takes a set away.
func (p *postgres) dropped() string {
	var all []string
	for _, name := range slices.Concat(stagedTables, draftsOwn) {
		all = append(all, p.schema+"."+p.dialect.stage+name)
	}
	return fmt.Sprintf("DROP TABLE IF EXISTS %s CASCADE; DELETE FROM %s.stages WHERE id = %d", strings.Join(all, ", "), p.schema, p.stageID)
}

func (p *postgres) unstage() error {
	p.staged = false
	if !p.draft { // a draft's rows are read from where they are
		p.forgetStage()
	}
	return nil
}

// forgetStage lets others have the set. Where the database is away, they have it a day later.
func (p *postgres) forgetStage() {
	if p.stageID == 0 {
		return
	}
	script := fmt.Sprintf("UPDATE %s.stages SET used_at = NULL WHERE id = %d", p.schema, p.stageID)
	if p.stagedRows > many {
		script = p.dropped()
	}
	p.stageID = 0
	ctx, cancel := context.WithTimeout(context.Background(), p.lease)
	defer cancel()
	err := p.connect(ctx)
	if err == nil {
		err = p.script(ctx, script)
	}
	if err != nil {
		p.disconnect()
	}
}

// pgBulk copies rows into tables, many at once.
type pgBulk struct {
	*postgres
	tables map[string]*bytes.Buffer
	rows   map[string]int
}

// enough is how many bytes are sent at once.
const enough = 1 << 20

func (p *postgres) bulk(fn func(inserter) error) error {
	if err := p.on.flush(); err != nil {
		return wrote(err)
	}
	b := &pgBulk{p, map[string]*bytes.Buffer{}, map[string]int{}}
	if err := fn(b); err != nil {
		return err
	}
	for table := range b.tables {
		if err := b.send(table); err != nil {
			return err
		}
		if b.rows[table] > 1000 { // else it would be taken for a small one
			if err := p.script(p.on.ctx, `ANALYZE `+p.schema+`.`+p.dialect.stage+table); err != nil {
				return wrote(err)
			}
		}
	}
	return nil
}

func (b *pgBulk) insert(table string, values ...any) error {
	to := b.tables[table]
	if to == nil {
		to = &bytes.Buffer{}
		b.tables[table] = to
	}
	for i, v := range plain(values) {
		if i > 0 {
			to.WriteByte('\t')
		}
		copied(to, v)
	}
	to.WriteByte('\n')
	b.rows[table]++
	b.stagedRows++
	if to.Len() < enough {
		return nil
	}
	return b.send(table)
}

var copyEscapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

// copied writes a value as COPY reads it.
func copied(to *bytes.Buffer, v any) {
	switch x := v.(type) {
	case nil:
		to.WriteString(`\N`)
	case int64:
		to.Write(strconv.AppendInt(to.AvailableBuffer(), x, 10))
	case string:
		_, _ = copyEscapes.WriteString(to, x) // a buffer takes all
	case []byte:
		if x == nil {
			to.WriteString(`\N`)
			return
		}
		to.WriteString(`\\x`)
		to.Write(hex.AppendEncode(to.AvailableBuffer(), x))
	default:
		fmt.Fprint(to, x)
	}
}

func (b *pgBulk) send(table string) error {
	rows := b.tables[table]
	return wrote(b.conn.Raw(func(conn any) error {
		_, err := conn.(*stdlib.Conn).Conn().PgConn().CopyFrom(b.on.ctx, rows, `COPY `+b.schema+`.`+b.dialect.stage+table+` FROM STDIN`)
		rows.Reset()
		return err
	}))
}
