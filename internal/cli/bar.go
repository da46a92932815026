package cli

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"contactcast/internal/job"
)

// progress shows where a run stands: a bar on a terminal, else a line every so often.
type progress struct {
	app   *app
	doing string
	total int
	now   atomic.Pointer[job.RowProgress]
	end   chan struct{}
	ended chan struct{}
}

// progress begins to show what is being done; stop ends it.
func (a *app) progress(doing string, total int) *progress {
	p := &progress{app: a, doing: doing, total: total, end: make(chan struct{}), ended: make(chan struct{})}
	p.now.Store(&job.RowProgress{})
	go func() {
		defer close(p.ended)
		switch {
		case a.quiet:
			<-p.end
		case a.terminal && !a.json && a.columns() > 0:
			p.bar()
		default:
			p.lines()
		}
	}()
	return p
}

func (p *progress) show(s job.RowProgress) { p.now.Store(&s) }

func (p *progress) stop() {
	close(p.end)
	<-p.ended
}

// Columns that a bar needs at least, with all it can say, with the count and the time left, and with the count alone. In
// fewer than it needs every redraw would begin a new line.
const (
	fullColumns = 70
	timeColumns = 58
	barColumns  = 36
)

// columns is how wide the terminal is; 0 if it can only write lines.
func (a *app) columns() int {
	f, ok := a.err.(*os.File)
	if !ok || a.getenv("TERM") == "dumb" {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

// newBar is a bar that fits into a terminal of that width.
func (p *progress) newBar(columns int) *progressbar.ProgressBar {
	return progressbar.NewOptions(p.total, progressbar.OptionSetWriter(p.app.err), progressbar.OptionShowCount(),
		progressbar.OptionFullWidth(), progressbar.OptionThrottle(0), progressbar.OptionUseANSICodes(false),
		progressbar.OptionSetDescription(p.doing), progressbar.OptionSetItsString(p.app.text("progress/rows")),
		func(b *progressbar.ProgressBar) {
			if columns >= fullColumns {
				progressbar.OptionShowIts()(b)
			}
			progressbar.OptionSetPredictTime(columns >= timeColumns)(b)
			progressbar.OptionSetElapsedTime(columns >= timeColumns)(b)
		})
}

// bar draws ten times a second, whatever the pace.
func (p *progress) bar() {
	columns := p.app.columns()
	bar := p.newBar(columns)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for drawn, ended := p.total > 0, false; ; {
		s := p.now.Load()
		if now := p.app.columns(); now != columns { // somebody made the window wider, or narrower
			columns, bar = now, p.newBar(now)
		}
		switch {
		case s.Waiting.Code != "" && !ended:
			drawn = true
			p.line(p.app.text("progress/bar", "n", s.Passed(), "total", p.total, "what", p.waits(s)), columns)
		case columns < barColumns:
			p.line(fmt.Sprintf("%d/%d", s.Passed(), p.total), columns)
		default:
			bar.Describe(p.describe(s, columns))
			_ = bar.Set(min(s.Passed(), p.total)) // it refuses a total of 0, where doubt is all there is to wait for
		}
		if ended && drawn {
			fmt.Fprintln(p.app.err)
		}
		if ended {
			return
		}
		select {
		case <-tick.C:
		case <-p.end:
			ended = true
		}
	}
}

// line draws a line in place of the one that stands there.
func (p *progress) line(text string, columns int) {
	fmt.Fprintf(p.app.err, "\r%s", fit(text, columns-1))
}

// fit cuts a text to a width, or fills it up with spaces.
func fit(text string, width int) string {
	r := []rune(text)
	width = max(0, width)
	if len(r) > width {
		return string(r[:max(0, width-3)]) + "..."
	}
	return text + strings.Repeat(" ", width-len(r))
}

// lines writes after ten seconds, then after a minute, then every minute.
func (p *progress) lines() {
	started := time.Now()
	for next := 10 * time.Second; ; next = max(time.Minute, next+time.Minute) {
		t := time.NewTimer(time.Until(started.Add(next)))
		select {
		case <-t.C:
		case <-p.end:
			t.Stop()
			return
		}
		s, elapsed := p.now.Load(), time.Since(started)
		left := "?"
		if s.Passed() > 0 {
			left = time.Duration(float64(elapsed) / float64(s.Passed()) * float64(p.total-s.Passed())).Round(time.Second).String()
		}
		rate := fmt.Sprintf("%.1f", float64(s.Passed())/elapsed.Seconds())
		switch {
		case s.Waiting.Code != "":
			p.app.say("progress/wait", "n", s.Passed(), "total", p.total, "what", p.waits(s))
		case len(s.Waits) > 0:
			p.app.say("progress/also", "n", s.Passed(), "total", p.total, "rate", rate, "left", left, "what", p.waits(s))
		default:
			p.app.say("progress/line", "n", s.Passed(), "total", p.total, "rate", rate, "left", left)
		}
	}
}

// waits is what is waited for, by account where there are several.
func (p *progress) waits(s *job.RowProgress) string {
	if len(s.Waits) == 0 {
		return p.app.sentence(s.Waiting)
	}
	var all []string
	for _, w := range s.Waits[:min(len(s.Waits), mostNamed)] {
		all = append(all, p.app.text("wait/account", "account", w.Name, "what", w.Reason))
	}
	if n := len(s.Waits) - len(all); n > 0 {
		all = append(all, p.app.text("wait/others", "n", n))
	}
	return strings.Join(all, "; ")
}

// describe is what is being done, and which accounts wait meanwhile, where the bar has room for that.
func (p *progress) describe(s *job.RowProgress, columns int) string {
	if len(s.Waits) == 0 {
		return p.doing
	}
	var names []string
	for _, w := range s.Waits {
		names = append(names, w.Name)
	}
	text := p.app.text("progress/some", "doing", p.doing, "names", listed(names))
	if len(text) > columns-fullColumns+len(p.doing) {
		return p.doing
	}
	return text
}
