package report

import (
	"slices"
	"strings"

	"contactcast/sender/ledger"
)

// A page that is read by a person shows this many rows; the rest is a matter for a spreadsheet.
const (
	maxShown    = 3000
	maxPerGroup = 500
)

// person is a row that somebody has to look at.
type person struct {
	Row   int
	Who   string
	Field string
	What  string
}

// About is what is wrong with the row, and where.
func (p person) About() string {
	if p.Field == "" || p.What == "" {
		return p.What
	}
	return p.Field + ": " + p.What
}

// group is the rows with the same reason.
type group struct {
	tally
	Shown []person
	// Same is what is wrong with all of them, unless they Differ.
	Same   string
	Differ bool
}

func newGroup(t tally, shown []person) group {
	g := group{tally: t, Shown: shown}
	if len(shown) == 0 {
		return g
	}
	about := shown[0].About()
	g.Differ = slices.ContainsFunc(shown, func(p person) bool { return p.About() != about })
	if !g.Differ {
		g.Same = about
	}
	return g
}

// Hidden counts the rows that are not shown.
func (g group) Hidden() int { return g.Rows - len(g.Shown) }

// people collects the rows that need a person, up to the limits.
type people struct {
	header []string
	shown  int
	rows   map[reason][]person
}

func newPeople(header []string) *people {
	return &people{header: header, rows: make(map[reason][]person)}
}

func (p *people) add(l ledger.Line) {
	r, ok := reasonOf(l)
	if !ok || !r.needsPerson() || p.shown == maxShown || len(p.rows[r]) == maxPerGroup {
		return
	}
	p.shown++
	p.rows[r] = append(p.rows[r], person{Row: l.Row, Who: p.who(l), Field: l.Field, What: short(l.Error, 400)})
}

// groups splits the reasons into those with rows to look at and those that wait for nobody.
func (p *people) groups(s *survey) (groups []group, others []tally) {
	for _, t := range tallies(s.reasons) {
		if t.needsPerson() {
			groups = append(groups, newGroup(t, p.rows[t.reason]))
		} else {
			others = append(others, t)
		}
	}
	return groups, others
}

// who says whom a row is about: the chat and the card, or else what the row says.
func (p *people) who(l ledger.Line) string {
	if m := l.Message; m != nil {
		c := m.Contact
		names := []string{c.FirstName, c.MiddleName, c.LastName, c.Company}
		names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
		return short(m.ChatID+" · "+strings.Join(names, " "), 160)
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
	return strings.Join(cells, " · ")
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
