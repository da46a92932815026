package ui

import (
	"context"

	"contactcast/internal/job"
	"contactcast/internal/words"
)

// table is a page of a list's rows.
type table struct {
	Columns []column
	Rows    []tableRow
	Pages   pages
}

// column is one of the file's own.
type column struct {
	Letter, Header string
	Field          job.Field // what it is read as, or ""
}

// tableRow is a row as the file has it, and what is the matter with it.
type tableRow struct {
	Number int
	Status words.Status
	Says   string
	Cells  []cell
	// Card says that it has one to show.
	Card bool
}

// cell is a text, and whether it is what is wrong.
type cell struct {
	Text string
	Bad  bool
}

// mostColumns is how many columns are shown; a browser is slow with thousands of them.
const mostColumns = 200

// table is the page that is asked for of these rows.
func (s *server) table(ctx context.Context, c *job.Checked, rows []int, page string) (t table, err error) {
	t.Columns = columnsOf(c.Read)
	t.Pages = pageOf(page, len(rows))
	lines, err := c.Lines(ctx, rows[t.Pages.From:t.Pages.To])
	if err != nil {
		return t, err
	}
	for _, line := range lines {
		row := tableRow{Number: line.Row, Status: line.Status, Card: line.Message != nil}
		if line.Reason.Code != "" {
			row.Says = s.sentence(line.Reason)
		}
		for i := range t.Columns {
			var text string
			if i < len(line.Source) {
				text = line.Source[i]
			}
			row.Cells = append(row.Cells, cell{text, line.Status == words.Invalid && line.Column != "" && line.Column == t.Columns[i].Letter})
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// columnsOf are a file's columns, and what they are read as.
func columnsOf(read job.ListRead) (all []column) {
	for i, header := range read.Header[:min(len(read.Header), mostColumns)] {
		c := column{Letter: read.Letter(i), Header: header}
		for _, m := range read.Mapping {
			if m.Letter == c.Letter {
				c.Field = m.Field
			}
		}
		all = append(all, c)
	}
	return all
}
