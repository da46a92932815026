package cli

import (
	"bytes"
	"fmt"
	"testing"

	"contactcast/internal/job"
	"contactcast/internal/words"
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

// Under cron, another run and a limit of one's own are as it should be; a program that reads what is said is told all the same.
func TestQuietAboutWhatIsAsItShouldBe(t *testing.T) {
	locked := fmt.Errorf("send: %w", &job.BusyError{Account: "1101"})
	paused := &job.Stop{Reason: words.New("limit", "n", 10)}
	stopped := &job.Stop{Reason: words.New("quota", "answer", "466")}
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
		{misused("cli/limits"), true, exitStart, false},
	}
	for _, test := range tests {
		for _, asJSON := range []bool{false, true} {
			var out, log bytes.Buffer
			a := &app{out: &out, err: &log, quiet: test.quiet, json: asJSON}
			if code := a.fail(test.err); code != test.code || (log.Len() == 0) != test.silent || (out.Len() > 0) != asJSON {
				t.Errorf("%v, quiet %v, JSON %v: exit code %d, said %q and %q", test.err, test.quiet, asJSON, code, &out, &log)
			}
		}
	}
}
