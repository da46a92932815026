package cli

import (
	"fmt"

	"contactcast/sender/ledger"
)

// alreadyError says which rows another job sent already, and the choices.
func alreadyError(e *ledger.AlreadySentError) string {
	jobs := "job " + quoted(e.Job)
	if e.Jobs > 1 {
		jobs = fmt.Sprintf("%s and %d other %s", jobs, e.Jobs-1, plural(e.Jobs-1, "job", "jobs"))
	}
	rows := e.Rows[:min(len(e.Rows), shownRows)]
	return fmt.Sprintf("%d of %d %s already got this card in %s (%s %s), and nothing was sent. To go on with that job: --job %s. "+
		"To leave them out: --already skip. To send it again: --already send",
		e.Already, e.Total, plural(e.Total, "row", "rows"), jobs, plural(e.Already, "row", "rows"), joinRows(rows, e.Already), quoted(e.Job))
}
