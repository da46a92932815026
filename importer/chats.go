package importer

import (
	"errors"
	"fmt"

	"contactcast/importer/cells"
	"contactcast/internal/words"
)

// ChatList is a list of chats never to write to, as it was read.
type ChatList struct {
	// Chats are the chats found, each id once, in the order of the file.
	Chats []ListedChat
	// Rows counts the rows that are not blank, WithoutChat those in which no chat
	// stands: a header, a contact with an e-mail address only.
	Rows, WithoutChat int
	// Unread counts the cells outside of columns of chats whose digits may be a number
	// and were not read; FirstUnread is where the first of them stands.
	Unread      int
	FirstUnread UnreadCell
}

// UnreadCell is a cell whose digits were not read.
type UnreadCell struct {
	Sheet    string // of a workbook with several visible sheets, else ""
	Row      int
	Column   string // the spreadsheet's letter
	Cell     string
	National bool // it might be read if its country were given
}

// ListedChat is one chat of a list, where it stands first.
type ListedChat struct {
	ID    string
	Sheet string // of a workbook with several visible sheets, else ""
	Row   int
}

// The codes of a ChatListError.
const (
	NoChats    = "no-chats"    // nowhere in the file is there a chat, and it is no header without rows
	UnreadChat = "unread-chat" // digits in a column of chats in which no chat can be read
	BadRow     = "bad-row"     // the row itself cannot be trusted, a quote is never closed
)

// ChatListError says that somebody whom a list means cannot be told from it, so
// that nothing may be sent by it.
type ChatListError struct {
	Code     string
	File     string
	Sheet    string // of a workbook with several visible sheets, else ""
	Row      int    // the first such row; 0 for NoChats
	Column   string // the spreadsheet's letter, or ""
	Cell     string // the text of the cell, or the code of what is wrong with the row
	National bool   // the cell might be read if its country were given
	Group    bool   // the digits look like a group's id without its end
	More     int    // further cells with the same trouble
}

// Error names the place, for logs; the words for people are made from the facts.
func (e *ChatListError) Error() string {
	if e.Code == NoChats {
		return fmt.Sprintf("%s: no chat in %s", e.Code, e.File)
	}
	at := fmt.Sprintf("%s: %s: row %d", e.Code, e.File, e.Row)
	if e.Sheet != "" {
		at += fmt.Sprintf(" of sheet %q", e.Sheet)
	}
	if e.Column != "" {
		at += ", column " + e.Column
	}
	return fmt.Sprintf("%s: %q", at, e.Cell)
}

// Fact says whom the list means that cannot be told, and where that stands.
func (e *ChatListError) Fact() words.Fact {
	if e.Code == NoChats {
		return words.New(e.which("no-chats", "no-chats/national", "no-chats/group"))
	}
	place := placeOf(e.Sheet, e.Row)
	f := words.New(e.which("unread-chat", "unread-chat/national", "unread-chat/group"), "place", place, "column", e.Column, "cell", e.Cell)
	if e.Code == BadRow {
		f = words.New("chat-list/bad-row", "place", place, "why", words.New(words.Code(e.Cell)))
	}
	if e.More > 0 {
		f = words.New("chat-list/more", "what", f, "n", e.More)
	}
	return f
}

// which chooses among the sentences that say what can be done.
func (e *ChatListError) which(plain, national, group words.Code) words.Code {
	switch {
	case e.Group:
		return group
	case e.National:
		return national
	}
	return plain
}

// Fact says that the digits of a cell may be a number, and were not read.
func (u UnreadCell) Fact(more int) words.Fact {
	code := words.Code("unread-cell")
	if u.National {
		code = "unread-cell/national"
	}
	f := words.New(code, "place", placeOf(u.Sheet, u.Row), "column", u.Column, "cell", u.Cell)
	if more > 0 {
		f = words.New("chat-list/more", "what", f, "n", more)
	}
	return f
}

func placeOf(sheet string, row int) words.Fact {
	if sheet != "" {
		return words.New("chat-list/sheet-row", "sheet", sheet, "row", row)
	}
	return words.New("chat-list/row", "row", row)
}

// ReadChats reads a list of chats never to write to: a file of any format this
// package reads, however it is laid out. Reading too much is the safe side: every
// cell of every row of every visible sheet that holds a phone number or chat id
// counts, in any column, hidden rows too, with a header or without one. It returns
// a *ChatListError when somebody whom the list means cannot be read, and a
// *cells.FileError when the file cannot be. Of opts only Region counts, and
// Cells.Encoding where the file does not show its own.
func ReadChats(path string, opts Options) (*ChatList, error) {
	finder, err := newChatFinder(opts.Region)
	if err != nil {
		return nil, err
	}
	r := &chatReader{path: path, finder: finder, encoding: opts.Cells.Encoding, seen: map[string]bool{}}
	sheets, err := r.sheet("", "")
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(sheets); i++ {
		if _, err := r.sheet(sheets[i], sheets[i]); err != nil {
			return nil, err
		}
	}
	switch {
	case r.trouble != nil:
		return nil, r.trouble
	case len(r.list.Chats) == 0 && !r.headerOnly:
		return nil, &ChatListError{Code: NoChats, File: path, National: r.national, Group: r.group && !r.national}
	}
	return &r.list, nil
}

// chatReader reads a list, sheet by sheet.
type chatReader struct {
	path       string
	finder     *chatFinder
	encoding   string // the operator's word, for a file that does not show its own
	list       ChatList
	seen       map[string]bool
	headerOnly bool // a sheet holds a header and nothing else
	national   bool // a cell may hold a number without its country
	group      bool // a cell may hold a group's id without its end
	trouble    *ChatListError
}

// sheet reads one sheet, the first visible one if name is "", and returns the names of all.
func (r *chatReader) sheet(name, label string) ([]string, error) {
	file, err := r.open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if name == "" && len(file.Sheets) > 1 {
		label = file.Sheet
	}
	s := newChatSheet(r, label)
	for row, err := range file.Rows() {
		if err != nil {
			return nil, err
		}
		s.row(row)
	}
	s.finish()
	return file.Sheets, nil
}

// open opens the file as its own content says. In which encoding names are written
// does not matter to digits, so that is not asked.
func (r *chatReader) open(sheet string) (*cells.File, error) {
	opts := cells.Options{Sheet: sheet, HiddenRows: cells.IncludeHidden}
	file, err := cells.Open(r.path, opts)
	if refused, ok := errors.AsType[*cells.FileError](err); ok && refused.Code() == "encoding" {
		if opts.Encoding = r.encoding; opts.Encoding == "" {
			opts.Encoding = "windows-1252"
		}
		return cells.Open(r.path, opts)
	}
	return file, err
}

// add keeps a chat.
func (r *chatReader) add(ids []string, sheet string, row int) {
	for _, id := range ids {
		if !r.seen[id] {
			r.seen[id] = true
			r.list.Chats = append(r.list.Chats, ListedChat{id, sheet, row})
		}
	}
}
