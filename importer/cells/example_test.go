package cells_test

import (
	"fmt"
	"os"
	"path/filepath"

	"contactcast/importer/cells"
)

// A file says what it is, and yields its rows with the numbers that a spreadsheet program shows: blank rows count, and
// are passed over.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "cells")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "guests.csv")
	if err := os.WriteFile(path, []byte("name;phone\n\n\"Doe; Anna\";+44 7700 900555\n"), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	file, err := cells.Open(path, cells.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	fmt.Printf("%s, separated by %q\n", file.Format, file.Delimiter)
	for row, err := range file.Rows() {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, cell := range row.Cells {
			fmt.Printf("%d: %q\n", row.Number, cell.Text)
		}
	}
	// Output:
	// csv, separated by ';'
	// 1: "name"
	// 1: "phone"
	// 3: "Doe; Anna"
	// 3: "+44 7700 900555"
}
