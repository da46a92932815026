package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// questionWords puts a question about how a file is read into words, with the commands that answer it.
func (a *app) questionWords(e *job.ListError, q *job.Question) string {
	w := questionLines{app: a, q: q, lines: []string{a.sentence(e.Fact())}}
	switch {
	case q.Named != "":
		w.listColumns()
	case len(q.Candidates) > 0:
		w.candidates()
	case q.Code == "no-header":
		w.noHeader()
	default:
		w.lacking()
	}
	w.otherReadings()
	if e.Took.Said() {
		w.lines = append(w.lines, a.tookWords(e.Job, e.Took))
	}
	return strings.Join(w.lines, "\n")
}

// questionLines writes a question down, a line for each answer.
type questionLines struct {
	*app
	q     *job.Question
	lines []string
}

// tell is a line with the sentence of a code.
func (w *questionLines) tell(code words.Code, pairs ...any) {
	w.lines = append(w.lines, w.text(code, pairs...))
}

// indented is a line below another one.
func (w *questionLines) indented(f words.Fact) { w.lines = append(w.lines, "  "+w.sentence(f)) }

// answer is a line with the command that answers: the one that asked, and a flag.
func (w *questionLines) answer(what words.Fact, flag string) {
	w.indented(words.New("question/answer", "answer", what, "command", w.commandWith(flag)))
}

// commandWith is the command that asked, with one more flag.
func (w *questionLines) commandWith(flag string) string { return w.typed.again().String() + " " + flag }

// candidates names each column that may be meant, and the command that takes it.
func (w *questionLines) candidates() {
	for _, c := range w.q.Candidates {
		w.answer(c.Fact(), mapFlag(cmp.Or(c.Field, w.q.Field), c))
	}
	w.oneForAll([]job.Field{w.q.Field})
}

func mapFlag(f job.Field, c job.Choice) string {
	return "--map " + quoted(string(f)+"="+c.Name)
}

// lacking lists the columns and what can be said about those that are missing.
func (w *questionLines) lacking() {
	w.listColumns()
	for _, h := range w.q.Hints {
		w.lines = append(w.lines, "  "+w.hintWords(h))
	}
	for _, f := range w.q.Lacking {
		for _, c := range w.q.Columns {
			if f != "name" && c.Numbers && c.Field == "" {
				w.indented(words.New("question/if", "column", c.Fact(), "field", f.Fact(), "command", w.commandWith(mapFlag(f, c))))
			}
		}
	}
	w.oneForAll(w.q.Lacking)
	w.tell("question/any-column", "fields", strings.Join(job.Fields(), ", "))
}

// oneForAll says how one card goes to everybody, if the card lacks something.
func (w *questionLines) oneForAll(lacking []job.Field) {
	for _, f := range lacking {
		switch f {
		case job.PhoneContact:
			w.tell("question/card-for-all")
			return
		case "name":
			w.tell("question/name-for-all")
			return
		}
	}
}

// hintWords say what a person should know of a column that is not read, with the flag that reads it.
func (a *app) hintWords(h job.Hint) string {
	f := h.Fact()
	f.Args = maps.Clone(f.Args)
	if f.Args == nil {
		f.Args = map[string]string{}
	}
	f.Args["flag"] = mapFlag(h.Field, h.Choice)
	if h.Kind == job.HintSecond {
		f.Args["flag"] = fmt.Sprintf("--map middleName=%s --map lastName=%s", h.Chosen, quoted(h.Name))
	}
	return a.sentence(f)
}

// mostListed is how many columns are listed; those that look like phones always are.
const mostListed = 12

func (w *questionLines) listColumns() {
	var shown []string
	hidden := 0
	for i, c := range w.q.Columns {
		if i >= mostListed && !c.Phone {
			hidden++
			continue
		}
		shown = append(shown, w.sentence(c.Label()))
	}
	switch columns := strings.Join(shown, ", "); {
	case hidden > 0:
		w.tell("question/columns-more", "columns", columns, "n", hidden)
	case len(shown) > 0:
		w.tell("question/columns", "columns", columns)
	}
}

// noHeader says what stands in the file instead of a header.
func (w *questionLines) noHeader() {
	q := w.q
	switch {
	case q.Joined != 0 || len(q.SheetsWithHeader) > 0:
		return
	case q.Below > 0:
		w.answer(words.New("question/begin-there", "row", q.Below), fmt.Sprintf("--header-row %d", q.Below))
	case q.Data > 0:
		w.eachColumn()
	case q.Row > 0 && len(q.Columns) > 0:
		w.tell("question/above-data", "row", q.Row)
		w.eachColumn()
		w.tell("question/which-is-which", "command", w.commandWith(strings.Join(w.guess("--map "), " ")))
		w.tell("question/person-too", "row", q.Row, "command", w.columnsCommand())
		return
	case len(q.Columns) > 0:
		w.tell("question/first-rows")
		w.eachColumn()
	}
	if slices.ContainsFunc(q.Columns, func(c job.Choice) bool { return c.Numbers }) {
		w.tell("question/no-header", "command", w.columnsCommand())
	} else if len(q.Columns) > 0 {
		w.tell("question/no-numbers")
	}
	w.tell("question/template")
}

// columnsCommand is the command that asked, with the columns named in their order, as they may be meant.
func (w *questionLines) columnsCommand() string {
	return w.typed.again().without("header-row", "map", "columns").String() + " --columns " + strings.Join(w.guess(""), ",")
}

func (w *questionLines) eachColumn() {
	for i, c := range w.q.Columns {
		if i < mostListed || c.Phone {
			w.indented(c.Fact())
		}
	}
}

// guess says what the columns may be by what they hold, as an example: as values of --map, or
// in their order for --columns.
func (w *questionLines) guess(flag string) (all []string) {
	wanted := slices.DeleteFunc([]job.Field{job.ChatID, job.PhoneContact}, w.given)
	named := w.given(job.FirstName)
	for _, c := range w.q.Columns {
		f := job.Field("-")
		switch {
		case c.Numbers && len(wanted) > 0:
			f, wanted = wanted[0], wanted[1:]
		case !c.Numbers && !named && len(c.Values) > 0 && strings.IndexFunc(c.Values[0], unicode.IsLetter) >= 0 && !strings.Contains(c.Values[0], "@"):
			f, named = job.FirstName, true
		}
		switch {
		case flag == "":
			all = append(all, string(f))
		case f != "-":
			all = append(all, mapFlag(f, c))
		}
	}
	switch {
	case len(all) > 0:
		return all
	case flag == "":
		return []string{"chatId", "phoneContact", "firstName", "lastName"}
	}
	return []string{"--map chatId=HEADER", "--map phoneContact=HEADER", "--map firstName=HEADER"}
}

// given reports whether a field needs no column.
func (w *questionLines) given(f job.Field) bool { return slices.Contains(w.q.Given, f) }

// otherReadings says what else the file may be: another sheet, another separator, another encoding.
func (w *questionLines) otherReadings() {
	q := w.q
	switch sign := string(q.Joined); {
	case q.Joined != 0 && q.Quoted && q.Format == "csv":
		w.tell("question/quoted-text", "sign", sign)
	case q.Joined != 0 && q.Quoted:
		w.tell("question/quoted-cells", "sign", sign)
	case q.Joined != 0:
		w.answer(words.New("question/separated", "sign", sign), "--delimiter "+quoted(sign))
	}
	switch {
	case len(q.SheetsWithHeader) > 0:
		w.tell("question/sheets", "sheet", q.Sheet)
		for _, sheet := range q.SheetsWithHeader {
			w.answer(words.New("question/sheet", "sheet", sheet), "--sheet "+quoted(sheet))
		}
	case len(q.Sheets) > 1:
		w.tell("question/other-sheets", "sheet", q.Sheet, "others", otherNames(q.Sheets, q.Sheet))
	}
	if q.Encoding != "" {
		w.tell("question/encoding", "encoding", q.Encoding)
	}
}

func otherNames(all []string, but string) string {
	var others []string
	for _, s := range all {
		if s != but {
			others = append(others, strconv.Quote(s))
		}
	}
	return strings.Join(others, ", ")
}
