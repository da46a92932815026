package ui

import (
	"cmp"
	"errors"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// checkTrouble is why a file cannot be read as it is, and what can be said about that.
type checkTrouble struct {
	trouble
	// Decide says that the file can be read, and a person has to decide something.
	Decide   bool
	Question *job.Question
	// Answers are columns of which one is asked for.
	Answers  []answer
	Advice   []string
	Controls []control
	Readings []job.EncodingReading
}

// answer is a column that may be what is asked for.
type answer struct {
	Field string
	job.Choice
}

// checkTrouble says why a list cannot be checked.
func (s *server) checkTrouble(d checkData, err error, base string) *checkTrouble {
	t := &checkTrouble{trouble: s.trouble(err)}
	fact := words.Of(err)
	_, already := errors.AsType[*job.AlreadySentError](err)
	t.Decide = already
	if q, ok := errors.AsType[*job.Question](err); ok {
		s.ask(t, q)
		t.Remedies = s.otherReadings(q)
	}
	if f, ok := errors.AsType[*job.FileError](err); ok {
		t.Readings = f.Readings
	}
	for _, r := range t.Remedies {
		if r == words.ChooseEncoding && len(t.Readings) > 0 { // they are shown as they read
			continue
		}
		t.Controls = append(t.Controls, d.Settings.options(s.lang, controlFor(base, d.Name, r, fact)))
	}
	return t
}

// ask puts a question about a file's columns.
func (s *server) ask(t *checkTrouble, q *job.Question) {
	t.Decide, t.Question, t.Rest, t.Sentence = true, q, "", s.sentence(q.Fact())
	for _, c := range q.Candidates {
		t.Answers = append(t.Answers, answer{string(cmp.Or(c.Field, q.Field)), c})
	}
	for _, h := range q.Hints {
		t.Advice = append(t.Advice, s.sentence(h.Fact()))
	}
	switch {
	case q.Joined != 0 && q.Quoted && q.Format == "csv":
		t.Advice = append(t.Advice, s.sentence(words.New("question/quoted-text", "sign", string(q.Joined))))
	case q.Joined != 0 && q.Quoted:
		t.Advice = append(t.Advice, s.sentence(words.New("question/quoted-cells", "sign", string(q.Joined))))
	case q.Joined != 0:
		t.Advice = append(t.Advice, s.sentence(words.New("question/separated", "sign", string(q.Joined))))
	}
	if len(q.Columns) == 0 {
		t.Advice = append(t.Advice, s.sentence(words.New("question/no-numbers")))
	}
	if q.Encoding != "" {
		t.Advice = append(t.Advice, s.sentence(words.New("question/encoding", "encoding", q.Encoding)))
	}
}

// otherReadings are what else the file may be: another sheet, another separator, another encoding.
func (s *server) otherReadings(q *job.Question) (all []words.Remedy) {
	if len(q.Sheets) > 1 {
		all = append(all, words.ChooseSheet)
	}
	if q.Joined != 0 && !q.Quoted {
		all = append(all, words.ChooseDelim)
	}
	if q.Encoding != "" {
		all = append(all, words.NameEncoding)
	}
	return all
}

// remark is something to know of how a list is read, and what can be done about it.
type remark struct {
	Sentence string
	// Column and Field put a column on the card.
	Letter, Field string
}

// remarks are what was chosen for the operator when the list was read.
func (s *server) remarks(c *job.Checked) (all []remark) {
	say := func(code words.Code, pairs ...any) {
		all = append(all, remark{Sentence: s.sentence(words.New(code, pairs...))})
	}
	read := c.Read
	if read.EncodingGuessed {
		say("list/encoding", "encoding", read.Encoding, "sample", read.Sample)
	}
	if read.Took.Said() {
		say("list/as-before", "job", read.Job)
	}
	for _, note := range read.Notes {
		all = append(all, remark{Sentence: s.sentence(note)})
	}
	if read.Above > 0 {
		say("list/above", "n", read.Above, "row", read.HeaderRow)
	}
	for _, h := range read.Hints {
		r := remark{Sentence: s.sentence(h.Fact()), Letter: h.Letter}
		if isField(string(h.Field)) {
			r.Field = string(h.Field)
		}
		all = append(all, r)
	}
	return append(all, s.countries(c.Countries)...)
}

// countries says of which countries the numbers are that do not say so.
func (s *server) countries(countries job.Countries) (all []remark) {
	var columns, few []words.Fact
	for _, column := range countries {
		var counts []words.Fact
		for _, c := range column.Counts {
			counts = append(counts, words.New("page/country-count", "country", c.Country, "n", c.Count))
			if c.Few {
				few = append(few, words.New("countries/few", "country", c.Country, "n", c.Count, "rows", words.Rows(c.Rows, c.Count)))
			}
		}
		columns = append(columns, words.New("countries/column", "field", s.fieldName(string(column.Field)), "countries", words.Chain("page/and", counts...)))
	}
	switch {
	case len(few) > 0:
		all = append(all, remark{Sentence: s.sentence(words.New("countries/look", "columns", words.Chain("page/and", columns...), "few", words.Chain("page/and", few...)))})
	case len(columns) > 0:
		all = append(all, remark{Sentence: s.sentence(words.New("countries", "columns", words.Chain("page/and", columns...)))})
	}
	return all
}

// fieldName is what a field is called.
func (s *server) fieldName(f string) string { return s.say(words.Code("page/field-" + f)) }
