package importer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"contactcast/internal/card"
	"contactcast/internal/words"
)

// TemplateColumn is one column of the spreadsheet that WriteTemplate makes.
type TemplateColumn struct {
	Field   Field
	Example string     // of the filled row; the numbers are kept free for films and books
	Note    words.Code // what the column is for
	Text    bool       // the column is to be formatted as text, so that no program rounds its numbers
	Needed  bool       // no row can do without it
}

// The example's numbers, of a range that is kept free for films and books: nobody
// has them. Every number that a template ever had stays known as an example's.
const (
	exampleChat  = "12025550143"
	examplePhone = 12025550178
)

// isExample reports whether a message is the template's example: its recipient is,
// whatever a spreadsheet program or its owner made of the rest.
func isExample(m card.Card) bool { return m.ChatID == exampleChat+"@c.us" }

// unfinished is the problem of a row with a recipient of one's own beside the example's
// number, as when the example row was filled down; nil if it has none.
func unfinished(m card.Card) *Problem {
	if m.Contact.PhoneContact != examplePhone || isExample(m) {
		return nil
	}
	return &Problem{Field: string(PhoneContact), Reason: words.New("missing/example")}
}

// Template returns the columns of a list of recipients.
func Template() []TemplateColumn {
	return []TemplateColumn{
		{ChatID, "+" + exampleChat, "template/chatId", true, true},
		{PhoneContact, fmt.Sprintf("+%d", examplePhone), "template/phoneContact", true, true},
		{FirstName, "Anna", "template/firstName", false, false},
		{MiddleName, "", "template/middleName", false, false},
		{LastName, "Example", "template/lastName", false, false},
		{Company, "Example & Co", "template/company", false, false},
		{QuotedMessageID, "", "template/quotedMessageId", true, false},
	}
}

// templateNotes are advice on filling in a list, line by line.
func templateNotes() []words.Code {
	return []words.Code{"template/needed", "template/replace", "template/one-number", "template/country-code", "template/region", "template/text", "template/order", "template/further", "template/look"}
}

// WriteTemplate writes an empty list with a filled example row, as .xlsx or .csv
// by the path's extension: whole or not at all, and never over an existing file. Its notes are in a language.
func WriteTemplate(path string, in words.Language) error {
	var content []byte
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx":
		content, err = templateWorkbook(in)
	case ".csv":
		content, err = templateText()
	default:
		return optionError("template/format", "file", path)
	}
	if err != nil {
		return fmt.Errorf("template %s: %w", path, err)
	}
	return writeNew(path, content)
}

// ExistsError says that a file would be written over.
type ExistsError struct {
	Path string
	Err  error
}

// Fact names the file.
func (e *ExistsError) Fact() words.Fact { return words.New("template/exists", "file", e.Path) }

// Error names the file, for programmers.
func (e *ExistsError) Error() string { return e.Fact().String() }

// Unwrap returns the cause.
func (e *ExistsError) Unwrap() error { return e.Err }

// writeNew writes a file that must not exist yet.
func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return &ExistsError{path, err}
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

func templateText() ([]byte, error) {
	header, example := templateRows()
	text := bytes.NewBufferString("\ufeff")
	w := csv.NewWriter(text)
	w.UseCRLF = true
	err := w.WriteAll([][]string{header, example})
	return text.Bytes(), err
}

func templateRows() (header, example []string) {
	for _, c := range Template() {
		header, example = append(header, string(c.Field)), append(example, c.Example)
	}
	return header, example
}
