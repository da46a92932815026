package cli

import (
	"bytes"
	"contactcast/internal/job"
	"fmt"
	"testing"
)

func TestFit(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  string
	}{
		{"waiting", 10, "waiting   "},
		{"waiting", 7, "waiting"},
		{"ждём сеть", 8, "ждём ..."},
		{"waiting", 3, "..."},
		{"waiting", 0, "..."},
	}
	for _, test := range tests {
		if got := fit(test.text, test.width); got != test.want {
			t.Errorf("fit(%q, %d) = %q, want %q", test.text, test.width, got, test.want)
		}
	}
}

// Under cron, another run and a limit of one's own are as it should be.
func TestQuietAboutWhatIsAsItShouldBe(t *testing.T) {
	locked := fmt.Errorf("send: %w", &job.BusyError{Path: "x.db"})
	paused := &job.Stop{Code: "limit", Text: "enough for today"}
	stopped := &job.Stop{Code: "quota", Text: "the plan's quota is used up"}
	tests := []struct {
		err    error
		quiet  bool
		code   int
		silent bool
	}{
		{locked, true, exitLocked, true},
		{locked, false, exitLocked, false},
		{paused, true, exitPaused, true},
		{stopped, true, exitStopped, false},
		{&usageError{"--limit: want a positive number"}, true, exitStart, false},
	}
	for _, test := range tests {
		var out bytes.Buffer
		a := &app{out: &out, err: &out, quiet: test.quiet, json: true}
		if code := a.fail(test.err); code != test.code || (out.Len() == 0) != test.silent {
			t.Errorf("%v, quiet %v: exit code %d, said %q", test.err, test.quiet, code, &out)
		}
	}
}
