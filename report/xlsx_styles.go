package report

import (
	"errors"

	"github.com/xuri/excelize/v2"

	"contactcast/sender/ledger"
)

// sheetFont is the one that cells without a style of their own have.
const sheetFont = "Calibri"

// sheetStyles are excelize's numbers for the styles of cells.
type sheetStyles struct {
	header, ownHeader, text, plain, number, date int
	// status colours a cell; reason does so, too, and wraps its text.
	status, reason map[ledger.Status]int
}

func newSheetStyles(f *excelize.File) (sheetStyles, error) {
	var failed error
	style := func(s excelize.Style) int {
		id, err := f.NewStyle(&s)
		failed = errors.Join(failed, err)
		return id
	}
	dateFormat := "yyyy-mm-dd hh:mm:ss"
	top := func(a excelize.Alignment) *excelize.Alignment {
		a.Vertical = "top"
		return &a
	}
	styles := sheetStyles{
		header:    style(excelize.Style{Fill: solid("1F3A4D"), Font: &excelize.Font{Bold: true, Family: sheetFont, Color: "FFFFFF"}}),
		ownHeader: style(excelize.Style{Fill: solid("DDE3E8"), Font: &excelize.Font{Bold: true, Family: sheetFont, Color: "1F2933"}}),
		text:      style(excelize.Style{NumFmt: 49, Alignment: top(excelize.Alignment{})}), // "@"
		plain:     style(excelize.Style{Alignment: top(excelize.Alignment{})}),
		number:    style(excelize.Style{Alignment: top(excelize.Alignment{Horizontal: "center"})}),
		date:      style(excelize.Style{CustomNumFmt: &dateFormat, Alignment: top(excelize.Alignment{Horizontal: "left"})}),
		status:    make(map[ledger.Status]int),
		reason:    make(map[ledger.Status]int),
	}
	for _, s := range ledger.Statuses() {
		styles.status[s] = style(excelize.Style{Fill: solid(fillOf(s)), Alignment: top(excelize.Alignment{})})
		styles.reason[s] = style(excelize.Style{Fill: solid(fillOf(s)), Alignment: top(excelize.Alignment{WrapText: true})})
	}
	return styles, failed
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}
