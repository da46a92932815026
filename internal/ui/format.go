package ui

import (
	"fmt"
	"net/url"
	"time"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// clock is a time as people read it: without the day if that is today.
func clock(t time.Time) string {
	t = t.Local()
	switch {
	case t.IsZero():
		return ""
	case t.Format(time.DateOnly) == time.Now().Format(time.DateOnly):
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// duration is a time as people read it, without what is too small to matter.
func duration(d time.Duration) string {
	switch {
	case d >= time.Hour:
		d = d.Round(time.Minute)
		return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
	case d >= time.Minute:
		d = d.Round(time.Second)
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	case d >= 10*time.Second:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	}
	return fmt.Sprintf("%.3g s", d.Seconds())
}

// bar is a status' part of a meter.
type bar struct {
	Status      words.Status
	From, Count int
}

// meter is a list's rows by status, one bar behind the other.
type meter struct {
	Total int
	Bars  []bar
}

func barsOf(c job.Counts) (m *meter) {
	m = &meter{}
	for _, status := range words.Statuses() {
		if n := c[status]; n > 0 {
			m.Bars = append(m.Bars, bar{status, m.Total, n})
			m.Total += n
		}
	}
	if m.Total == 0 {
		return nil
	}
	return m
}

// delimiter is a choice of what separates the columns of a text.
type delimiter struct{ Value, Name string }

var delimiters = []delimiter{{",", "page/comma"}, {";", "page/semicolon"}, {"tab", "page/tab"}, {"|", "page/bar"}}

// sign is a delimiter as it can be shown.
func sign(r rune) string {
	if r == '\t' {
		return "⇥"
	}
	return string(r)
}

// pager is the links from one page to the next; Query is what else the address says.
type pager struct {
	Pages      pages
	Prev, Next int
	Query      string
}

func newPager(p pages, name, value string) pager {
	query := ""
	if value != "" {
		query = "&" + url.Values{name: {value}}.Encode()
	}
	return pager{p, p.Page - 1, p.Page + 1, query}
}
