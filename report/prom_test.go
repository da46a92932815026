package report

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestProm(t *testing.T) {
	r := everyStatus()
	r.Job.StopCode, r.Job.StopText = "", ""
	var samples []string
	for line := range strings.Lines(readText(t, write(t, "r.prom", r))) {
		if !strings.HasPrefix(line, "#") {
			samples = append(samples, strings.TrimSpace(line))
		}
	}
	want := []string{
		`contactcast_rows{job_name="spring",status="accepted"} 2`,
		`contactcast_rows{job_name="spring",status="pending"} 1`,
		`contactcast_rows{job_name="spring",status="unknown"} 1`,
		`contactcast_rows{job_name="spring",status="rejected"} 1`,
		`contactcast_rows{job_name="spring",status="invalid"} 1`,
		`contactcast_rows{job_name="spring",status="skipped"} 1`,
		`contactcast_last_run_start_timestamp_seconds{job_name="spring"} 1772452800`,
		`contactcast_last_accepted_timestamp_seconds{job_name="spring"} 1772452862`,
		`contactcast_last_success_timestamp_seconds{job_name="spring"} 1772452920`,
		`contactcast_last_run_duration_seconds{job_name="spring"} 120`,
		`contactcast_last_run_messages_per_second{job_name="spring"} 0.016666666666666666`,
		`contactcast_queue_messages{job_name="spring"} 4`,
	}
	if diff := cmp.Diff(want, samples); diff != "" {
		t.Error(diff)
	}
}

// TestLastSuccessOutlivesTrouble: an alert on its age must not lose its metric.
func TestLastSuccessOutlivesTrouble(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.prom")
	success := func(r Result) string {
		t.Helper()
		if _, err := Write(t.Context(), path, r); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(readText(t, path), "gauge\n"+lastSuccess)
		sample, _, _ := strings.Cut(rest, "\n")
		return sample
	}
	stopped, good := everyStatus(), everyStatus()
	good.Job.StopCode = ""
	stopped.Job.EndedAt = noon.Add(time.Hour)
	const want = `{job_name="spring"} 1772452920`
	if got := success(stopped); got != "" {
		t.Errorf("no run has succeeded, but the file says %s", got)
	}
	for _, r := range []Result{good, stopped, stopped} {
		if got := success(r); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
	stopped.LastSuccess = noon
	if got := success(stopped); got != `{job_name="spring"} 1772452800` {
		t.Errorf("%s, but the caller knows better", got)
	}
}
