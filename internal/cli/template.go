package cli

import (
	"contactcast/internal/job"
)

type templateCmd struct {
	File string `arg:"" placeholder:"FILE" help:"The spreadsheet to write: .xlsx or .csv."`
}

// Run is `contactcast template`.
func (c *templateCmd) Run(a *app) error {
	if err := job.Template(c.File, a.language()); err != nil {
		return err
	}
	a.print("template/written", "file", c.File, "command", a.typed.to("check", c.File))
	return nil
}
