package cli

import (
	"fmt"

	"contactcast/importer"
)

type templateCmd struct {
	File string `arg:"" placeholder:"FILE" help:"The spreadsheet to write: .xlsx or .csv."`
}

// Run is `contactcast template`.
func (c *templateCmd) Run(a *app) error {
	if err := importer.WriteTemplate(c.File); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote %s: fill it in, then look at it with: contactcast check %s\n", shown(c.File), quoted(fileArg(c.File)))
	return nil
}
