package cli

import (
	"path/filepath"
	"strconv"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// sourceWords say what is read: which sheet, or how the text is taken, and where its header stands.
func (a *app) sourceWords(r job.ListRead) string {
	source := words.New("list/sheet", "sheet", r.Sheet)
	switch {
	case r.Format == "csv":
		source = words.New("list/text", "encoding", r.Encoding, "sign", strconv.QuoteRune(r.Delimiter))
	case len(r.Sheets) > 1:
		source = words.New("list/one-of", "sheet", r.Sheet, "n", len(r.Sheets))
	}
	if r.HeaderRow == 0 {
		return a.text("list/headless", "source", source)
	}
	return a.text("list/header", "source", source, "row", r.HeaderRow)
}

// remarks are what else was chosen for the operator when the list was read.
func (a *app) remarks(r job.ListRead) (notes []string) {
	if r.EncodingGuessed {
		notes = append(notes, a.text("list/encoding", "encoding", r.Encoding, "sample", r.Sample))
	}
	if r.Took.Said() {
		notes = append(notes, a.tookWords(r.Job, r.Took))
	}
	for _, note := range r.Notes {
		notes = append(notes, a.sentence(note))
	}
	if r.Above > 0 {
		notes = append(notes, a.text("list/above", "n", r.Above, "row", r.HeaderRow))
	}
	for _, h := range r.Hints {
		notes = append(notes, a.hintWords(h))
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
	lines := []string{a.text(code, "list", "--exclude "+filepath.Base(x.File), "n", x.Chats, "rows", x.WithoutChat)}
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
	return a.text(code, "job", name, "n", list.Chats, "file", list.File)
}

// listWords are the same for whoever asks after the job.
func (a *app) listWords(list job.KeptList) string {
	code := words.Code("exclude/status")
	if list.Gone {
		code = "exclude/status-gone"
	}
	return a.text(code, "n", list.Chats, "file", list.File)
}

// mappingWords say which columns are read.
func (a *app) mappingWords(r job.ListRead) string {
	var columns []string
	for _, c := range r.Mapping {
		columns = append(columns, a.text("list/mapped", "field", c.Field, "letter", c.Letter, "header", c.Header))
	}
	if len(r.Ignored) == 0 {
		return a.text("list/mapping", "columns", listed(columns))
	}
	return a.text("list/mapping-kept", "columns", listed(columns), "ignored", words.OneLine(listed(r.Ignored)))
}

// listed are words in a row.
func listed(all []string) string { return strings.Join(all, ", ") }
