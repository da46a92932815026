package settle

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"contactcast/sender/greenapi"
)

// clockSet is a server's clock that is set once.
type clockSet struct {
	at time.Time
	by time.Duration
}

// wrongClocks are what may be wrong with what the engine knows of times.
type wrongClocks struct {
	earlier   int           // the first attempts are of an earlier run, of whose clock this is known:
	early, by time.Duration // they started at most so much earlier or later than they did
	end       time.Duration // and ended at most so much later
	seen      time.Time     // when an answer showed that the server's clock was set
	sleep     [2]time.Time  // the machine stands still
	noticed   bool
}

var drawnClock = rapid.SampledFrom([]time.Duration{0, 0, 8 * time.Second, 2 * time.Minute, 12 * time.Minute, 3 * time.Hour})

// drawClocks lets an earlier run's clock be wrong, the server's be set, forwards or backwards, and the machine sleep.
func (w *world) drawClocks(t *rapid.T) {
	w.earlier = rapid.IntRange(0, len(w.attempts)).Draw(t, "of an earlier run")
	w.early, w.by = drawnClock.Draw(t, "earlier by"), drawnClock.Draw(t, "later by")
	w.end = drawDuration(t, 0, 10*time.Minute, "ended later by")
	if by := drawnClock.Draw(t, "set by"); by > 0 {
		w.set = clockSet{at: t0.Add(drawDuration(t, 0, 15*time.Minute, "set at")), by: by}
		if rapid.Bool().Draw(t, "set back") {
			w.set.by = -by
		}
		w.seen = w.set.at.Add(drawDuration(t, 0, 30*time.Second, "seen after"))
	}
	if rapid.Bool().Draw(t, "sleeps") {
		from := t0.Add(drawDuration(t, 0, 20*time.Minute, "sleeps from"))
		w.sleep = [2]time.Time{from, from.Add(drawDuration(t, time.Minute, 9*time.Hour, "sleeps for"))}
	}
}

// awake is when what was to happen at t happens.
func (w *world) awake(t time.Time) time.Time {
	if !t.Before(w.sleep[0]) && t.Before(w.sleep[1]) {
		return w.sleep[1]
	}
	return t
}

// told is what the engine knows of when an attempt was made.
func (w *world) told(a attempt) Span {
	s := Span{Start: a.Start, StartBy: a.Start, End: w.awake(a.End)}
	if int(a.Message) <= w.earlier {
		s = Span{Start: s.Start.Add(-w.early), StartBy: s.StartBy.Add(w.by), End: s.End.Add(w.end)}
	}
	if w.noticed && a.Start.Before(w.seen) {
		s = w.moved(s)
	}
	return s
}

// moved puts a span on the server's clock as it is since it was set, which the engine does; the model's times are of a
// clock of its own.
func (w *world) moved(s Span) Span {
	by := w.set.by
	s = s.Moved(greenapi.ClockSet{Times: 1, By: by, Least: min(by, 0), Most: max(by, 0)})
	return Span{Start: s.Start.Add(-by), StartBy: s.StartBy.Add(-by), End: s.End.Add(-by)}
}

// inDoubt is what is told of an attempt without an answer: until the server's clock, set back, is past where it was, what
// it dated before may look later.
func (w *world) inDoubt(a attempt) Doubt {
	s := w.told(a)
	if w.noticed && w.set.by < 0 {
		s.StartBy = max2(s.StartBy, w.seen.Add(2*clockSlack-w.set.by))
	}
	return a.toldAs(s)
}

func (a attempt) toldAs(s Span) Doubt {
	d := a.Doubt
	d.Start, d.StartBy, d.End = s.Start, s.StartBy, s.End
	return d
}

// notice does what the engine does when an answer shows that the server's clock was set.
func (w *world) notice(e *Evidence, now time.Time) {
	read := slices.ContainsFunc(e.Views, func(v View) bool { return !v.ReadAt.Before(w.set.at) }) // which shows it, too
	if w.noticed || w.set.at.IsZero() || now.Before(w.seen) && !read {
		return
	}
	w.noticed, w.seen, e.Views = true, now, nil
	for i, d := range e.Doubts {
		e.Doubts[i] = attempt{Doubt: d}.toldAs(w.moved(Span{Start: d.Start, StartBy: d.startBy(), End: d.End}))
	}
}

// Whatever is wrong with clocks, nothing that was accepted is called absent, no id is given to another's message, and
// every doubt ends.
func TestWrongClocks(t *testing.T) {
	for name, k := range map[string]quirks{"late by half": lateByHalf, "no queue": noQueue, "queue ahead": queueAhead} {
		k.clocks = true
		t.Run(name, func(t *testing.T) {
			check(t, func(t *rapid.T) {
				w := draw(t, k)
				closed := w.run(t)
				last := slices.MaxFunc(w.attempts, func(a, b attempt) int { return a.End.Compare(b.End) }).End
				for _, c := range closed {
					a := w.attempts[c.Message-1]
					switch m := w.message(a.id); {
					case c.Kind == Absent && m != nil:
						t.Fatalf("at %v message %d is called absent (%s); accepted %v, left the queue %v, in the journal %v; %+v",
							c.at, c.Message, c.Why, m.accepted, m.left, m.visible, c.doubt)
					case c.Kind == Found:
						c.doubt.Start = a.Start
						checkFound(t, w, c)
					case c.Kind != Absent && c.Kind != Undecidable:
						t.Fatalf("message %d does not end: %+v", c.Message, c.Verdict)
					}
					from := max2(max2(Evidence{}.from(c.doubt), last), w.sleep[1])
					if took := c.at.Sub(from); took > 9*settleAfter {
						t.Fatalf("message %d was given up %v after its wait began: %+v", c.Message, took, c.Verdict)
					}
				}
			})
		})
	}
}
