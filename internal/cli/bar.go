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
		case a.terminal && !a.json && a.columns() >= barColumns:
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

// barColumns is what the bar needs at least; in fewer every redraw would begin a new line.
const barColumns = 70

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

// bar draws ten times a second, whatever the pace.
func (p *progress) bar() {
	bar := progressbar.NewOptions(p.total, progressbar.OptionSetWriter(p.app.err), progressbar.OptionShowCount(),
		progressbar.OptionShowIts(), progressbar.OptionSetItsString("rows"), progressbar.OptionFullWidth(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(0), progressbar.OptionUseANSICodes(false),
		progressbar.OptionSetDescription(p.doing))
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for drawn, ended := p.total > 0, false; ; {
		s := p.now.Load()
		if s.Waiting.Code == "" || ended {
			_ = bar.Set(min(s.Passed(), p.total)) // it refuses a total of 0, where doubt is all there is to wait for
		} else {
			drawn = true
			fmt.Fprintf(p.app.err, "\r%s", fit(fmt.Sprintf("%d/%d, waiting for %s", s.Passed(), p.total, p.app.sentence(s.Waiting)), p.app.columns()-1))
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

// fit cuts a text to a width, or fills it up with spaces.
func fit(text string, width int) string {
	r := []rune(text)
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
		text := fmt.Sprintf("%d of %d rows, %.1f/s, about %s left", s.Passed(), p.total, float64(s.Passed())/elapsed.Seconds(), left)
		if s.Waiting.Code != "" {
			text = fmt.Sprintf("%d of %d rows; waiting for %s", s.Passed(), p.total, p.app.sentence(s.Waiting))
		}
		p.app.log("%s", text)
	}
}
