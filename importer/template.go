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

	"github.com/xuri/excelize/v2"
)

// TemplateColumn is one column of the spreadsheet that WriteTemplate makes.
type TemplateColumn struct {
	Field   Field
	Example string // of the filled row; the numbers are kept free for films and books
	Note    string // what the column is for
	Text    bool   // the column is to be formatted as text, so that no program rounds its numbers
}

// Template returns the columns of a list of recipients.
func Template() []TemplateColumn {
	return []TemplateColumn{
		{ChatID, "12025550143", "Who gets the card: a phone number with its country code, or a chat id (...@c.us, ...@g.us, ...@lid). Required.", true},
		{PhoneContact, "12025550178", "The number on the card, with its country code. Required.", true},
		{FirstName, "Anna", "The first name on the card. One of the four names is required.", false},
		{MiddleName, "", "The middle name or patronymic.", false},
		{LastName, "Example", "The last name.", false},
		{Company, "Example & Co", "The company.", false},
		{QuotedMessageID, "", "The id of a message in the same chat that the card answers. Usually empty.", true},
	}
}

// TemplateNotes returns advice on filling in a list, line by line.
func TemplateNotes() []string {
	return []string{
		"Replace the example row by your own rows: one row, one card to one chat.",
		"Write numbers with + and the country code. Numbers of one country may be written the way they are dialled there: then add --region, as in --region RU.",
		"The phone columns are formatted as text. Where they are not, a spreadsheet program shows long numbers as 7.9E+10 and may lose their last digits.",
		"Columns may stand in any order and have names in other languages. Further columns are kept and come back in the report.",
		"One number in a cell. A second one needs a row of its own.",
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

const (
	templateSheet = "Recipients"
	notesSheet    = "Notes"
)

func templateWorkbook() ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	err := errors.Join(
		book.SetSheetName(book.GetSheetName(0), templateSheet),
		writeRecipients(book),
		writeNotes(book),
	)
	if err != nil {
		return nil, err
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}

func writeRecipients(book *excelize.File) error {
	header, example := templateRows()
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // "@"
	if err != nil {
		return err
	}
	err = errors.Join(
		book.SetColWidth(templateSheet, "A", columnLetters(len(header)-1), 20),
		book.SetSheetRow(templateSheet, "A2", &example),
	)
	for i, c := range Template() {
		if c.Text {
			err = errors.Join(err, book.SetColStyle(templateSheet, columnLetters(i), text))
		}
	}
	return errors.Join(err,
		book.SetSheetRow(templateSheet, "A1", &header),
		book.SetRowStyle(templateSheet, 1, 1, bold),
		book.SetPanes(templateSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	)
}

func writeNotes(book *excelize.File) error {
	_, err := book.NewSheet(notesSheet)
	rows := [][]string{}
	for _, c := range Template() {
		rows = append(rows, []string{string(c.Field), c.Note})
	}
	rows = append(rows, nil)
	for _, note := range TemplateNotes() {
		rows = append(rows, []string{"", note})
	}
	for i, row := range rows {
		err = errors.Join(err, book.SetSheetRow(notesSheet, fmt.Sprintf("A%d", i+1), &row))
	}
	return errors.Join(err, book.SetColWidth(notesSheet, "A", "A", 20), book.SetColWidth(notesSheet, "B", "B", 120))
}
