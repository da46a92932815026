package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/posener/complete"

	"contactcast/sender/ledger"
)

// jobsToComplete are the names of the jobs in the state folder's ledgers, for the Tab key. One
// that a shell would take apart is left out; what cannot be read, in a second, has none.
func jobsToComplete(complete.Args) []string {
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	paths, _ := filepath.Glob(filepath.Join((&accountFlags{State: os.Getenv("CONTACTCAST_STATE")}).stateDir(), "*.db")) // the pattern is ours
	var names []string
	for _, path := range paths {
		l, err := ledger.OpenReadOnly(ctx, path)
		if err != nil {
			continue
		}
		jobs, _ := l.Jobs(ctx)
		l.Close()
		for _, job := range jobs {
			if quoted(job.Name) == job.Name {
				names = append(names, job.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// statusesToComplete are the statuses of rows.
func statusesToComplete(complete.Args) []string {
	var names []string
	for _, s := range ledger.Statuses() {
		names = append(names, string(s))
	}
	return names
}
