package report

import (
	"context"
	_ "embed"
	"fmt"
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
	Total     int
	Statuses  []statusCount
	Facts     []fact
	Chart     *chart
	Groups    []group
	Others    []tally
	Delivery  []fact
}

// statusCount is a status with its piece of the bar, in percent.
type statusCount struct {
	Status ledger.Status
	statusStyle
	Rows     int
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
		Job: r.Job.Name, Zone: zone(r.Job), Total: r.Counts.Total(), Statuses: bar(r.Counts),
		Facts: facts(r, s), Chart: newChart(s.accepted.points()), Delivery: deliveries(s),
	}
	p.Groups, p.Others = people.groups(s)
	t, err := template.New("page").Funcs(template.FuncMap{
		"thousands": thousands, "show": show, "short": short,
		"remedy": func(s ledger.Status, code string) string { return reason{s, code}.remedy(r.Job.Name) },
		"rest": func(s ledger.Status) string {
			name := r.Job.Name
			return fmt.Sprintf("contactcast report %s --only %s -o %s", shellWord(name), s, shellWord(fmt.Sprintf("%s-%s.xlsx", name, s)))
		},
	}).Parse(pageSource)
	if err != nil {
		return err
	}
	text := transform.NewWriter(w, runes.Map(printable))
	if err := t.Execute(text, p); err != nil {
		return err
	}
	return text.Close()
}

// bar lays the statuses side by side. A status with few rows stays visible.
func bar(counts ledger.Counts) []statusCount {
	const least = 0.8
	var all []statusCount
	sum := 0.0
	for _, s := range ledger.Statuses() {
		c := statusCount{Status: s, statusStyle: styleOf(s), Rows: counts[s]}
		if c.Rows > 0 {
			c.Width = max(least, 100*float64(c.Rows)/float64(counts.Total()))
		}
		sum += c.Width
		all = append(all, c)
	}
	x := 0.0
	for i := range all {
		all[i].X, all[i].Width = x, 100*all[i].Width/max(sum, 1)
		x += all[i].Width
	}
	return all
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
