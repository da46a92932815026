package ledger

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// dialect has queries, which are written once and as SQLite takes them, read as PostgreSQL does. They keep to what both
// understand, but for what stands here. Tables are named with their schema: behind a pooler, a connection keeps no search_path.
type dialect struct {
	schema string // quoted
	stage  string // what the tables of a plan in the making begin with; "" where none is made
	draft  bool   // jobs and what is told of them are the stage's, not the ledger's

	mu    sync.Mutex
	known map[string]string
}

// Words that PostgreSQL has other ones for.
var (
	crossJoin   = regexp.MustCompile(`\bCROSS JOIN\b`) // SQLite's way to say in which order tables are read
	indexedBy   = regexp.MustCompile(` INDEXED BY \w+`)
	glob        = regexp.MustCompile(` GLOB '(\*?)([^'*]*)(\*?)'`)
	orIgnore    = regexp.MustCompile(`^INSERT OR IGNORE INTO`)
	unary       = regexp.MustCompile(` \+(\w+\.\w+)`) // keeps SQLite from using an index
	tempView    = regexp.MustCompile(`^CREATE TEMP VIEW (\w+) AS`)
	dropTemp    = regexp.MustCompile(`^DROP (VIEW|INDEX) IF EXISTS (?:temp|stage)\.(\w+)`)
	stageIndex  = regexp.MustCompile(`^CREATE INDEX stage\.(\w+) ON (\w+)`)
	unhex       = regexp.MustCompile(`\bunhex\(([\w.]+)\)`)
	jsonEach    = regexp.MustCompile(`\bjson_each\(`)
	element     = regexp.MustCompile(`\b((?:\w+\.)?value) ->> `)
	tableName   = regexp.MustCompile(`\b(DISTINCT )?(FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:(\w+)\.)?(\w+)\b`)
	ofTable     = regexp.MustCompile(`\bmain\.`)
	placeholder = regexp.MustCompile(`\?(\d*)`)
)

// ledgerTables are what schema.sql makes.
var ledgerTables = func() map[string]bool {
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`CREATE (?:TABLE|VIEW) (\w+)`).FindAllStringSubmatch(schema, -1) {
		names[m[1]] = true
	}
	return names
}()

// query returns a query as PostgreSQL takes it.
func (d *dialect) query(query string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if q, ok := d.known[query]; ok {
		return q
	}
	q := strings.TrimSpace(comment.ReplaceAllString(query, ""))
	q = crossJoin.ReplaceAllString(q, "JOIN")
	if orIgnore.MatchString(q) {
		q = orIgnore.ReplaceAllString(q, "INSERT INTO") + " ON CONFLICT DO NOTHING"
	}
	q = unary.ReplaceAllString(q, " $1")
	q = strings.ReplaceAll(q, "last_insert_rowid()", "lastval()")
	q = tempView.ReplaceAllString(q, "CREATE VIEW "+d.schema+"."+d.stage+"$1 AS")
	q = dropTemp.ReplaceAllString(q, "DROP $1 IF EXISTS "+d.schema+"."+d.stage+"$2")
	q = stageIndex.ReplaceAllString(q, "CREATE INDEX "+d.stage+"$1 ON "+d.schema+"."+d.stage+"$2")
	q = indexedBy.ReplaceAllString(q, "")
	q = glob.ReplaceAllStringFunc(q, like)
	q = strings.ReplaceAll(q, "json_object(", "json_build_object(")
	q = unhex.ReplaceAllString(q, "decode($1, 'hex')")
	q = element.ReplaceAllString(q, "CAST($1 AS jsonb) ->> ")
	q = tableName.ReplaceAllStringFunc(q, d.table)
	q = ofTable.ReplaceAllString(q, d.schema+".")
	q = jsonEach.ReplaceAllString(q, d.schema+".json_each(")
	q = numbered(q)
	if d.known == nil {
		d.known = map[string]string{}
	}
	d.known[query] = q
	return q
}

// like is a GLOB as a regular expression.
func like(found string) string {
	m := glob.FindStringSubmatch(found)
	begins, ends := "^", "$"
	if m[1] != "" {
		begins = ""
	}
	if m[3] != "" {
		ends = ""
	}
	return " ~ '" + begins + m[2] + ends + "'"
}

// staging has a plan's tables begin with a word of their own from now on.
func (d *dialect) staging(stage string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stage, d.known = stage, nil
}

// table gives a table behind FROM and the like the name that it has here.
func (d *dialect) table(found string) string {
	m := tableName.FindStringSubmatch(found)
	if m[1] != "" { // two values are compared
		return found
	}
	word, from, name := m[2], m[3], m[4]
	staged := from == "stage" || from == "temp" || name == "free" || d.draft && from == "" && (name == "told" || slices.Contains(draftsOwn, name))
	switch {
	case staged:
		return word + " " + d.schema + "." + d.stage + name
	case from == mainSchema || from == "" && ledgerTables[name]:
		return word + " " + d.schema + "." + name
	}
	return found // a name that the query itself gives
}

// numbered gives every place of an argument its number.
func numbered(query string) string {
	last := 0
	return placeholder.ReplaceAllStringFunc(query, func(p string) string {
		n, err := strconv.Atoi(p[1:])
		if err != nil {
			n = last + 1
		}
		last = max(last, n)
		return "$" + strconv.Itoa(n)
	})
}

// quoted is a name as a query takes it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
