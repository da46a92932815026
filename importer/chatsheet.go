package importer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"contactcast/importer/cells"
	"contactcast/importer/phone"
	"contactcast/internal/layout"
)

// chatSheet reads a sheet of a list of chats row by row. What a column is, is known
// for certain only at its end: a cell that cannot be read waits until then.
type chatSheet struct {
	*chatReader
	label    string
	first    int // of the list's chats that may be this sheet's
	rows     int
	begun    bool         // a chat was found: no header follows
	declared map[int]bool // columns that the header says hold chats; nil until one did
	header   int          // its row
	report   bool         // it is a report's
	titles   int          // rows above the last one that are titles
	last     lastRow
	columns  []chatColumn
	waiting  []unreadCell
	rescued  int // the last row whose only chat was a possible one
}

// lastRow is what the row that was read last is.
type lastRow struct {
	number int
	title  bool // one cell, and no address in it
	plain  bool // no digits and no addresses
}

// chatColumn counts the cells of a column that hold digits, and those that gave a chat.
type chatColumn struct{ digits, chats int }

// isOfChats reports whether the column holds chats, by what was found in it.
func (c chatColumn) isOfChats() bool { return c.chats > 0 }

// mostly reports whether chats are the rule in the column, and no chance.
func (c chatColumn) mostly() bool { return 2*c.chats >= c.digits }

// unreadCell is a cell with digits, not all of which were read as chats.
type unreadCell struct {
	row, column int
	text        string
	found       found
	alone       bool // there is no chat in its row of which one can be sure
	without     bool // there is none at all
}

// A cell of a row that has its chat elsewhere must hold so many digits that were
// not read before they look like another number; in words beside no chat, fewer do.
const (
	anotherNumber = 7
	someNumber    = 5
)

func newChatSheet(r *chatReader, label string) *chatSheet {
	return &chatSheet{chatReader: r, label: label, first: len(r.list.Chats)}
}

// row reads one row.
func (s *chatSheet) row(row cells.Row) {
	s.rows++
	s.list.Rows++
	if s.last.title {
		s.titles++
	}
	s.last = lastRow{number: row.Number}
	if row.Problem != "" {
		s.fail(BadRow, unreadCell{row: row.Number, column: -1, text: string(row.Problem)})
		return
	}
	first := len(s.waiting)
	any, sure, digits := false, false, false
	for i, c := range row.Cells {
		f, seen := s.cell(row.Number, i, c)
		any, digits = any || seen, digits || f.digits
		sure = sure || len(f.chats) > 0
	}
	s.wait(first, !sure, !any)
	if any {
		s.begun = true
		return
	}
	s.list.WithoutChat++
	s.last = kindOf(row, digits)
	if !s.begun && s.declared == nil && s.declare(row) {
		s.waiting = s.waiting[:first]
	}
}

// kindOf says what a row without a chat is.
func kindOf(row cells.Row, digits bool) lastRow {
	filled, address := 0, false
	for _, c := range row.Cells {
		if !blank(c.Text) {
			filled++
		}
		address = address || strings.Contains(c.Text, "@")
	}
	return lastRow{number: row.Number, title: filled == 1 && !address, plain: !digits && !address}
}

// isHeaderOnly reports whether the sheet is a header and nothing else: one that names a
// column of chats, titles above it or not, or a single row of words.
func (s *chatSheet) isHeaderOnly() bool {
	if s.declared != nil && s.header == s.last.number {
		return s.titles == s.rows-1
	}
	return s.rows == 1 && s.last.plain
}

// wait keeps those of a row's unread cells that may turn out to be trouble.
func (s *chatSheet) wait(first int, alone, without bool) {
	kept := s.waiting[:first]
	for _, u := range s.waiting[first:] {
		u.alone, u.without = alone, without
		if alone || s.declared[u.column] || u.found.open() >= anotherNumber {
			kept = append(kept, u)
		}
	}
	s.waiting = kept
}

// cell reads one cell, and reports whether it held a chat.
func (s *chatSheet) cell(row, column int, c cells.Cell) (f found, any bool) {
	f = s.finder.find(written(c))
	s.add(f.chats, s.label, row)
	s.add(f.also, s.label, row)
	for len(s.columns) <= column {
		s.columns = append(s.columns, chatColumn{})
	}
	if f.digits {
		s.columns[column].digits++
	}
	s.national = s.national || s.finder.isNational(&f)
	s.group = s.group || groupLocal(phone.Clean(c.Text))
	if len(f.chats) > 0 {
		s.columns[column].chats++
	}
	if f.digits && (len(f.chats) == 0 || f.open() >= anotherNumber) {
		s.waiting = append(s.waiting, unreadCell{row: row, column: column, text: c.Text, found: f})
	}
	return f, len(f.chats)+len(f.also) > 0
}

// declare takes a row without chats as the header if it names a column of chats.
func (s *chatSheet) declare(row cells.Row) bool {
	columns := map[int]bool{}
	if isReport(row) { // what the source's columns held was sent, or is found in them
		s.report, columns[layout.SentTo] = true, true
	} else {
		for i, c := range row.Cells {
			if strings.Contains(c.Text, "@") { // somebody whose number is missing
				return false
			}
			if namesChats(c.Text) {
				columns[i] = true
			}
		}
	}
	if len(columns) == 0 {
		return false
	}
	s.declared, s.header = columns, row.Number
	return true
}

// namesChats reports whether a header says that its column holds chats or phone
// numbers, one of several included: Phone 2, Phone 1 - Value.
func namesChats(header string) bool {
	switch meaning(header) {
	case ChatID, PhoneContact, anyPhone:
		return true
	case "":
	default:
		return false
	}
	name := strings.TrimSuffix(strings.TrimSpace(header), " - Value")
	bare := strings.TrimRightFunc(name, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsSpace(r) || strings.ContainsRune("-_.#:", r) })
	return bare != header && bare != "" && namesChats(bare)
}

// finish settles the cells that were not read, now that every column is known.
func (s *chatSheet) finish() {
	for _, u := range s.waiting {
		switch {
		case s.demanded(u):
			s.demand(u)
		case s.remarkable(u):
			s.note(u)
		}
	}
	s.headerOnly = s.headerOnly || s.isHeaderOnly()
	slices.SortStableFunc(s.list.Chats[s.first:], func(a, b ListedChat) int { return cmp.Compare(a.Row, b.Row) })
}

// remarkable reports whether a cell in which no chat must stand looks like a number all the same.
func (s *chatSheet) remarkable(u unreadCell) bool {
	n := u.found.open()
	return n >= anotherNumber && n <= mostNational && 2*n >= utf8.RuneCountInString(u.text) && u.row != s.header && !s.report
}

// note counts a cell in which no chat must stand, and in which there may be one.
func (s *chatSheet) note(u unreadCell) {
	if s.list.Unread++; s.list.Unread == 1 {
		s.list.FirstUnread = UnreadCell{s.label, u.row, columnLetters(u.column), u.text, s.finder.isNational(&u.found)}
	}
}

// demand reads a cell in which a chat must stand: what is possible counts.
func (s *chatSheet) demand(u unreadCell) {
	s.add(u.found.possible, s.label, u.row)
	if len(u.found.possible) > 0 && u.without && u.row != s.rescued {
		s.rescued = u.row
		s.list.WithoutChat--
	}
	if len(u.found.possible) == 0 || u.found.unread >= anotherNumber {
		s.fail(UnreadChat, u)
	}
}

// demanded reports whether a chat must be read in a cell.
func (s *chatSheet) demanded(u unreadCell) bool {
	column, f := s.columns[u.column], u.found
	switch {
	case s.report && !u.alone: // it was sent to whom it says
		return false
	case s.declared[u.column] && u.row > s.header:
		return len(f.chats)+len(f.also) == 0 || f.open() >= anotherNumber
	case !column.isOfChats():
		return false
	case u.alone:
		return f.bare || f.open() >= someNumber
	}
	return column.mostly() && f.open() >= anotherNumber
}

func (s *chatSheet) fail(code string, u unreadCell) {
	if s.trouble != nil {
		if s.trouble.Code == code {
			s.trouble.More++
		}
		return
	}
	s.trouble = &ChatListError{
		Code: code, File: s.path, Sheet: s.label, Row: u.row, Cell: u.text,
		National: code == UnreadChat && s.finder.isNational(&u.found), Group: code == UnreadChat && groupLocal(phone.Clean(u.text)),
	}
	if u.column >= 0 {
		s.trouble.Column = columnLetters(u.column)
	}
}
