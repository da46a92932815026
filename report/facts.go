package report

import (
	"fmt"
	"strings"
	"time"

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
	add := func(name string, value any) {
		all = append(all, fact{name, value})
	}
	if name := fileName(r.Job.File); name != "" {
		add("File", name)
	}
	if r.Job.Sheet != "" {
		add("Sheet", r.Job.Sheet)
	}
	if s.rows != r.Counts.Total() {
		add("Shown here", fmt.Sprintf("%s of %s", thousands(s.rows), counted(r.Counts.Total(), "row")))
	}
	if !s.accepted.first.IsZero() {
		add("First card accepted", local(s.accepted.first))
		add("Last card accepted", local(s.accepted.last))
	}
	return append(all, runFacts(r, s)...)
}

// runFacts are those of the last run.
func runFacts(r Result, s *survey) []fact {
	if r.Job.StartedAt.IsZero() {
		return nil
	}
	all := []fact{{"Last run began", local(r.Job.StartedAt)}, {"Last run ended", ended(r.Job)}}
	if d := s.duration(r.Job); d > 0 {
		all = append(all, fact{"It took", readable(d)})
		if perMinute := s.perMinute(r.Job); perMinute > 0 && d >= telling {
			all = append(all, fact{"Accepted per minute", pace(perMinute)})
		}
	}
	if r.QueueDepth != nil {
		all = append(all, fact{"Waiting in the account's queue then", *r.QueueDepth})
	}
	if r.Job.StopCode != "" {
		stop := wording(phrases()).of(reason{Status: ledger.Pending, Code: r.Job.StopCode})
		all = append(all, fact{"Why it stopped", stop.Heading})
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
func ended(job ledger.Job) any {
	if job.EndedAt.IsZero() {
		return "not ended"
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
func readable(d time.Duration) string {
	units := []struct {
		name string
		unit time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}}
	for i, u := range units {
		n := d / u.unit
		if n == 0 {
			continue
		}
		text := fmt.Sprintf("%d %s", n, u.name)
		if i+1 < len(units) {
			if rest := d % u.unit / units[i+1].unit; rest > 0 {
				text += fmt.Sprintf(" %d %s", rest, units[i+1].name)
			}
		}
		return text
	}
	return "less than 1 s"
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, groups...), ",")
}
