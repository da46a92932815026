package report

import (
	"context"
	_ "embed"
	"html/template"
	"io"
	"time"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"contactcast/sender/ledger"
)

//go:embed page.html
var pageSource string

// page is what page.html shows.
type page struct {
	Job, Zone string
	// Plan reports that nothing was sent yet.
	Plan     bool
	Total    int
	Shown    int
	Figures  []figure
	Outcomes []piece
	Groups   []group
	Others   []tally
	Chart    *chart
	Facts    []fact
}

// piece is an outcome with its piece of the bar, in percent.
type piece struct {
	outcome
	Share    string
	X, Width float64
}

// writeHTML writes one page that needs nothing else: no network and no script.
func writeHTML(ctx context.Context, w io.Writer, _ string, r Result) error {
	people := newPeople(r.Job.Header)
	s, err := look(ctx, r, people.add)
	if err != nil {
		return err
	}
	p := page{
		Job: r.Job.Name, Zone: zone(r.Job), Total: r.Counts.Total(), Shown: s.rows,
		Plan:    r.Job.StartedAt.IsZero() && r.Counts[ledger.Accepted] == 0,
		Figures: figures(r), Outcomes: bar(outcomes(r)), Groups: people.groups(s), Others: tallies(s.reasons, false),
		Chart: newChart(s.accepted.points()), Facts: facts(r, s),
	}
	t, err := template.New("page").Funcs(template.FuncMap{"thousands": thousands, "show": show, "counted": counted}).Parse(pageSource)
	if err != nil {
		return err
	}
	text := transform.NewWriter(w, runes.Map(printable))
	if err := t.Execute(text, p); err != nil {
		return err
	}
	return text.Close()
}

// bar lays those outcomes side by side that any row has. One with few rows stays visible.
func bar(all []outcome) []piece {
	const least = 0.8
	total := 0
	for _, o := range all {
		total += o.Rows
	}
	var pieces []piece
	sum := 0.0
	for _, o := range all {
		if o.Rows == 0 {
			continue
		}
		p := piece{outcome: o, Share: share(o.Rows, total), Width: max(least, 100*float64(o.Rows)/float64(total))}
		sum += p.Width
		pieces = append(pieces, p)
	}
	x := 0.0
	for i := range pieces {
		pieces[i].X, pieces[i].Width = x, 100*pieces[i].Width/sum
		x += pieces[i].Width
	}
	return pieces
}

// show writes a fact's value as people read it.
func show(value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.Format(time.DateTime)
	case int:
		return thousands(v)
	default:
		return plain(v)
	}
}
