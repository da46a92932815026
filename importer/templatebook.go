package importer

import (
	"contactcast/internal/words"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

const (
	templateSheet = "Recipients"
	notesSheet    = "Notes"
)

// The looks of the template's cells.
var (
	plainFont = excelize.Font{Family: "Calibri", Size: 11}
	boldFont  = excelize.Font{Family: "Calibri", Size: 11, Bold: true}

	headerStyle = excelize.Style{Font: &boldFont, Fill: fill("E7E6E6")}
	neededStyle = excelize.Style{Font: &boldFont, Fill: fill("FFE699")}
	textStyle   = excelize.Style{Font: &plainFont, NumFmt: 49} // "@"
	noteStyle   = excelize.Style{Font: &plainFont}
)

func fill(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

func templateWorkbook(in words.Language) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	err := errors.Join(
		book.SetSheetName(book.GetSheetName(0), templateSheet),
		writeRecipients(book),
		writeNotes(book, in),
		onePageWide(book, templateSheet),
		onePageWide(book, notesSheet),
	)
	if err != nil {
		return nil, err
	}
	content, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}

func writeRecipients(book *excelize.File) error {
	header, example := templateRows()
	text, err := book.NewStyle(&textStyle)
	err = errors.Join(err,
		book.SetColWidth(templateSheet, "A", columnLetters(len(header)-1), 20),
		book.SetSheetRow(templateSheet, "A2", &example),
	)
	for i, c := range Template() {
		if c.Text {
			err = errors.Join(err, book.SetColStyle(templateSheet, columnLetters(i), text))
		}
	}
	err = errors.Join(err,
		book.SetSheetRow(templateSheet, "A1", &header),
		book.SetSheetDimension(templateSheet, "A1:"+columnLetters(len(header)-1)+"2"),
		book.SetPanes(templateSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	)
	for i, c := range Template() {
		err = errors.Join(err, look(book, templateSheet, columnLetters(i)+"1", headerLook(c)))
	}
	return err
}

// writeNotes tells what each column is for, under the colour of its header, and how to fill the list in.
func writeNotes(book *excelize.File, in words.Language) error {
	_, err := book.NewSheet(notesSheet)
	err = errors.Join(err, book.SetColWidth(notesSheet, "A", "A", 20), book.SetColWidth(notesSheet, "B", "B", 100))
	row := 1
	add := func(name, note string, style excelize.Style) {
		err = errors.Join(err,
			book.SetSheetRow(notesSheet, fmt.Sprintf("A%d", row), &[]string{name, note}),
			look(book, notesSheet, fmt.Sprintf("A%d", row), style),
			look(book, notesSheet, fmt.Sprintf("B%d", row), noteStyle),
		)
		row++
	}
	for _, c := range Template() {
		add(string(c.Field), in.Text(c.Note), headerLook(c))
	}
	row++
	for _, note := range templateNotes() {
		add("", in.Text(note), noteStyle)
	}
	return err
}

func headerLook(c TemplateColumn) excelize.Style {
	if c.Needed {
		return neededStyle
	}
	return headerStyle
}

// look gives one cell its looks.
func look(book *excelize.File, sheet, cell string, style excelize.Style) error {
	id, err := book.NewStyle(&style)
	return errors.Join(err, book.SetCellStyle(sheet, cell, cell, id))
}

// onePageWide lets a sheet be printed.
func onePageWide(book *excelize.File, sheet string) error {
	landscape, width, height := "landscape", 1, 0
	fit := true
	return errors.Join(
		book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		book.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, FitToWidth: &width, FitToHeight: &height}),
	)
}
