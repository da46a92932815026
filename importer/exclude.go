package importer

import (
	"errors"
	"fmt"
	"iter"

	"contactcast/importer/cells"
)

// Chats yields the chat ids of a list of chats never to write to: a file of any
// format this package reads, with or without a header. With one, it is the
// columns of recipients that are read, or else of phones; without, every cell
// that holds a chat id or a phone number. A number that WhatsApp may know under
// another spelling is yielded in both. Of opts only Cells and Region count.
//
// An error about a row does not end the sequence, but somebody whom the list
// means is then not in it. An error of the file does end it.
func Chats(path string, opts Options) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if err := chats(path, opts, yield); err != nil && !errors.Is(err, errEnough) {
			yield("", err)
		}
	}
}

// errEnough says that the caller wants no more.
var errEnough = errors.New("enough")

func chats(path string, opts Options, yield func(string, error) bool) error {
	reader, err := Options{Region: opts.Region}.reader()
	if err != nil {
		return err
	}
	file, err := cells.Open(path, opts.Cells)
	if err != nil {
		return err
	}
	defer file.Close()
	list := chatList{reader: reader, yield: yield, national: opts.Region != ""}
	for row, err := range file.Rows() {
		if err != nil {
			return err
		}
		if err := list.row(row); err != nil {
			return err
		}
	}
	if !list.begun {
		return &cells.FileError{Code: "no-header",
			Text: "there is no chat id and no phone number with its country code in " + path}
	}
	return nil
}

// chatList reads a list of chats row by row.
type chatList struct {
	reader   *reader
	yield    func(string, error) bool
	national bool  // numbers of one country are completed
	begun    bool  // the header, or the first chat, has been seen
	columns  []int // the header's columns of chats; nil if there is no header
	lenient  bool  // the list is a report, whose invalid rows were sent to nobody
}

// row yields a row's chats. The only error is errEnough.
func (l *chatList) row(row cells.Row) error {
	if !l.begun && l.header(row) {
		return nil
	}
	if row.Problem != "" {
		return l.emit("", fmt.Errorf("row %d: %s", row.Number, row.Problem))
	}
	found, err := l.cells(row)
	if err == nil && !found && (l.begun || numbered(row)) && l.columns == nil && seen(row) {
		err = fmt.Errorf("row %d %q holds no chat id and no phone number with its country code", row.Number, beginning(firstText(row)))
		if !l.national && numbered(row) {
			err = fmt.Errorf("%w; --region completes those of one country", err)
		}
		err = l.emit("", err)
	}
	l.begun = l.begun || found
	return err
}

// numbered tells a row that holds a number as long as a phone's: no header or title, even above the first chat.
func numbered(row cells.Row) bool {
	for _, c := range row.Cells {
		if digitsIn(c.Text) >= 7 {
			return true
		}
	}
	return false
}

// cells yields the chats in a row's cells, and in columns of chats whatever is none.
func (l *chatList) cells(row cells.Row) (found bool, err error) {
	columns := l.columns
	if columns == nil {
		columns = everyColumn(row)
	}
	for _, i := range columns {
		if i >= len(row.Cells) || blank(row.Cells[i].Text) {
			continue
		}
		var chat Row
		p := l.reader.field(&chat, ChatID, written(row.Cells[i]))
		switch {
		case p == nil:
			found = true
			err = l.chat(chat)
		case l.columns != nil && !l.lenient:
			err = l.emit("", fmt.Errorf("row %d, column %s, %q: %w", row.Number, columnLetters(i), row.Cells[i].Text, p))
		}
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// chat yields a chat's id, and the one it may have instead.
func (l *chatList) chat(chat Row) error {
	if err := l.emit(chat.Message.ChatID, nil); err != nil || chat.Alternative == "" {
		return err
	}
	return l.emit(chat.Alternative+"@c.us", nil)
}

func (l *chatList) emit(id string, err error) error {
	if !l.yield(id, err) {
		return errEnough
	}
	return nil
}

// header takes row as the header if it names columns of chats.
func (l *chatList) header(row cells.Row) bool {
	if isReport(row) {
		l.lenient = true
		l.columns = append(l.columns, len(ReportColumns())-1) // sentTo
	}
	for _, f := range []Field{ChatID, anyPhone, PhoneContact} {
		for i, c := range row.Cells {
			if meaning(c.Text) == f {
				l.columns = append(l.columns, i)
			}
		}
		if len(l.columns) > 0 {
			l.begun = true
			return true
		}
	}
	return false
}

func everyColumn(row cells.Row) []int {
	columns := make([]int, len(row.Cells))
	for i := range columns {
		columns[i] = i
	}
	return columns
}

func seen(row cells.Row) bool { return firstText(row) != "" }

// firstText is the first text of a row in which there is anything to be seen, or "".
func firstText(row cells.Row) string {
	for _, c := range row.Cells {
		if !blank(c.Text) {
			return c.Text
		}
	}
	return ""
}
