package cells

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// TestAgainstExcelize writes sheets with excelize in both of its ways and reads
// them with both readers.
func TestAgainstExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sheet := drawSheet(t)
		var buf bytes.Buffer
		x := writeSheet(t, sheet, rapid.Bool().Draw(t, "streamed"))
		if err := x.Write(&buf); err != nil {
			t.Fatal(err)
		}
		got, err := readBook(buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		want := excelizeRows(t, buf.Bytes())
		if !slices.Equal(got, want) {
			t.Fatalf("got  %q\nwant %q", got, want)
		}
	})
}

// drawSheet draws rows of cells: text, numbers, truth values, and nil for none.
func drawSheet(t *rapid.T) [][]any {
	text := rapid.StringOf(rapid.RuneFrom([]rune("aЯ9 +&<>\"'_x0D\n😀é;,")))
	cell := rapid.Custom(func(t *rapid.T) any {
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0, 1:
			return nil
		case 2:
			return rapid.Int64Range(-1e14, 1e14).Draw(t, "number")
		case 3:
			return float64(rapid.IntRange(-1e6, 1e6).Draw(t, "thousandths")) / 1000
		case 4:
			return rapid.Bool().Draw(t, "truth")
		}
		return text.Draw(t, "text")
	})
	return rapid.SliceOfN(rapid.SliceOfN(cell, 0, 8), 0, 20).Draw(t, "sheet")
}

// writeSheet makes a workbook, through the stream writer (inline strings) or
// cell by cell (shared strings).
func writeSheet(t *rapid.T, sheet [][]any, streamed bool) *excelize.File {
	x := excelize.NewFile()
	setRow, flush := func(cell string, row []any) error { return x.SetSheetRow("Sheet1", cell, &row) }, func() error { return nil }
	if streamed {
		stream, err := x.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		setRow, flush = func(cell string, row []any) error { return stream.SetRow(cell, row) }, stream.Flush
	}
	for i, row := range sheet {
		if err := setRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := flush(); err != nil {
		t.Fatal(err)
	}
	return x
}

// excelizeRows is what excelize reads, as rowText writes it.
func excelizeRows(t *rapid.T, data []byte) []string {
	x, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	rows, err := x.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, row := range rows {
		r := Row{Number: i + 1}
		for column, raw := range row {
			r.Cells = append(r.Cells, excelizeCell(t, x, column, i, raw))
		}
		if !r.blank() {
			all = append(all, strings.TrimRight(rowText(r), "|"))
		}
	}
	return all
}

func excelizeCell(t *rapid.T, x *excelize.File, column, row int, raw string) Cell {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		t.Fatal(err)
	}
	kind, err := x.GetCellType("Sheet1", name)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case raw == "":
		return Cell{}
	case kind == excelize.CellTypeBool:
		return Cell{Bool, map[string]string{"1": "TRUE", "0": "FALSE"}[raw]}
	case kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber:
		v, err := strconv.ParseFloat(raw, 64)
		if err != nil {
			t.Fatal(err)
		}
		return Cell{Number, strconv.FormatFloat(v, 'f', -1, 64)}
	}
	return Cell{Text, raw}
}
