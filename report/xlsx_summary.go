package report

import (
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// summaryWriter fills the summary from top to bottom.
type summaryWriter struct {
	file     *excelize.File
	language words.Language
	styles   sheetStyles
	title    int // styles of its own
	bold     int
	left     int
	wrap     int
	share    int
	row      int
	err      error // the first failure; later steps do nothing
}

// The columns of the summary.
const (
	nameColumn = iota + 1
	rowsColumn
	shareColumn
	statusColumn
	textColumn
)

// writeSummary adds a sheet with what the boss asks for: what arrived, what became of every
// row, what needs a person and why, times and pace, charts.
func writeSummary(f *excelize.File, styles sheetStyles, r Result, s *survey, altered int) error {
	if _, err := f.NewSheet(summarySheet); err != nil {
		return err
	}
	w := &summaryWriter{file: f, styles: styles, language: r.language()}
	w.prepare()
	w.put(w.title, w.text("report/of", "title", r.Job.Name))
	w.row++
	w.figures(r)
	outcomes := w.outcomes(r)
	w.reasons(w.text("report/people"), tallies(w.language, s.reasons, true))
	w.reasons(w.text("report/nobody"), tallies(w.language, s.reasons, false))
	w.facts(r, s, altered)
	w.outcomeChart(outcomes)
	w.progressChart(s)
	return w.err
}

// zone names the offset that all times in the workbook have, as cells have none.
func zone(job ledger.Job) string {
	t := job.StartedAt
	if t.IsZero() {
		t = job.PlannedAt
	}
	return t.Local().Format("MST (UTC-07:00)")
}

func (w *summaryWriter) prepare() {
	left := &excelize.Alignment{Horizontal: "left", Vertical: "top"}
	w.title = w.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16, Family: sheetFont}})
	w.bold = w.style(excelize.Style{Font: &excelize.Font{Bold: true, Family: sheetFont}, Alignment: left, NumFmt: 3})
	w.left = w.style(excelize.Style{Alignment: left, NumFmt: 3}) // "#,##0"
	w.wrap = w.style(excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true}})
	percent := "0.0%"
	w.share = w.style(excelize.Style{CustomNumFmt: &percent, Alignment: left})
	for i, width := range []float64{46, 14, 10, 12, 62, 3} {
		column, _ := excelize.ColumnNumberToName(i + 1)
		w.do(w.file.SetColWidth(summarySheet, column, column, width))
	}
	fit, lines, landscape, paper, tall := true, false, "landscape", a4, 0
	w.do(w.file.SetSheetProps(summarySheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	w.do(w.file.SetPageLayout(summarySheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, FitToHeight: &tall}))
	w.do(w.file.SetPageMargins(summarySheet, margins()))
	w.do(w.file.SetSheetView(summarySheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}))
}

func (w *summaryWriter) text(code words.Code, pairs ...any) string {
	return w.language.Text(code, pairs...)
}

func (w *summaryWriter) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *summaryWriter) style(s excelize.Style) int {
	id, err := w.file.NewStyle(&s)
	w.do(err)
	return id
}

// put writes one row of cells that share a style.
func (w *summaryWriter) put(style int, cells ...any) {
	w.row++
	for i, cell := range cells {
		w.set(i+1, style, cell)
	}
}

// set writes a cell of the current row; times and texts get what they need.
func (w *summaryWriter) set(column, style int, value any) {
	switch v := value.(type) {
	case string:
		value = cellText(w.language, v)
	case time.Time:
		style = w.styles.date
	}
	cell, err := excelize.CoordinatesToCellName(column, w.row)
	w.do(err)
	w.do(w.file.SetCellValue(summarySheet, cell, value))
	if style != 0 {
		w.do(w.file.SetCellStyle(summarySheet, cell, cell, style))
	}
}

// fitRow makes room for so many lines of text.
func (w *summaryWriter) fitRow(lines int) {
	if lines > 1 {
		w.do(w.file.SetRowHeight(summarySheet, w.row, rowHeight(lines)))
	}
}

// heading begins a table.
func (w *summaryWriter) heading(names ...any) {
	w.row++
	w.put(w.styles.header, names...)
}

// figures are the numbers that are looked for first.
func (w *summaryWriter) figures(r Result) {
	for _, f := range figures(r) {
		w.put(w.bold, f.Name, f.Value)
		w.set(shareColumn, w.left, f.Note)
	}
}

// outcomes writes what became of the rows and returns the range of sheet rows they are in.
func (w *summaryWriter) outcomes(r Result) [2]int {
	w.heading(w.text("report/outcomes"), w.text("report/column-rows"), w.text("report/column-share"), w.text("report/column-state"), w.text("report/column-means"))
	first, total := w.row+1, r.Counts.Total()
	for _, o := range outcomes(r) {
		w.put(w.left, o.Name, o.Rows)
		w.set(shareColumn, w.share, float64(o.Rows)/float64(max(total, 1)))
		w.set(statusColumn, w.styles.status[o.Status()], string(o.Status()))
		w.set(textColumn, w.left, o.Meaning)
	}
	last := w.row
	w.put(w.bold, w.text("report/all-rows"), total)
	return [2]int{first, last}
}

// reasons writes how many rows have which heading, and what can be done.
func (w *summaryWriter) reasons(title string, all []tally) {
	if len(all) == 0 {
		return
	}
	w.heading(title, w.text("report/column-rows"), "", w.text("report/column-state"), w.text("report/column-do"))
	for _, t := range all {
		w.put(w.wrap, t.Heading)
		w.set(rowsColumn, w.left, t.Rows)
		w.set(statusColumn, w.styles.status[t.Status], string(t.Status))
		w.set(textColumn, w.wrap, t.Advice)
		w.fitRow(max(wrapped(t.Heading, 45), wrapped(t.Advice, 61)))
	}
}

// facts writes what is known of the file and of the last run.
func (w *summaryWriter) facts(r Result, s *survey, altered int) {
	w.heading(w.text("report/column-about"), "", "", "", "")
	all := append(facts(r, s), fact{w.text("fact/zone"), zone(r.Job)})
	if altered > 0 {
		all = append(all, fact{w.text("fact/altered"), w.text("report/altered", "n", altered)})
	}
	for _, f := range all {
		w.put(w.bold, f.Name)
		w.do(w.file.MergeCell(summarySheet, fmt.Sprintf("B%d", w.row), fmt.Sprintf("E%d", w.row)))
		w.set(rowsColumn, w.wrap, f.Value)
		w.fitRow(wrapped(plain(f.Value), 90))
	}
}
