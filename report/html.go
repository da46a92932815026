package report

import (
	"contactcast/internal/words"
	"context"
	_ "embed"
	"html/template"
	"io"
	"time"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

//go:embed page.html
var pageSource string

// page is what page.html shows.
type page struct {
	Language, Job, Zone string
	// Line is what the page is, below its title.
	Line     string
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
	in := r.language()
	people := newPeople(in, r.Job.Header)
	s, err := look(ctx, r, people.add)
	if err != nil {
		return err
	}
	p := page{
		Language: in.Tag, Job: r.Job.Name, Zone: zone(r.Job), Line: pageLine(in, r, s.rows),
		Figures: figures(r), Outcomes: bar(in, outcomes(r)), Groups: people.groups(s), Others: tallies(in, s.reasons, false),
		Chart: newChart(in, s.accepted.points()), Facts: facts(r, s),
	}
	t, err := template.New("page").Funcs(template.FuncMap{"thousands": in.Number, "show": func(value any) string { return show(in, value) }, "text": in.Text}).Parse(pageSource)
	if err != nil {
		return err
	}
	text := transform.NewWriter(w, runes.Map(printable))
	if err := t.Execute(text, p); err != nil {
		return err
	}
	return text.Close()
}

// pageLine says what the page is, and of how many rows.
func pageLine(in words.Language, r Result, shown int) string {
	total := r.Counts.Total()
	whole := words.New("report/sent", "n", total)
	if r.Job.StartedAt.IsZero() && r.Counts[words.Accepted] == 0 {
		whole = words.New("report/plan", "n", total)
	}
	if shown != total {
		whole = words.New("report/part", "whole", whole, "n", shown)
	}
	return in.Sentence(whole)
}

// bar lays those outcomes side by side that any row has. One with few rows stays visible.
func bar(in words.Language, all []outcome) []piece {
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
		p := piece{outcome: o, Share: share(in, o.Rows, total), Width: max(least, 100*float64(o.Rows)/float64(total))}
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
func show(in words.Language, value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.Format(time.DateTime)
	case int:
		return in.Number(v)
	default:
		return plain(v)
	}
}
