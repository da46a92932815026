package cli

import (
	"fmt"

	"contactcast/internal/job"
)

type templateCmd struct {
	File string `arg:"" placeholder:"FILE" help:"The spreadsheet to write: .xlsx or .csv."`
}

// Run is `contactcast template`.
func (c *templateCmd) Run(a *app) error {
	if err := job.Template(c.File); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote %s: fill it in, then look at it with: %s\n", shown(c.File), a.typed.to("check", c.File))
	return nil
}
