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
	Example string // of the filled row; the numbers are kept free for films and books
	Note    string // what the column is for
	Text    bool   // the column is to be formatted as text, so that no program rounds its numbers
	Needed  bool   // no row can do without it
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
		{ChatID, "+" + exampleChat, "Who gets the card: a phone number with its country code, or a chat id (...@c.us, ...@g.us, ...@lid). Required.", true, true},
		{PhoneContact, fmt.Sprintf("+%d", examplePhone), "The number on the card, with its country code. Required.", true, true},
		{FirstName, "Anna", "The first name on the card. One of the four names is required.", false, false},
		{MiddleName, "", "The middle name or patronymic.", false, false},
		{LastName, "Example", "The last name.", false, false},
		{Company, "Example & Co", "The company.", false, false},
		{QuotedMessageID, "", "The id of a message in the same chat that the card answers. Usually empty.", true, false},
	}
}

// TemplateNotes returns advice on filling in a list, line by line.
func TemplateNotes() []string {
	return []string{
		"The columns in yellow are needed, and one of the four names.",
		"Replace the example row by your own rows: one row, one card to one chat. Left in, it is not sent.",
		"One number in a cell. A second one needs a row of its own.",
		"Write numbers with + and the country code.",
		"Numbers of one country may be written as they are dialled there: then add --region, as in --region RU.",
		"The columns of numbers are formatted as text: elsewhere programs show 7.9E+10 and may lose the last digits.",
		"Columns may stand in any order and have names in other languages.",
		"Further columns are kept and come back in the report.",
		"Before sending, look at what would be sent: contactcast check FILE",
	}
}

// WriteTemplate writes an empty list with a filled example row, as .xlsx or .csv
// by the path's extension: whole or not at all, and never over an existing file.
func WriteTemplate(path string) error {
	var content []byte
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx":
		content, err = templateWorkbook()
	case ".csv":
		content, err = templateText()
	default:
		return fmt.Errorf("%s: give the template a name that ends in .xlsx or .csv", path)
	}
	if err != nil {
		return fmt.Errorf("template %s: %w", path, err)
	}
	return writeNew(path, content)
}

// writeNew writes a file that must not exist yet.
func writeNew(path string, content []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already: give another name, or remove it first: %w", path, err)
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
