package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"contactcast/internal/job"
)

// questionWordsOf puts a question about how a file is read into words, with the commands that answer it.
func (a *app) questionWordsOf(e *job.ListError, q *job.Question) string {
	w := questionWords{q: q, again: a.typed.again().String()}
	where := e.File
	if q.Row > 0 && q.Code != "no-header" {
		where += fmt.Sprintf(", row %d", q.Row)
	}
	w.say("%s", where+": "+w.what())
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
		w.say("%s", tookWords(e.Job, e.Took))
	}
	return strings.Join(w.lines, "\n")
}

// questionWords writes a question down, a line for each answer.
type questionWords struct {
	q     *job.Question
	again string // the command that asked
	lines []string
}

func (w *questionWords) say(format string, args ...any) {
	w.lines = append(w.lines, fmt.Sprintf(format, args...))
}

// answer is a line with the command that answers.
func (w *questionWords) answer(what string, flags ...string) {
	w.say("%s", "  "+what+": "+w.again+" "+strings.Join(flags, " "))
}

// what is the question in one sentence.
func (w *questionWords) what() string {
	q := w.q
	named := ""
	if len(q.Candidates) > 0 {
		if named = q.Candidates[0].Letter; q.Candidates[0].Header != "" {
			named += fmt.Sprintf(" %q", short(q.Candidates[0].Header))
		}
	}
	switch {
	case q.Named != "":
		return fmt.Sprintf("no column is called %q, which was to be %s", q.Named, fieldWords(q.Field))
	case q.Whose != nil:
		return fmt.Sprintf("the card's number is in column %s %q: whose name goes with it?", q.Whose.Letter, short(q.Whose.Header))
	case len(q.Candidates) == 1 && q.Code == "missing-column":
		return fmt.Sprintf("no column is certain to be %s; %s may be: is it?", fieldWords(q.Field), named)
	case len(q.Candidates) > 0:
		return "which column is " + fieldWords(q.Field) + "?"
	case q.Below > 0:
		return fmt.Sprintf("row %d reads like a header, but row %d above it looks like data", q.Below, q.Data)
	case q.Data > 0:
		return fmt.Sprintf("row %d was to name the columns, and holds a number: it is a row of data", q.Row)
	case q.Code != "no-header":
		return "no column for " + lackingWords(q.Lacking)
	case q.Row > 0 && len(q.Columns) == 0:
		return fmt.Sprintf("row %d, where the columns should be named, is blank", q.Row)
	}
	return "no row names the columns"
}

func fieldWords(f job.Field) string {
	switch f {
	case job.ChatID:
		return "the recipient (chatId)"
	case job.PhoneContact:
		return "the card's number (phoneContact)"
	case "name":
		return "the card's name (firstName, middleName, lastName or company)"
	}
	return string(f)
}

func lackingWords(fields []job.Field) string {
	words := make([]string, len(fields))
	for i, f := range fields {
		words[i] = fieldWords(f)
	}
	return strings.Join(words, ", nor for ")
}

// candidates names each column that may be meant, and the command that takes it.
func (w *questionWords) candidates() {
	for _, c := range w.q.Candidates {
		w.answer(columnWords(c), mapFlag(cmp.Or(c.Field, w.q.Field), c))
	}
	w.oneForAll([]job.Field{w.q.Field})
}

func mapFlag(f job.Field, c job.Choice) string {
	return "--map " + quoted(string(f)+"="+c.Name)
}

// columnWords are a column's letter, header and first values.
func columnWords(c job.Choice) string {
	text := c.Letter
	if c.Header != "" {
		text += fmt.Sprintf(" %q", short(c.Header))
	}
	if len(c.Values) == 0 {
		return text + " (blank so far)"
	}
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = fmt.Sprintf("%q", short(v))
	}
	return text + " (" + strings.Join(values, ", ") + ")"
}

// short is as much of a text as is worth showing.
func short(text string) string {
	if r := []rune(oneLine(text)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return oneLine(text)
}

// lacking lists the columns and what can be said about those that are missing.
func (w *questionWords) lacking() {
	w.listColumns()
	for _, h := range w.q.Hints {
		w.say("%s", "  "+hintWords(h))
	}
	for _, f := range w.q.Lacking {
		for _, c := range w.q.Columns {
			if f != "name" && c.Numbers && c.Field == "" {
				w.answer("if "+columnWords(c)+" is "+fieldWords(f), mapFlag(f, c))
			}
		}
	}
	w.oneForAll(w.q.Lacking)
	w.say("any column is named with --map field=Header; the fields are %s", strings.Join(job.Fields(), ", "))
}

// oneForAll says how one card goes to everybody, if the card lacks something.
func (w *questionWords) oneForAll(lacking []job.Field) {
	for _, f := range lacking {
		switch f {
		case job.PhoneContact:
			w.say("the same card for everybody: --set-contact card.vcf, or --set phoneContact=NUMBER --set firstName=NAME")
			return
		case "name":
			w.say("the same name for everybody: --set firstName=NAME, or --set company=NAME")
			return
		}
	}
}

// mostListed is how many columns are listed; those that look like phones always are.
const mostListed = 12

func (w *questionWords) listColumns() {
	if len(w.q.Columns) == 0 {
		return
	}
	var shown []string
	hidden := 0
	for i, c := range w.q.Columns {
		if i >= mostListed && !c.Phone {
			hidden++
			continue
		}
		text := c.Letter
		switch {
		case c.Header != "":
			text += fmt.Sprintf(" %q", short(c.Header))
		case len(c.Values) > 0:
			text += fmt.Sprintf(" without a header (%q)", short(c.Values[0]))
		}
		shown = append(shown, text)
	}
	text := "the columns are " + strings.Join(shown, ", ")
	if hidden > 0 {
		text += fmt.Sprintf(", and %d more", hidden)
	}
	w.say("%s", text)
}

// noHeader says what stands in the file instead of a header.
func (w *questionWords) noHeader() {
	q := w.q
	switch {
	case q.Joined != 0 || len(q.SheetsWithHeader) > 0:
		return
	case q.Below > 0:
		w.answer(fmt.Sprintf("to begin there and leave out what is above row %d", q.Below), fmt.Sprintf("--header-row %d", q.Below))
	case q.Data > 0:
		w.eachColumn()
	case q.Row > 0 && len(q.Columns) > 0:
		w.say("row %d stands above the first row that looks like data; none of its words is known:", q.Row)
		w.eachColumn()
		w.say("say which is which with --map: %s", strings.Join(w.guess("--map "), " "))
		w.say("if row %d is a person, too, name the columns in their order: --columns %s", q.Row, strings.Join(w.guess(""), ","))
		return
	case len(q.Columns) > 0:
		w.say("the first rows hold")
		w.eachColumn()
	}
	if slices.ContainsFunc(q.Columns, func(c job.Choice) bool { return c.Numbers }) {
		w.say("a file without a header has its columns named in their order: --columns %s", strings.Join(w.guess(""), ","))
	} else if len(q.Columns) > 0 {
		w.say("no column holds phone numbers or chat ids")
	}
	w.say("contactcast template list.xlsx makes an example")
}

func (w *questionWords) eachColumn() {
	for i, c := range w.q.Columns {
		if i < mostListed || c.Phone {
			w.say("%s", "  "+columnWords(c))
		}
	}
}

// guess says what the columns may be by what they hold, as an example: as values of --map, or
// in their order for --columns.
func (w *questionWords) guess(flag string) (all []string) {
	wanted := slices.DeleteFunc([]job.Field{job.ChatID, job.PhoneContact}, w.given)
	named := w.given(job.FirstName)
	for _, c := range w.q.Columns {
		f := job.Field("-")
		switch {
		case c.Numbers && len(wanted) > 0:
			f, wanted = wanted[0], wanted[1:]
		case !c.Numbers && !named && len(c.Values) > 0 && strings.IndexFunc(c.Values[0], isLetter) >= 0 && !strings.Contains(c.Values[0], "@"):
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
func (w *questionWords) given(f job.Field) bool { return slices.Contains(w.q.Given, f) }

// otherReadings says what else the file may be: another sheet, another separator, another encoding.
func (w *questionWords) otherReadings() {
	q := w.q
	switch {
	case q.Joined != 0 && q.Quoted && q.Format == "csv":
		w.say("every line is one text in quotes, with %q between its values: take the quotes away, or open the file in a spreadsheet program, split column A (Data, Text to Columns) and save it", string(q.Joined))
	case q.Joined != 0 && q.Quoted:
		w.say("all values stand in one column, with %q between them: split it in the spreadsheet program (Data, Text to Columns)", string(q.Joined))
	case q.Joined != 0:
		w.answer(fmt.Sprintf("the values seem to be separated by %q", string(q.Joined)), "--delimiter "+quoted(string(q.Joined)))
	}
	switch {
	case len(q.SheetsWithHeader) > 0:
		w.say("sheet %q was read, and others name their columns:", q.Sheet)
		for _, sheet := range q.SheetsWithHeader {
			w.answer(fmt.Sprintf("sheet %q", sheet), "--sheet "+quoted(sheet))
		}
	case len(q.Sheets) > 1:
		w.say("sheet %q was read; the file also has %s: --sheet chooses one", q.Sheet, otherNames(q.Sheets, q.Sheet))
	}
	if q.Encoding != "" {
		w.say("if that is not what the file says, its text is not in %s: name the encoding with --encoding", q.Encoding)
	}
}

func otherNames(all []string, but string) string {
	var others []string
	for _, s := range all {
		if s != but {
			others = append(others, fmt.Sprintf("%q", s))
		}
	}
	return strings.Join(others, ", ")
}
