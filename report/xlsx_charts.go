package report

import (
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"

	"contactcast/sender/ledger"
)

// progressSheet holds the numbers of the progress chart.
const progressSheet = "Progress"

// chartCell is where chart n goes: right of the tables.
func chartCell(n int) string { return fmt.Sprintf("F%d", 3+n*18) }

func (w *summaryWriter) statusChart(rows [2]int) {
	var points []excelize.ChartDataPoint
	for i, s := range ledger.Statuses() {
		points = append(points, excelize.ChartDataPoint{Index: i, Fill: solid(styleOf(s).Strong)})
	}
	w.do(w.file.AddChart(summarySheet, chartCell(0), &excelize.Chart{
		Type: excelize.Doughnut,
		Series: []excelize.ChartSeries{{
			Name:       summarySheet + "!$B$" + fmt.Sprint(rows[0]-1),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", summarySheet, rows[0], rows[1]),
			Values:     fmt.Sprintf("%s!$B$%d:$B$%d", summarySheet, rows[0], rows[1]),
			DataPoint:  points,
		}},
		Title:     chartTitle("Rows by status"),
		Legend:    excelize.ChartLegend{Position: "right"},
		HoleSize:  55,
		Dimension: excelize.ChartDimension{Width: 520, Height: 320},
	}))
}

// progressChart draws the accepted messages over time.
func (w *summaryWriter) progressChart(s *survey) {
	points := s.accepted.points()
	if len(points) == 0 || s.accepted.first.Equal(s.accepted.last) || w.err != nil {
		return // no curve
	}
	w.do(w.progress(points))
	grey, clock := excelize.Font{Color: "444444"}, sheetClock(s.accepted.last.Sub(s.accepted.first))
	first, last := serial(s.accepted.first), serial(s.accepted.last)
	w.do(w.file.AddChart(summarySheet, chartCell(1), &excelize.Chart{
		Type: excelize.Scatter,
		Series: []excelize.ChartSeries{{
			Name:       progressSheet + "!$B$1",
			Categories: fmt.Sprintf("%s!$A$2:$A$%d", progressSheet, len(points)+1),
			Values:     fmt.Sprintf("%s!$B$2:$B$%d", progressSheet, len(points)+1),
			Fill:       solid(styleOf(ledger.Accepted).Strong),
			Line:       excelize.LineOptions{Type: excelize.LineSolid, Fill: solid(styleOf(ledger.Accepted).Strong), Width: 2},
			Marker:     excelize.ChartMarker{Symbol: "none"},
		}},
		Title:  chartTitle("Accepted over time"),
		Legend: excelize.ChartLegend{Position: "none"},
		XAxis: excelize.ChartAxis{
			Font: grey, NumFmt: excelize.ChartNumFmt{CustomNumFmt: clock},
			Minimum: &first, Maximum: &last,
		},
		YAxis:     excelize.ChartAxis{Font: grey, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}, MajorGridLines: true},
		Dimension: excelize.ChartDimension{Width: 520, Height: 320},
	}))
}

// sheetClock is the number format that tells times apart within a span.
func sheetClock(span time.Duration) string {
	switch {
	case span < 5*time.Minute:
		return "hh:mm:ss"
	case span < 24*time.Hour:
		return "hh:mm"
	default:
		return "mm-dd hh:mm"
	}
}

// serial is a local time as a spreadsheet counts it: days since 30 December 1899.
func serial(t time.Time) float64 {
	const epoch = 25569 // 1 January 1970
	_, offset := t.Local().Zone()
	return epoch + float64(t.Unix()+int64(offset))/86400
}

func (w *summaryWriter) progress(points []point) error {
	if _, err := w.file.NewSheet(progressSheet); err != nil {
		return err
	}
	if err := w.file.SetColWidth(progressSheet, "A", "B", 20); err != nil {
		return err
	}
	if err := w.file.SetCellStyle(progressSheet, "A1", "B1", w.styles.header); err != nil {
		return err
	}
	if err := w.file.SetSheetRow(progressSheet, "A1", &[]any{"time", "accepted so far"}); err != nil {
		return err
	}
	for i, p := range points {
		if err := w.file.SetSheetRow(progressSheet, fmt.Sprintf("A%d", i+2), &[]any{local(p.Time), p.Total}); err != nil {
			return err
		}
	}
	last := fmt.Sprintf("A%d", len(points)+1)
	return w.file.SetCellStyle(progressSheet, "A2", last, w.styles.date)
}

func chartTitle(text string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Bold: true, Size: 12}}}}
}
