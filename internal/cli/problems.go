package cli

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// problem is one mistake, in however many rows.
type problem struct {
	ledger.Line // the first row that has it
	rows        []int
	count       int
}

const (
	shownRows     = 5
	shownProblems = 12
)

// problemsOf gathers a job's lines of some statuses by what is wrong with them, the commonest first.
func problemsOf(ctx context.Context, l *ledger.Ledger, job ledger.Job, only ...ledger.Status) ([]*problem, error) {
	byText := map[string]*problem{}
	var all []*problem
	for line, err := range l.Lines(ctx, job, only...) {
		if err != nil {
			return nil, err
		}
		key := string(line.Status) + "\x00" + line.ErrorCode + "\x00" + line.Field + "\x00" + line.Reason.Encode()
		if line.Status == ledger.Skipped { // their texts name other rows
			key = line.ErrorCode + "\x00" + line.List
		}
		p := byText[key]
		if p == nil {
			p = &problem{Line: line}
			byText[key] = p
			all = append(all, p)
		}
		p.count++
		if len(p.rows) < shownRows {
			p.rows = append(p.rows, line.Row)
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].count > all[j].count })
	return all, nil
}

// tellProblems tells what is not sent and why, the same mistake once with its rows.
func (a *app) tellProblems(ctx context.Context, l *ledger.Ledger, job ledger.Job, counts ledger.Counts) error {
	return a.tellProblemsBy(ctx, l, job, counts, func(text string) { a.log("%s", text) })
}

// tellProblemsBy tells the commonest mistakes with their remedies, and how many kinds more there are.
func (a *app) tellProblemsBy(ctx context.Context, l *ledger.Ledger, job ledger.Job, counts ledger.Counts, tell func(text string)) error {
	if counts[ledger.Invalid]+counts[ledger.Skipped] == 0 {
		return nil
	}
	problems, err := problemsOf(ctx, l, job, ledger.Invalid, ledger.Skipped)
	if err != nil {
		return err
	}
	var remedies []string
	for i, p := range problems {
		if i == shownProblems {
			tell(fmt.Sprintf("and %d more kinds of mistakes; the report has them all", len(problems)-i))
			break
		}
		tell(p.String())
		for _, remedy := range a.remedies(p.Reason) {
			if !slices.Contains(remedies, remedy) {
				remedies = append(remedies, remedy)
				tell("  " + strings.TrimLeft(remedy, "\n; "))
			}
		}
	}
	return nil
}

// String tells the mistake and where it is.
func (p *problem) String() string {
	text := words.English().Sentence(p.Reason)
	where := fmt.Sprintf("row %d", p.Row)
	if p.count > 1 {
		where = "rows " + joinRows(p.rows, p.count)
	}
	var cell string
	switch {
	case p.count > 1 && p.Cell != "":
		cell = fmt.Sprintf(", such as column %s %q", p.Column, p.Cell)
	case p.Column != "" && p.Cell != "":
		cell = fmt.Sprintf(", column %s %q", p.Column, p.Cell)
	case p.Column != "":
		cell = ", column " + p.Column
	}
	if p.Status == ledger.Skipped {
		return fmt.Sprintf("%d %s skipped as %s (%s): %s", p.count, plural(p.count, "row is", "rows are"), p.ErrorCode, where, text)
	}
	if p.count > 1 {
		return fmt.Sprintf("%d rows: %s (%s%s)", p.count, text, where, cell)
	}
	return fmt.Sprintf("%s%s: %s", where, cell, text)
}

func joinRows(rows []int, count int) string {
	var b strings.Builder
	for i, r := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, r)
	}
	if count > len(rows) {
		b.WriteString("...")
	}
	return b.String()
}

// source tells what is read: which sheet, or how the text is taken, and where its header stands.
func (in *input) source() string {
	text := fmt.Sprintf("sheet %q", in.Sheet)
	switch {
	case in.Format == "csv":
		text = fmt.Sprintf("text in %s, columns separated by %q", in.Encoding, in.Delimiter)
	case len(in.Sheets) > 1:
		text += fmt.Sprintf(", one of %d (--sheet chooses another)", len(in.Sheets))
	}
	if in.HeaderRow == 0 {
		return text + ", without a header"
	}
	return fmt.Sprintf("%s, header in row %d", text, in.HeaderRow)
}

// notes tell what was chosen for the operator when the file was read.
func (in *input) notes() []string {
	var notes []string
	if len(in.Sheets) > 1 {
		notes = append(notes, fmt.Sprintf("reading sheet %q; the file has %d: --sheet chooses another", in.Sheet, len(in.Sheets)))
	}
	return append(notes, in.remarks()...)
}

// remarks are the notes without those on what source tells.
func (in *input) remarks() []string {
	var notes []string
	if in.EncodingGuessed {
		notes = append(notes, fmt.Sprintf("the text is taken for %s: %s; --encoding says otherwise", in.Encoding, in.Sample))
	}
	if in.recalled != "" {
		notes = append(notes, in.recalled)
	}
	for _, note := range in.Notes {
		notes = append(notes, words.English().Sentence(note))
	}
	if in.Above > 0 {
		notes = append(notes, fmt.Sprintf("%d %s above the header, in row %d, %s not read", in.Above, plural(in.Above, "row", "rows"), in.HeaderRow, plural(in.Above, "is", "are")))
	}
	for _, h := range in.Hints {
		notes = append(notes, hintWords(h))
	}
	return notes
}

// mapping tells which columns are read.
func (in *input) mapping() string {
	var parts []string
	for _, c := range in.Mapping {
		parts = append(parts, fmt.Sprintf("%s from %s %q", c.Field, c.Letter, c.Header))
	}
	text := "read: " + strings.Join(parts, ", ")
	if len(in.Ignored) > 0 {
		text += "; kept for the report: " + oneLine(strings.Join(in.Ignored, ", "))
	}
	return text
}

// oneLine is a file's text as it may be shown on a terminal: headers and names have line breaks in them, and worse.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, unicode.IsControl), " ")
}
