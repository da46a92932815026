package cli

import (
	"testing"
)

type resumed struct{ Name, File, Command string }

// What goes on with a job is known even where its command could not be kept, and works from wherever it is read.
func TestResume(t *testing.T) {
	here := fromHere("")
	for _, c := range []struct {
		job  resumed
		want string
	}{
		{resumed{Name: "list", File: "/lists/list.csv"}, "contactcast send /lists/list.csv --sandbox"},
		{resumed{Name: "list", File: "/lists/list-report.xlsx"}, "contactcast send /lists/list-report.xlsx --sandbox"},
		{resumed{Name: "may", File: "/my lists/list.csv"}, "contactcast send " + quoted("/my lists/list.csv") + " --sandbox --job may"},
		{resumed{Name: "may", File: "-"}, "contactcast send - --sandbox --job may"},
		{resumed{Name: "may", Command: here + "contactcast send list.csv"}, "contactcast send list.csv"},
		{resumed{Name: "may", Command: "cd /elsewhere && contactcast send list.csv"}, "cd /elsewhere && contactcast send list.csv"},
		{resumed{Name: "may", Command: "contactcast send list.csv"}, "contactcast send list.csv"}, // of an earlier version
	} {
		a := &app{typed: parsed(t, "status", "--sandbox")}
		if got := a.resume(c.job.Name, c.job.File, c.job.Command); got != c.want {
			t.Errorf("%+v: %q, want %q", c.job, got, c.want)
		}
	}
}
