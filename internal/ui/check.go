package ui

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"contactcast/internal/card"
	"contactcast/internal/job"
	"contactcast/internal/words"
)

// checkRoutes are the second screen's: how a list is read, what is wrong with it, and the card.
func (s *server) checkRoutes(r routes) {
	r.on("GET /lists/{name}/check", s.showCheck)
	r.on("POST /lists/{name}/check", s.answerCheck)
	r.on("POST /lists/{name}/card", s.cardForAll)
	r.on("GET /lists/{name}/correct", s.downloadCorrect)
	r.on("POST /lists/{name}/leave-out", s.leaveOut)
	r.on("POST /lists/{name}/lift", s.lift)
}

// checkData is what the second screen shows.
type checkData struct {
	Name string
	// Reading says that the check is under way; Trouble why the file cannot be read as it is.
	Reading bool
	Trouble *checkTrouble
	Asked   asked

	*job.Checked
	Total    int
	Takes    job.Estimate
	Problems []problemGroup
	More     []problemGroup // that are not shown at once
	Warnings []warningGroup
	Remarks  []remark
	Filters  []filter
	Show     string
	Table    table
	Card     *cardView
	Settings settings
	LeftOut  leftOut
}

// asked is what the address says is to be shown.
type asked struct {
	Show string // "", a status, or problem-N
	Page string
	Row  int
}

// filter is a kind of rows that can be shown alone.
type filter struct {
	Show   string
	Status words.Status // "" is all
	Count  int
}

func askedOf(r *request) asked {
	q := r.URL.Query()
	row, _ := strconv.Atoi(q.Get("row"))
	return asked{q.Get("show"), q.Get("page"), row}
}

// firstLook is how long a view waits for a check before it says that it is under way.
const firstLook = 400 * time.Millisecond

// nextLook is how long the script's question for the result waits.
const nextLook = 25 * time.Second

func (s *server) showCheck(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	c := s.checkFor(r, l)
	patience := firstLook
	if r.Header.Get("X-Wait") != "" { // the script's, which shows the view that it has meanwhile
		patience = nextLook
	}
	v := view{Title: words.New("page/check", "name", l.Name), Screen: "check", List: l.Name}
	d := checkData{Name: l.Name, Asked: askedOf(r), Settings: settingsOf(l, nil)}
	switch {
	case !c.ready(r.Context(), patience):
		d.Reading, v.Refresh = true, 1
	case errors.Is(c.err, context.Canceled): // another check took its place
		d.Reading, v.Refresh = true, 1
	case c.err != nil:
		d.Settings = settingsOf(l, c.err)
		d.Trouble, d.LeftOut = s.checkTrouble(d, c.err, r.base), s.leftOutOf(l, nil)
	default:
		if err := s.fill(r.Context(), &d, l, c.checked, r.base); err != nil {
			return err
		}
		d.LeftOut = s.leftOutOf(l, c)
	}
	v.Data = d
	return s.show(w, r, "check", v)
}

// checkFor is a list's check, for the accounts that it is to be sent from.
func (s *server) checkFor(r *request, l list) *checking { return s.check(l, s.fromOf(r, l)) }

// fill shows a list that was checked.
func (s *server) fill(ctx context.Context, d *checkData, l list, c *job.Checked, base string) (err error) {
	d.Checked, d.Total, d.Takes = c, c.Counts.Total(), c.Known.Takes(c.Counts[words.Pending])
	l.Reading = c.Reading
	d.Settings = settingsOf(l, nil)
	d.Settings.found(c.Read)
	d.Problems = s.problemGroups(base, d, c.Problems)
	d.Warnings = s.warningGroups(c.Warnings)
	d.Remarks = s.remarks(c)
	rows, err := d.shown(ctx, c)
	if err != nil {
		return err
	}
	if d.Table, err = s.table(ctx, c, rows, d.Asked.Page); err != nil {
		return err
	}
	if len(d.Problems) > shownProblems+1 {
		d.Problems, d.More = d.Problems[:shownProblems], d.Problems[shownProblems:]
	}
	for _, status := range []words.Status{"", words.Pending, words.Invalid, words.Skipped, words.Accepted, words.Rejected, words.Unknown} {
		n := c.Counts[status]
		if status == "" {
			n = d.Total
		}
		if n > 0 || status == "" {
			d.Filters = append(d.Filters, filter{string(status), status, n})
		}
	}
	d.Card, err = d.card(ctx, c)
	return err
}

// shown are the numbers of the rows that are asked for.
func (d *checkData) shown(ctx context.Context, c *job.Checked) ([]int, error) {
	for _, g := range d.Problems {
		if g.Show == d.Asked.Show && g.Show != "" {
			d.Show = g.Show
			return g.rows, nil
		}
	}
	for _, g := range d.Warnings {
		if g.Show == d.Asked.Show && g.Show != "" {
			d.Show = g.Show
			return g.rows, nil
		}
	}
	status := words.Status(d.Asked.Show)
	if c.Counts[status] == 0 {
		status = ""
	}
	d.Show = string(status)
	return c.Rows(ctx, status)
}

// shownProblems is how many kinds of mistakes are shown at once.
const shownProblems = 6

// cardView is a card as it will be seen.
type cardView struct {
	Row  int
	To   string // the chat
	Name string
	card.Contact
	Initial string
	Quoted  string
}

// card is the card of the row that is asked for; else of the first that is to be sent, or of the first that is shown.
func (d *checkData) card(ctx context.Context, c *job.Checked) (*cardView, error) {
	row := d.Asked.Row
	if row == 0 && c.First != nil {
		return newCardView(c.First.Row, c.First.Card), nil
	}
	for _, shown := range d.Table.Rows {
		if row == 0 && shown.Card {
			row = shown.Number
		}
	}
	lines, err := c.Lines(ctx, []int{row})
	if err != nil || len(lines) == 0 || lines[0].Message == nil {
		return nil, err
	}
	return newCardView(row, *lines[0].Message), nil
}

func newCardView(row int, m card.Card) *cardView {
	v := &cardView{Row: row, To: m.ChatID, Contact: m.Contact, Quoted: m.QuotedMessageID}
	v.Name = joined(" ", m.Contact.FirstName, m.Contact.MiddleName, m.Contact.LastName)
	v.Name = cmp.Or(v.Name, m.Contact.Company)
	for _, first := range v.Name {
		v.Initial = string(first)
		break
	}
	return v
}

// joined are the texts that are not empty.
func joined(by string, texts ...string) (all string) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		if all != "" {
			all += by
		}
		all += text
	}
	return all
}

// downloadCorrect sends the rows to correct, which are a list again.
func (s *server) downloadCorrect(w http.ResponseWriter, r *request) error {
	l, err := s.list(r)
	if err != nil {
		return err
	}
	c := s.checkFor(r, l)
	if !c.ready(r.Context(), nextLook) {
		return &Error{Reason: words.New("page/still-reading")}
	}
	if c.err != nil {
		return c.err
	}
	return s.download(w, r, l.Name+"-report.xlsx", func(path string) (string, error) {
		return c.checked.Write(r.Context(), path, words.Invalid)
	})
}
