package report

import (
	"contactcast/internal/words"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"
)

// progressSheet holds the numbers of the progress chart.
const progressSheet = "Progress"

// chartCell is where chart n goes: right of the tables.
func chartCell(n int) string { return fmt.Sprintf("G%d", 3+n*18) }

// outcomeChart draws the outcomes that stand in those rows.
func (w *summaryWriter) outcomeChart(rows [2]int) {
	var points []excelize.ChartDataPoint
	for i, o := range words.Outcomes() {
		points = append(points, excelize.ChartDataPoint{Index: i, Fill: solid(colourOf(o))})
	}
	w.do(w.file.AddChart(summarySheet, chartCell(0), &excelize.Chart{
		Type: excelize.Doughnut,
		Series: []excelize.ChartSeries{{
			Name:       summarySheet + "!$B$" + fmt.Sprint(rows[0]-1),
			Categories: fmt.Sprintf("%s!$A$%d:$A$%d", summarySheet, rows[0], rows[1]),
			Values:     fmt.Sprintf("%s!$B$%d:$B$%d", summarySheet, rows[0], rows[1]),
			DataPoint:  points,
		}},
		Title:     chartTitle(w.text("report/outcomes")),
		Legend:    excelize.ChartLegend{Position: "right"},
		HoleSize:  55,
		Dimension: excelize.ChartDimension{Width: 520, Height: 320},
	}))
}

// progressChart draws the accepted messages over time.
func (w *summaryWriter) progressChart(s *survey) {
	points := s.accepted.points()
	if len(points) == 0 || w.err != nil {
		return
	}
	w.do(w.progress(points))
	// The axes end where the numbers do: a spreadsheet program's own guess may cut the curve off.
	begin, end := points[0].Time, points[len(points)-1].Time
	grey, clock := excelize.Font{Color: "444444"}, sheetClock(end.Sub(begin))
	first, last := serial(begin), serial(end)
	least, most := 0.0, float64(niceTop(s.accepted.total))
	w.do(w.file.AddChart(summarySheet, chartCell(1), &excelize.Chart{
		Type: excelize.Scatter,
		Series: []excelize.ChartSeries{{
			Name:       progressSheet + "!$B$1",
			Categories: fmt.Sprintf("%s!$A$2:$A$%d", progressSheet, len(points)+1),
			Values:     fmt.Sprintf("%s!$B$2:$B$%d", progressSheet, len(points)+1),
			Fill:       solid(accent),
			Line:       excelize.LineOptions{Type: excelize.LineSolid, Fill: solid(accent), Width: 2},
			Marker:     excelize.ChartMarker{Symbol: "none"},
		}},
		Title:  chartTitle(w.text("report/curve")),
		Legend: excelize.ChartLegend{Position: "none"},
		XAxis: excelize.ChartAxis{
			Font: grey, NumFmt: excelize.ChartNumFmt{CustomNumFmt: clock},
			Minimum: &first, Maximum: &last,
		},
		YAxis:     excelize.ChartAxis{Font: grey, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}, MajorGridLines: true, Minimum: &least, Maximum: &most},
		Dimension: excelize.ChartDimension{Width: 520, Height: 320},
	}))
}

// sheetClock is the number format that tells times apart within a span.
func sheetClock(span time.Duration) string {
	switch {
	case span < 10*time.Minute:
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
	if err := w.file.SetSheetRow(progressSheet, "A1", &[]any{w.text("report/time"), w.text("report/so-far")}); err != nil {
		return err
	}
	for i, p := range points {
		if err := w.file.SetSheetRow(progressSheet, fmt.Sprintf("A%d", i+2), &[]any{p.Time.Local(), p.Total}); err != nil {
			return err
		}
	}
	last := fmt.Sprintf("A%d", len(points)+1)
	return w.file.SetCellStyle(progressSheet, "A2", last, w.styles.date)
}

func chartTitle(text string) excelize.ChartTitle {
	return excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: text, Font: &excelize.Font{Bold: true, Size: 12}}}}
}
