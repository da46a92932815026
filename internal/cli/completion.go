package cli

import (
	"context"
	"os"
	"slices"
	"time"

	"github.com/posener/complete"

	"contactcast/internal/job"
)

// jobsToComplete are the names of the jobs in the state folder's ledgers, for the Tab key. One
// that a shell would take apart is left out; what cannot be read, in a second, has none.
func jobsToComplete(complete.Args) []string {
	ctx, stop := context.WithTimeout(context.Background(), time.Second)
	defer stop()
	names := slices.DeleteFunc(job.Jobs(ctx, os.Getenv("CONTACTCAST_STATE")), func(name string) bool { return quoted(name) != name })
	slices.Sort(names)
	return slices.Compact(names)
}

// statusesToComplete are the statuses of rows.
func statusesToComplete(complete.Args) []string { return statusNames() }
