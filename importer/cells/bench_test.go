package cells

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// benchRows is the length of the lists that are read, ours and the others' in one run.
const benchRows = 100_000

var benchHeader = []any{"chatId", "phoneContact", "firstName", "middleName", "lastName", "company", "quotedMessageId"}

func benchRow(i int) []any {
	return []any{79000000000 + i, 79100000000 + i, "Ольга", nil, fmt.Sprintf("Smith%d", i), fmt.Sprintf("Horns, hooves & co %d", i%5000), nil}
}

func BenchmarkCSV(b *testing.B) {
	path := filepath.Join(b.TempDir(), "list.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "chatId,phoneContact,firstName,middleName,lastName,company,quotedMessageId")
	for i := range benchRows {
		r := benchRow(i)
		fmt.Fprintf(w, "%d,%d,%s,,%s,%q,\n", r[0], r[1], r[2], r[4], r[5])
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		b.Fatal(err)
	}
	bench(b, "cells", path, cellsRows)
	bench(b, "encoding/csv", path, csvRows)
}

func BenchmarkXLSX(b *testing.B) {
	for _, inline := range []bool{false, true} {
		path := filepath.Join(b.TempDir(), "list.xlsx")
		if err := benchBook(path, inline); err != nil {
			b.Fatal(err)
		}
		kind := map[bool]string{false: "shared", true: "inline"}[inline]
		bench(b, kind+"/cells", path, cellsRows)
		bench(b, kind+"/excelize", path, excelizeOnly)
	}
}

// BenchmarkGiven reads the file that CELLS_FILE names, such as one that a
// spreadsheet program wrote, with both readers.
func BenchmarkGiven(b *testing.B) {
	path := os.Getenv("CELLS_FILE")
	if path == "" {
		b.Skip("CELLS_FILE is not set")
	}
	bench(b, "cells", path, cellsRows)
	bench(b, "excelize", path, excelizeOnly)
}

// bench measures a reader in rows a second.
func bench(b *testing.B, name, path string, read func(path string) (int, error)) {
	b.Run(name, func(b *testing.B) {
		total := 0
		for b.Loop() {
			n, err := read(path)
			if err != nil {
				b.Fatal(err)
			}
			total += n
		}
		b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "rows/s")
	})
}

func cellsRows(path string) (n int, err error) {
	f, err := Open(path, Options{})
	if err != nil {
		return 0, err
	}
	defer f.Close()
	for _, err := range f.Rows() {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func csvRows(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	for {
		if _, err := r.Read(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
		n++
	}
}

func excelizeOnly(path string) (n int, err error) {
	x, err := excelize.OpenFile(path)
	if err != nil {
		return 0, err
	}
	defer x.Close()
	rows, err := x.Rows(x.GetSheetName(0))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Error()
}

func benchBook(path string, inline bool) error {
	x := excelize.NewFile()
	defer x.Close()
	setRow, flush := func(cell string, row []any) error { return x.SetSheetRow("Sheet1", cell, &row) }, func() error { return nil }
	if inline {
		stream, err := x.NewStreamWriter("Sheet1")
		if err != nil {
			return err
		}
		setRow, flush = func(cell string, row []any) error { return stream.SetRow(cell, row) }, stream.Flush
	}
	err := setRow("A1", benchHeader)
	for i := range benchRows {
		err = errors.Join(err, setRow(fmt.Sprintf("A%d", i+2), benchRow(i)))
	}
	if err := errors.Join(err, flush()); err != nil {
		return err
	}
	return x.SaveAs(path)
}
