package report

import (
	"fmt"
	"slices"
	"strings"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// A page that is read by a person shows this many rows; the rest is a matter for a spreadsheet.
const (
	maxShown    = 3000
	maxPerGroup = 500
)

// person is a row that somebody has to look at.
type person struct {
	Row int
	// Who are the parts of what says whom the row is about; each may run from right to left.
	Who []string
	// Cell is the offending cell as the spreadsheet program names it, or "".
	Cell string
	What string
}

// group is the rows with the same heading.
type group struct {
	tally
	Shown []person
	// Same is what is wrong with all of them, unless they Differ.
	Same   string
	Differ bool
	// Cells reports whether any row has an offending cell.
	Cells bool
}

func newGroup(t tally, shown []person) group {
	g := group{tally: t, Shown: shown}
	if len(shown) == 0 {
		return g
	}
	what := shown[0].What
	g.Differ = slices.ContainsFunc(shown, func(p person) bool { return p.What != what })
	g.Cells = slices.ContainsFunc(shown, func(p person) bool { return p.Cell != "" })
	if !g.Differ {
		g.Same = what
	}
	return g
}

// Columns reports whether there is more to say of a row than whom it is about.
func (g group) Columns() bool { return g.Cells || g.Differ }

// Hidden counts the rows that are not shown.
func (g group) Hidden() int { return g.Rows - len(g.Shown) }

// people collects the rows that need a person, up to the limits.
type people struct {
	header   []string
	language words.Language
	shown    int
	rows     map[heading][]person
}

func newPeople(in words.Language, header []string) *people {
	return &people{header: header, language: in, rows: make(map[heading][]person)}
}

func (p *people) add(l ledger.Line) {
	r, ok := reasonOf(l)
	if !ok || !r.NeedsPerson() || p.shown == maxShown {
		return
	}
	key := headingOf(p.language, r)
	if len(p.rows[key]) == maxPerGroup {
		return
	}
	p.shown++
	p.rows[key] = append(p.rows[key], person{Row: l.Row, Who: p.who(l), Cell: cellName(l), What: short(told(p.language, l), 400)})
}

// groups are the rows by heading.
func (p *people) groups(s *survey) (groups []group) {
	for _, t := range tallies(p.language, s.reasons, true) {
		groups = append(groups, newGroup(t, p.rows[t.heading]))
	}
	return groups
}

// cellName is the offending cell's, such as C12, or "".
func cellName(l ledger.Line) string {
	if l.Column == "" {
		return ""
	}
	return fmt.Sprint(l.Column, l.Row)
}

// who says whom a row is about: the chat and the card's names, or else what the row says.
func (p *people) who(l ledger.Line) []string {
	if m := l.Message; m != nil {
		c := m.Contact
		names := []string{c.FirstName, c.MiddleName, c.LastName, c.Company}
		names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
		return []string{short(recipient(m.ChatID), 60), short(strings.Join(names, " "), 100)}
	}
	var cells []string
	for i, cell := range l.Source {
		if cell = short(cell, 60); cell == "" {
			continue
		}
		if i < len(p.header) && p.header[i] != "" {
			cell = short(p.header[i], 30) + ": " + cell
		}
		if cells = append(cells, cell); len(cells) == 6 {
			break
		}
	}
	return cells
}

// recipient is a chat as people know it: by its number, if it is a person's.
func recipient(chatID string) string {
	if number, found := strings.CutSuffix(chatID, "@c.us"); found {
		return "+" + number
	}
	return chatID
}

// short cuts a text at so many characters.
func short(text string, characters int) string {
	n := 0
	for i := range text {
		if n++; n > characters {
			return text[:i] + "…"
		}
	}
	return text
}
