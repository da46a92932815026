package report

import (
	"strings"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// fact is one line of what a person wants to know about a job. Its value is a
// text, a number or a local time.
type fact struct {
	Name  string
	Value any
}

// facts returns what is known of the job and of its last run, and leaves out what is not.
func facts(r Result, s *survey) []fact {
	var all []fact
	in := r.language()
	add := func(name words.Code, value any) {
		all = append(all, fact{in.Text(name), value})
	}
	if name := fileName(r.Job.File); name != "" {
		add("fact/file", name)
	}
	if r.Job.Sheet != "" {
		add("fact/sheet", r.Job.Sheet)
	}
	if s.rows != r.Counts.Total() {
		add("fact/shown", in.Text("fact/shown-of", "n", s.rows, "total", r.Counts.Total()))
	}
	if !s.accepted.first.IsZero() {
		add("fact/first", local(s.accepted.first))
		add("fact/last", local(s.accepted.last))
	}
	return append(all, runFacts(r, s)...)
}

// runFacts are those of the last run.
func runFacts(r Result, s *survey) []fact {
	if r.Job.StartedAt.IsZero() {
		return nil
	}
	in := r.language()
	all := []fact{{in.Text("fact/began"), local(r.Job.StartedAt)}, {in.Text("fact/ended"), ended(in, r.Job)}}
	if d := s.duration(r.Job); d > 0 {
		all = append(all, fact{in.Text("fact/took"), readable(in, d)})
		if perMinute := s.perMinute(r.Job); perMinute > 0 && d >= telling {
			all = append(all, fact{in.Text("fact/per-minute"), pace(perMinute)})
		}
	}
	if r.QueueDepth != nil {
		all = append(all, fact{in.Text("fact/queued"), *r.QueueDepth})
	}
	if r.Job.StopCode != "" {
		all = append(all, fact{in.Text("fact/stopped"), in.Heading(words.Reason{Status: words.Pending, Code: r.Job.StopCode})})
	}
	return all
}

// telling is how long something must last for its pace or its course to tell anything.
const telling = time.Minute

// fileName is the list's name without the folders it lay in, which are nobody else's
// business; "" if it was not a file. The ledger may come from another system.
func fileName(path string) string {
	if path == "-" {
		return ""
	}
	return path[strings.LastIndexAny(path, `/\`)+1:]
}

// ended is a local time, or what can be said in its place.
func ended(in words.Language, job ledger.Job) any {
	if job.EndedAt.IsZero() {
		return in.Text("fact/not-ended")
	}
	return local(job.EndedAt)
}

func local(t time.Time) time.Time {
	return t.Local().Truncate(time.Second)
}

// pace rounds to what a person cares about: 0.3, 2.5, 118.
func pace(perMinute float64) float64 {
	scale := 10.0
	if perMinute >= 10 {
		scale = 1
	}
	return float64(int64(perMinute*scale+0.5)) / scale
}

// readable is a duration in at most two units: "2 d 3 h", "4 min 10 s".
func readable(in words.Language, d time.Duration) string {
	units := []struct {
		name words.Code
		unit time.Duration
	}{{"span/d", 24 * time.Hour}, {"span/h", time.Hour}, {"span/min", time.Minute}, {"span/s", time.Second}}
	for i, u := range units {
		n := d / u.unit
		if n == 0 {
			continue
		}
		text := words.New(u.name, "n", int64(n))
		if i+1 < len(units) {
			if rest := d % u.unit / units[i+1].unit; rest > 0 {
				text = words.New("span/both", "one", text, "other", words.New(units[i+1].name, "n", int64(rest)))
			}
		}
		return in.Sentence(text)
	}
	return in.Text("span/none")
}
