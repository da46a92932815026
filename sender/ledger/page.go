package ledger

import (
	"context"
	"strings"
)

// RowNumbers returns the numbers of the rows of the job's file, in order; of the given statuses
// only, if any are given.
func (l *Ledger) RowNumbers(ctx context.Context, job Job, only ...Status) ([]int, error) {
	return collect(ctx, l.read, `SELECT row FROM told WHERE plan = (SELECT plan FROM jobs WHERE id = ?1)`+having(only)+` ORDER BY row`,
		func(n *int) []any { return []any{(*number)(n)} }, job.ID)
}

// LinesAt returns the rows of these numbers, in the order of the file; one that is not there is left out.
func (l *Ledger) LinesAt(ctx context.Context, job Job, rows []int) ([]Line, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	args := []any{job.ID}
	for _, row := range rows {
		args = append(args, row)
	}
	var lines []Line
	query := `SELECT ` + lineColumns + ` FROM told AS told WHERE plan = (SELECT plan FROM jobs WHERE id = ?1) AND row IN (?` + strings.Repeat(`, ?`, len(rows)-1) + `) ORDER BY row`
	for r, err := range each(ctx, l.read, query, (*lineRow).fields, args...) {
		if err != nil {
			return nil, err
		}
		line, err := r.line(job)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}
