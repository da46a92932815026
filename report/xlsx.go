package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/sender/ledger"
)

// The sheets of a report. The rows come first: that is the sheet which is read
// when the report is sent again.
const (
	rowsSheet    = "Report"
	summarySheet = "Summary"
)

// maxWidth is the widest a column gets, in characters.
const maxWidth = 60

// writeXLSX walks the rows twice: the sheet's size and the widths of its
// columns stand before its rows.
func writeXLSX(ctx context.Context, w io.Writer, path string, r Result) (err error) {
	s, err := look(ctx, r, func(ledger.Line) {})
	if err != nil {
		return err
	}
	if err := fits(s); err != nil {
		return err
	}
	f := excelize.NewFile(excelize.Options{TmpDir: filepath.Dir(path)})
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", rowsSheet); err != nil {
		return err
	}
	sheet := &rowsWriter{file: f, survey: s, columns: importer.ReportColumns()}
	if err := sheet.write(ctx, r); err != nil {
		return err
	}
	if err := writeSummary(f, sheet.styles, r, s, sheet.altered); err != nil {
		return err
	}
	// Straight into the file: excelize would first build it in memory.
	f.ZipWriter = func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) }
	_, err = f.WriteToBuffer()
	return err
}

// fits refuses what Excel can't open.
func fits(s *survey) error {
	if most := excelize.TotalRows - 1; s.rows > most {
		return fmt.Errorf("an XLSX sheet holds %d rows, and these are %d; write a .csv instead", most, s.rows)
	}
	if columns := len(importer.ReportColumns()) + s.columns; columns > excelize.MaxColumns {
		return fmt.Errorf("an XLSX sheet holds %d columns, and these are %d; write a .csv instead", excelize.MaxColumns, columns)
	}
	return nil
}

// rowsWriter writes the sheet of rows.
type rowsWriter struct {
	file    *excelize.File
	survey  *survey
	columns []string
	styles  sheetStyles
	cells   []any
	// altered counts the cells that XLSX can't hold as they are.
	altered int
}

func (w *rowsWriter) write(ctx context.Context, r Result) (err error) {
	if w.styles, err = newSheetStyles(w.file); err != nil {
		return err
	}
	if err := w.layOut(); err != nil {
		return err
	}
	stream, err := w.file.NewStreamWriter(rowsSheet)
	if err != nil {
		return err
	}
	if err := w.prepare(stream, r.Job.Header); err != nil {
		return err
	}
	row := 1
	for l, err := range r.lines(ctx) {
		if err != nil {
			return err
		}
		row++
		if err := stream.SetRow(fmt.Sprintf("A%d", row), w.row(l)); err != nil {
			return err
		}
	}
	return stream.Flush()
}

// layOut sets what excelize must know before a sheet is streamed.
func (w *rowsWriter) layOut() error {
	last, err := excelize.CoordinatesToCellName(len(w.columns)+w.survey.columns, w.survey.rows+1)
	if err != nil {
		return err
	}
	all, fit, landscape, tall := "A1:"+last, true, "landscape", 0
	return errors.Join(
		// Without the dimension some readers see the first row only.
		w.file.SetSheetDimension(rowsSheet, all),
		w.file.AutoFilter(rowsSheet, all, nil),
		w.file.AddIgnoredErrors(rowsSheet, all, excelize.IgnoredErrorsNumberStoredAsText),
		w.file.SetSheetProps(rowsSheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		w.file.SetPageLayout(rowsSheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToHeight: &tall}),
		w.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: "'" + rowsSheet + "'!$1:$1", Scope: rowsSheet,
		}),
	)
}

// prepare writes what stands above the rows.
func (w *rowsWriter) prepare(stream *excelize.StreamWriter, header []string) error {
	frozen := excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}
	if err := stream.SetPanes(&frozen); err != nil {
		return err
	}
	if w.survey.columns > 0 { // a cell that is corrected stays text
		first := len(w.columns) + 1
		if err := stream.SetColStyle(first, first+w.survey.columns-1, w.styles.text); err != nil {
			return err
		}
	}
	var cells []any
	for _, name := range w.columns {
		cells = append(cells, excelize.Cell{StyleID: w.styles.header, Value: name})
	}
	for _, name := range header {
		cells = append(cells, excelize.Cell{StyleID: w.styles.ownHeader, Value: w.text(name)})
	}
	for i, cell := range cells {
		if err := stream.SetColWidth(i+1, i+1, w.width(i, cell.(excelize.Cell).Value.(string))); err != nil {
			return err
		}
	}
	return stream.SetRow("A1", cells)
}

// width is that of column i: room for its name with the filter's button, and for its text.
func (w *rowsWriter) width(i int, name string) float64 {
	width := textWidth(name) + 4
	if i < len(w.survey.widths) {
		width = max(width, w.survey.widths[i]+2)
	}
	return float64(min(width, maxWidth))
}

// row returns a line's cells, valid until the next call.
func (w *rowsWriter) row(l ledger.Line) []any {
	w.cells = w.cells[:0]
	for i, cell := range resultCells(l) {
		w.cells = append(w.cells, w.cell(w.style(w.columns[i], l), cell))
	}
	for _, text := range l.Source {
		w.cells = append(w.cells, w.cell(w.styles.text, text))
	}
	return w.cells
}

// style colours what tells how the row fared.
func (w *rowsWriter) style(column string, l ledger.Line) int {
	switch {
	case column == "row", column == "attempts":
		return w.styles.number
	case column == "acceptedAt":
		return w.styles.date
	case column == "status", column == "errorCode", column == "error":
		return w.styles.status[l.Status]
	case column == "delivery" && undelivered(l.Delivery):
		return w.styles.status[ledger.Rejected]
	default:
		return 0
	}
}

// cell leaves out what is empty.
func (w *rowsWriter) cell(style int, value any) any {
	text, isText := value.(string)
	if value == nil || isText && text == "" {
		return nil
	}
	if isText {
		value = w.text(text)
	}
	return excelize.Cell{StyleID: style, Value: value}
}

// text returns what a cell can hold of text, and counts the cell if that is not all of it.
func (w *rowsWriter) text(text string) string {
	kept := cellText(text)
	if kept != text {
		w.altered++
	}
	return kept
}
