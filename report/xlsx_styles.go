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
	header, ownHeader, text, number, date int
	status                                map[ledger.Status]int
}

func newSheetStyles(f *excelize.File) (sheetStyles, error) {
	var failed error
	style := func(s excelize.Style) int {
		id, err := f.NewStyle(&s)
		failed = errors.Join(failed, err)
		return id
	}
	dateFormat := "yyyy-mm-dd hh:mm:ss"
	styles := sheetStyles{
		header:    style(excelize.Style{Fill: solid("1F3A4D"), Font: &excelize.Font{Bold: true, Family: sheetFont, Color: "FFFFFF"}}),
		ownHeader: style(excelize.Style{Fill: solid("DDE3E8"), Font: &excelize.Font{Bold: true, Family: sheetFont, Color: "1F2933"}}),
		text:      style(excelize.Style{NumFmt: 49}), // "@"
		number:    style(excelize.Style{Alignment: &excelize.Alignment{Horizontal: "center"}}),
		date:      style(excelize.Style{CustomNumFmt: &dateFormat, Alignment: &excelize.Alignment{Horizontal: "left"}}),
		status:    make(map[ledger.Status]int),
	}
	for _, s := range ledger.Statuses() {
		styles.status[s] = style(excelize.Style{
			Fill: solid(styleOf(s).Fill), Alignment: &excelize.Alignment{Vertical: "center"},
		})
	}
	return styles, failed
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}
