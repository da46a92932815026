package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// The sheets of a report, which are called the same in every language: the rows' is the one that is
// read when the report is sent again, and comes first.
const (
	rowsSheet    = "Report"
	summarySheet = "Summary"
)

// maxWidth is the widest a column gets, in characters.
const maxWidth = 50

// writeXLSX walks the rows twice: the sheet's size and the widths of its
// columns stand before its rows.
func writeXLSX(ctx context.Context, w io.Writer, path string, r Result) (err error) {
	s, err := look(ctx, r, func(ledger.Line) {})
	if err != nil {
		return err
	}
	columns := r.columns()
	if err := fits(len(columns), s); err != nil {
		return err
	}
	f := excelize.NewFile(excelize.Options{TmpDir: filepath.Dir(path)})
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", rowsSheet); err != nil {
		return err
	}
	sheet := &rowsWriter{file: f, language: r.language(), survey: s, columns: columns, result: r, widths: columnWidths(s, columns, r.Job.Header)}
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
func fits(own int, s *survey) error {
	if most := excelize.TotalRows - 1; s.rows > most {
		return &Error{words.New("report/many-rows", "most", most, "n", s.rows)}
	}
	if columns := own + s.columns; columns > excelize.MaxColumns {
		return &Error{words.New("report/many-cells", "most", excelize.MaxColumns, "n", columns)}
	}
	return nil
}

// rowsWriter writes the sheet of rows.
type rowsWriter struct {
	file     *excelize.File
	language words.Language
	survey   *survey
	result   Result
	columns  []string
	widths   []int
	styles   sheetStyles
	cells    []any
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
		cells, height := w.row(l)
		if err := stream.SetRow(fmt.Sprintf("A%d", row), cells, height...); err != nil {
			return err
		}
	}
	return stream.Flush()
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
	if err := stream.SetColStyle(1, len(w.columns), w.styles.plain); err != nil {
		return err
	}
	var cells []any
	for _, name := range w.columns {
		cells = append(cells, excelize.Cell{StyleID: w.styles.header, Value: name})
	}
	for _, name := range header {
		cells = append(cells, excelize.Cell{StyleID: w.styles.ownHeader, Value: w.text(name)})
	}
	for i, width := range w.widths {
		if err := stream.SetColWidth(i+1, i+1, float64(width)); err != nil {
			return err
		}
	}
	return stream.SetRow("A1", cells)
}

// columnWidths are those of all columns: room for the name with the filter's button, and for the text.
func columnWidths(s *survey, own, header []string) []int {
	names := append(slices.Clone(own), header...)
	widths := make([]int, len(own)+s.columns)
	for i := range widths {
		if i < len(names) {
			widths[i] = textWidth(names[i]) + 4
		}
		if i < len(s.widths) {
			widths[i] = max(widths[i], s.widths[i]+2)
		}
		widths[i] = min(max(widths[i], 8), maxWidth)
	}
	return widths
}

// row returns a line's cells, valid until the next call, and the row's height if it is more than a line's.
func (w *rowsWriter) row(l ledger.Line) (cells []any, height []excelize.RowOpts) {
	w.cells = w.cells[:0]
	for i, cell := range w.result.resultCells(w.columns, l) {
		w.cells = append(w.cells, w.cell(w.style(w.columns[i], l), cell))
		if w.columns[i] == "error" {
			height = heightFor(cell.(string), w.widths[i])
		}
	}
	for _, text := range l.Source {
		w.cells = append(w.cells, w.cell(w.styles.text, text))
	}
	return w.cells, height
}

// heightFor makes room for a reason that does not fit in one line: a spreadsheet program
// does so by itself only for rows that somebody edits.
func heightFor(reason string, width int) []excelize.RowOpts {
	if len(reason) < width {
		return nil
	}
	if lines := wrapped(reason, width-1); lines > 1 {
		return []excelize.RowOpts{{Height: rowHeight(lines)}}
	}
	return nil
}

// style colours what tells how the row fared.
func (w *rowsWriter) style(column string, l ledger.Line) int {
	switch {
	case column == "row", column == "attempts":
		return w.styles.number
	case column == "acceptedAt":
		return w.styles.date
	case column == "status", column == "errorCode":
		return w.styles.status[l.Status]
	case column == "error":
		return w.styles.reason[l.Status]
	case column == "delivery" && words.Delivery(l.Delivery).Undelivered():
		return w.styles.status[ledger.Rejected]
	default:
		return w.styles.plain
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
	kept := cellText(w.language, text)
	if kept != text {
		w.altered++
	}
	return kept
}
