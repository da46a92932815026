package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// sourceWords say what is read: which sheet, or how the text is taken, and where its header stands.
func sourceWords(r job.ListRead) string {
	text := fmt.Sprintf("sheet %q", r.Sheet)
	switch {
	case r.Format == "csv":
		text = fmt.Sprintf("text in %s, columns separated by %q", r.Encoding, r.Delimiter)
	case len(r.Sheets) > 1:
		text += fmt.Sprintf(", one of %d (--sheet chooses another)", len(r.Sheets))
	}
	if r.HeaderRow == 0 {
		return text + ", without a header"
	}
	return fmt.Sprintf("%s, header in row %d", text, r.HeaderRow)
}

// sheetWords say which of several sheets is read; "" if there is one.
func sheetWords(r job.ListRead) string {
	if len(r.Sheets) < 2 {
		return ""
	}
	return fmt.Sprintf("reading sheet %q; the file has %d: --sheet chooses another", r.Sheet, len(r.Sheets))
}

// remarks are what else was chosen for the operator when the list was read.
func (a *app) remarks(r job.ListRead) []string {
	var notes []string
	if r.EncodingGuessed {
		notes = append(notes, fmt.Sprintf("the text is taken for %s: %s; --encoding says otherwise", r.Encoding, r.Sample))
	}
	if r.Took.Said() {
		notes = append(notes, tookWords(r.Job, r.Took))
	}
	for _, note := range r.Notes {
		notes = append(notes, a.sentence(note))
	}
	if r.Above > 0 {
		notes = append(notes, fmt.Sprintf("%d %s above the header, in row %d, %s not read", r.Above, plural(r.Above, "row", "rows"), r.HeaderRow, plural(r.Above, "is", "are")))
	}
	for _, h := range r.Hints {
		notes = append(notes, hintWords(h))
	}
	for _, x := range r.Excludes {
		notes = append(notes, a.excludeWords(x)...)
	}
	return notes
}

// excludeWords say how many chats a list of the command holds, and what of it could not be read.
func (a *app) excludeWords(x job.ChatsRead) []string {
	code := words.Code("exclude/read")
	if x.WithoutChat > 0 {
		code = "exclude/read-without"
	}
	lines := []string{a.sentence(words.New(code, "list", "--exclude "+filepath.Base(x.File), "n", x.Chats, "rows", x.WithoutChat))}
	return append(lines, a.unreadWords(x)...)
}

// unreadWords say which cells of a list may be numbers that could not be read.
func (a *app) unreadWords(x job.ChatsRead) []string {
	if x.Unread == 0 {
		return nil
	}
	return []string{filepath.Base(x.File) + ": " + a.explain(x.FirstUnread, a.typed.again().String())}
}

// keptWords say by which lists of earlier commands a job leaves chats out.
func (a *app) keptWords(name string, list job.KeptList) string {
	code := words.Code("exclude/kept")
	if list.Gone {
		code = "exclude/gone"
	}
	return a.sentence(words.New(code, "job", name, "n", list.Chats, "file", list.File))
}

// listWords are the same for whoever asks after the job.
func (a *app) listWords(list job.KeptList) string {
	code := words.Code("exclude/status")
	if list.Gone {
		code = "exclude/status-gone"
	}
	return a.sentence(words.New(code, "n", list.Chats, "file", list.File))
}

// mappingWords say which columns are read.
func mappingWords(r job.ListRead) string {
	var parts []string
	for _, c := range r.Mapping {
		parts = append(parts, fmt.Sprintf("%s from %s %q", c.Field, c.Letter, c.Header))
	}
	text := "read: " + strings.Join(parts, ", ")
	if len(r.Ignored) > 0 {
		text += "; kept for the report: " + oneLine(strings.Join(r.Ignored, ", "))
	}
	return text
}

// oneLine is a file's text as it may be shown on a terminal: headers and names have line breaks in them, and worse.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, unicode.IsControl), " ")
}
