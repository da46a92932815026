package report

import (
	"errors"

	"github.com/xuri/excelize/v2"
)

// a4 is the size of paper by its number in a workbook.
const a4 = 9

const (
	// pageWidth is how many characters fit on a landscape page, also in a font wider than the sheet's.
	pageWidth = 125
	// smallest is the scale in percent below which print is hard to read.
	smallest = 60
)

// layOut sets what excelize must know before a sheet is streamed.
func (w *rowsWriter) layOut() error {
	last, err := excelize.CoordinatesToCellName(len(w.widths), w.survey.rows+1)
	if err != nil {
		return err
	}
	all := "A1:" + last
	return errors.Join(
		// Without the dimension some readers see the first row only.
		w.file.SetSheetDimension(rowsSheet, all),
		w.file.AutoFilter(rowsSheet, all, nil),
		w.file.AddIgnoredErrors(rowsSheet, all, excelize.IgnoredErrorsNumberStoredAsText),
		w.layOutPrint(),
	)
}

// layOutPrint has the sheet print so that it can be read: on pages as wide as the paper if
// all columns fit, else the report's own on one page and the list's on the next, with the
// header above and the row and its status beside them.
func (w *rowsWriter) layOutPrint() error {
	landscape, paper := "landscape", a4
	scale, whole := printScale(w.widths, len(w.columns))
	errs := []error{
		w.file.SetPageLayout(rowsSheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &paper, AdjustTo: &scale}),
		w.file.SetPageMargins(rowsSheet, margins()),
		w.file.SetHeaderFooter(rowsSheet, &excelize.HeaderFooterOptions{OddFooter: "&R&P / &N"}),
		w.file.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", RefersTo: "'" + rowsSheet + "'!$A:$B,'" + rowsSheet + "'!$1:$1", Scope: rowsSheet,
		}),
	}
	if !whole {
		first, err := excelize.CoordinatesToCellName(len(w.columns)+1, 1)
		errs = append(errs, err, w.file.InsertPageBreak(rowsSheet, first))
	}
	return errors.Join(errs...)
}

func margins() *excelize.PageLayoutMarginsOptions {
	side, end, footer := 0.4, 0.6, 0.3 // inches
	return &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &footer, Footer: &footer}
}

// printScale is the scale in percent at which the whole sheet fits on a page, or each half of
// it: the report's columns, and the list's behind those two that are repeated.
func printScale(widths []int, own int) (scale uint, whole bool) {
	sum := func(widths []int) (width int) {
		for _, n := range widths {
			width += n
		}
		return max(width, 1)
	}
	if fits := pageWidth * 100 / sum(widths); fits >= smallest {
		return uint(min(fits, 100)), true
	}
	widest := max(sum(widths[:own]), sum(widths[:2])+sum(widths[own:]))
	return uint(min(max(pageWidth*100/widest, smallest), 100)), false
}
