package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestProm(t *testing.T) {
	r := everyStatus()
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
		`contactcast_last_success_timestamp_seconds{job_name="spring"} 1772449200`,
		`contactcast_last_run_duration_seconds{job_name="spring"} 120`,
		`contactcast_last_run_messages_per_second{job_name="spring"} 0.016666666666666666`,
		`contactcast_queue_messages{job_name="spring"} 4`,
	}
	if diff := cmp.Diff(want, samples); diff != "" {
		t.Error(diff)
	}
}

// TestLastSuccessIsTheLedgers: what a file in the report's place says does not count, and
// what never happened has no time.
func TestLastSuccessIsTheLedgers(t *testing.T) {
	r := everyStatus()
	r.LastSuccess = time.Time{}
	path := filepath.Join(t.TempDir(), "r.prom")
	const name = "contactcast_last_success_timestamp_seconds"
	if err := os.WriteFile(path, []byte(name+`{job_name="spring"} 1`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), path, r); err != nil {
		t.Fatal(err)
	}
	if text := readText(t, path); strings.Contains(text, name) {
		t.Errorf("no run has succeeded, but the file says %s", text)
	}
}
