package cli

import (
	"context"
	"slices"
	"strings"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

type reportCmd struct {
	accountFlags
	Job  string   `arg:"" completion-predictor:"job" placeholder:"JOB" help:"The job, as status names it, or the file it was read from."`
	Out  []string `name:"output" short:"o" sep:"none" required:"" placeholder:"FILE" group:"Output:" help:"Report to write: .xlsx, .csv, .jsonl, .html or .prom. Repeatable."`
	Only []string `completion-predictor:"status" placeholder:"STATUS,..." group:"Output:" help:"Only rows of these statuses."`
}

// Run is `contactcast report`. It reads beside a run and takes no lock.
func (c *reportCmd) Run(ctx context.Context, a *app) error {
	only, err := statuses(c.Only)
	if err != nil {
		return err
	}
	from, err := c.from(a)
	if err != nil {
		return err
	}
	r, err := job.Report(ctx, job.ReportOptions{From: from, Job: c.Job, Language: a.words, Files: c.Out, Only: only, Tell: a.tell})
	for _, path := range r.Reports {
		a.print("summary/report", "file", path)
	}
	return err
}

func statuses(names []string) ([]words.Status, error) {
	var only []words.Status
	for _, name := range names {
		s := words.Status(name)
		if !slices.Contains(words.Statuses(), s) {
			return nil, misused("cli/only", "given", name, "statuses", strings.Join(statusNames(), ", "))
		}
		only = append(only, s)
	}
	return only, nil
}

func statusNames() (names []string) {
	for _, s := range words.Statuses() {
		names = append(names, string(s))
	}
	return names
}
