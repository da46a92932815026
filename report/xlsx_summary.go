package report

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"contactcast/sender/ledger"
)

// summaryWriter fills the summary from top to bottom.
type summaryWriter struct {
	file   *excelize.File
	styles sheetStyles
	title  int // styles of its own
	bold   int
	left   int
	wrap   int
	share  int
	row    int
	err    error // the first failure; later steps do nothing
}

// writeSummary adds a sheet with what the boss asks for: the counts with the
// legend of the colours, times and pace, reasons with their remedies, charts.
func writeSummary(f *excelize.File, styles sheetStyles, r Result, s *survey, altered int) error {
	if _, err := f.NewSheet(summarySheet); err != nil {
		return err
	}
	w := &summaryWriter{file: f, styles: styles}
	w.prepare()
	w.put(w.title, "Report of "+r.Job.Name)
	w.row++
	for _, fact := range facts(r, s) {
		w.fact(fact)
	}
	if altered > 0 {
		w.fact(fact{"Not as in the file", fmt.Sprintf("%s cells hold more than XLSX can: cut, or without control characters. CSV has them whole.", thousands(altered))})
	}
	w.fact(fact{"Times are in", zone(r.Job)})
	statuses := w.statuses(r.Counts)
	w.reasons(r, s)
	w.deliveries(s)
	w.statusChart(statuses)
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
	left := &excelize.Alignment{Horizontal: "left", Vertical: "center"}
	w.title = w.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16, Family: sheetFont}})
	w.bold = w.style(excelize.Style{Font: &excelize.Font{Bold: true, Family: sheetFont}, Alignment: left})
	w.left = w.style(excelize.Style{Alignment: left})
	w.wrap = w.style(excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true}})
	percent := "0.0%"
	w.share = w.style(excelize.Style{CustomNumFmt: &percent, Alignment: left})
	for i, width := range []float64{24, 20, 12, 64, 3} {
		column, _ := excelize.ColumnNumberToName(i + 1)
		w.do(w.file.SetColWidth(summarySheet, column, column, width))
	}
	fit, lines, landscape := true, false, "landscape"
	w.do(w.file.SetSheetProps(summarySheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	w.do(w.file.SetPageLayout(summarySheet, &excelize.PageLayoutOptions{Orientation: &landscape}))
	w.do(w.file.SetSheetView(summarySheet, 0, &excelize.ViewOptions{ShowGridLines: &lines}))
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
		value = cellText(v)
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

func (w *summaryWriter) fact(f fact) {
	w.put(w.bold, f.Name)
	w.do(w.file.MergeCell(summarySheet, fmt.Sprintf("B%d", w.row), fmt.Sprintf("D%d", w.row)))
	w.set(2, w.wrap, f.Value)
	w.fitRow(plain(f.Value), 96)
}

// fitRow makes room for text that is wrapped after so many characters: Excel
// does so itself only when somebody edits the cell.
func (w *summaryWriter) fitRow(text string, characters int) {
	const line, most = 15, 400
	if lines := 1 + utf8.RuneCountInString(text)/characters; lines > 1 {
		w.do(w.file.SetRowHeight(summarySheet, w.row, float64(min(line*lines, most))))
	}
}

// heading begins a table.
func (w *summaryWriter) heading(names ...any) {
	w.row++
	w.put(w.styles.header, names...)
}

// statuses writes the counts and returns the range of rows they are in.
func (w *summaryWriter) statuses(counts ledger.Counts) [2]int {
	w.heading("Status", "Rows", "Share", "Meaning")
	first := w.row + 1
	for _, s := range ledger.Statuses() {
		w.put(w.styles.status[s], string(s))
		w.set(2, w.left, counts[s])
		w.set(3, w.share, float64(counts[s])/float64(max(counts.Total(), 1)))
		w.set(4, w.left, styleOf(s).Meaning)
	}
	last := w.row
	w.put(w.bold, "all rows", counts.Total())
	return [2]int{first, last}
}

func (w *summaryWriter) reasons(r Result, s *survey) {
	if len(s.reasons) == 0 {
		return
	}
	w.heading("Status", "Reason", "Rows", "What to do")
	for _, t := range tallies(s.reasons) {
		w.put(w.left, string(t.Status), t.Code, t.Rows)
		w.set(1, w.styles.status[t.Status], string(t.Status))
		w.set(4, w.wrap, t.remedy(r.Job.Name))
		w.fitRow(t.remedy(r.Job.Name), 72)
	}
}

func (w *summaryWriter) deliveries(s *survey) {
	if len(s.delivery) == 0 {
		return
	}
	w.heading("Delivery", "Rows")
	for _, d := range deliveries(s) {
		w.put(w.left, d.Name, d.Value)
	}
}
