package report

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contactcast/internal/layout"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// inBerlin makes this the machine's zone for one test.
func inBerlin(t *testing.T) {
	t.Helper()
	zone := time.Local
	time.Local = time.FixedZone("CET", 3600)
	t.Cleanup(func() { time.Local = zone })
}

func TestTimesAreLocal(t *testing.T) {
	inBerlin(t)
	l := ledger.Line{Row: 2, Status: ledger.Accepted, AcceptedAt: noon.Add(700 * time.Millisecond), Source: []string{"x"}}
	r := Result{Job: ledger.Job{Header: []string{"a"}, PlannedAt: noon}, Counts: ledger.Counts{ledger.Accepted: 1}, Lines: each([]ledger.Line{l})}
	const acceptedAt, want = 6, "2026-03-02T13:00:00+01:00"
	if layout.Columns(nil, false)[acceptedAt] != "acceptedAt" {
		t.Fatal("the columns have moved")
	}
	for name, records := range map[string][][]string{
		"csv": readCSV(t, write(t, "r.csv", r)), "xlsx": readXLSX(t, write(t, "r.xlsx", r)), "jsonl": readJSONL(t, write(t, "r.jsonl", r), r.columns()),
	} {
		if got := records[1][acceptedAt]; got != want {
			t.Errorf("%s says %s, not %s", name, got, want)
		}
	}
	if got, want := zone(r.Job), "CET (UTC+01:00)"; got != want {
		t.Errorf("the zone is %s, not %s", got, want)
	}
}

func TestFacts(t *testing.T) {
	inBerlin(t)
	r := everyStatus()
	s, err := look(t.Context(), r, func(ledger.Line) {})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range facts(r, s) {
		got[f.Name] = show(words.English(), f.Value)
	}
	want := map[string]string{
		"File": "spring.xlsx", "Sheet": "List",
		"First card accepted": "2026-03-02 13:00:01", "Last card accepted": "2026-03-02 13:01:02",
		"Last run began": "2026-03-02 13:00:00", "Last run ended": "2026-03-02 13:02:00", "It took": "2 min", "Accepted per minute": "1",
		"Waiting in the account's queue then": "4", "Why it stopped": "The hours for sending were over",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFactsOfAPlan(t *testing.T) {
	r := Result{Job: ledger.Job{Name: "plan", File: "/a.csv"}, Counts: ledger.Counts{ledger.Pending: 3}, Lines: each(nil)}
	s, err := look(t.Context(), r, func(ledger.Line) {})
	if err != nil {
		t.Fatal(err)
	}
	want := []fact{{"File", "a.csv"}, {"Shown here", "0 of 3 rows"}}
	if diff := cmp.Diff(want, facts(r, s)); diff != "" {
		t.Error(diff)
	}
}

// TestNoPathInAReport: where a list lay is nobody's business who gets the report, on whatever system that was.
func TestNoPathInAReport(t *testing.T) {
	for path, want := range map[string]string{
		"/home/anna/lists/spring.xlsx": "spring.xlsx", `C:\Users\Anna\spring.xlsx`: "spring.xlsx", `\\server\anna\a b.csv`: "a b.csv", "spring.csv": "spring.csv", "-": "", "": "",
	} {
		if got := fileName(path); got != want {
			t.Errorf("%s is shown as %q", path, got)
		}
	}
}

// TestPaceTellsNothingOfAMoment: eight cards in under a second are not hundreds a minute.
func TestPaceTellsNothingOfAMoment(t *testing.T) {
	for took, want := range map[time.Duration]bool{700 * time.Millisecond: false, 59 * time.Second: false, time.Minute: true, 3 * time.Hour: true} {
		r := Result{Job: ledger.Job{StartedAt: noon, EndedAt: noon.Add(took)}}
		s := &survey{reasons: map[reason]int{}}
		for range 8 {
			s.add(r, ledger.Line{Status: ledger.Accepted, AcceptedAt: noon})
		}
		got := slices.ContainsFunc(facts(r, s), func(f fact) bool { return f.Name == "Accepted per minute" })
		if got != want {
			t.Errorf("a run of %v shows a pace: %v", took, got)
		}
	}
}

// TestPaceIsTheLastRuns: what earlier runs sent does not count, and a run that was killed ends with its last message.
func TestPaceIsTheLastRuns(t *testing.T) {
	job := ledger.Job{StartedAt: noon}
	s := &survey{reasons: map[reason]int{}}
	for _, minutes := range []int{-60, -59, 0, 1, 2, 4} {
		s.add(Result{Job: job}, ledger.Line{Status: ledger.Accepted, AcceptedAt: noon.Add(time.Duration(minutes) * time.Minute)})
	}
	if got := s.perMinute(job); got != 1 {
		t.Errorf("%v per minute", got)
	}
	job.EndedAt = noon.Add(8 * time.Minute)
	if got := s.perMinute(job); got != 0.5 {
		t.Errorf("%v per minute", got)
	}
}

func TestReadable(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "less than 1 s", 999 * time.Millisecond: "less than 1 s", 59 * time.Second: "59 s", 60 * time.Second: "1 min",
		61 * time.Second: "1 min 1 s", time.Hour + 59*time.Second: "1 h", 27*time.Hour + time.Minute: "1 d 3 h",
	} {
		if got := readable(words.English(), d); got != want {
			t.Errorf("%v is %q, not %q", d, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 29997: "29,997", 1234567: "1,234,567"} {
		if got := words.English().Number(n); got != want {
			t.Errorf("%d is %q, not %q", n, got, want)
		}
	}
}
