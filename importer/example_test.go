package importer_test

import (
	"fmt"
	"os"
	"path/filepath"

	"contactcast/importer"
)

// A list is opened, which finds out what its columns are, and then read row by row: each is a message that may be sent,
// or a problem that says which field is wrong.
func ExampleOpen() {
	dir, err := os.MkdirTemp("", "importer")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "guests.csv")
	list := "WhatsApp;Phone;First name\n" +
		"+44 7700 900001;+44 7700 900555;Anna\n" +
		"7700900002;+44 7700 900555;Ben\n"
	if err := os.WriteFile(path, []byte(list), 0o600); err != nil {
		fmt.Println(err)
		return
	}

	table, err := importer.Open(path, importer.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer table.Close()
	for row, err := range table.Rows() {
		switch {
		case err != nil:
			fmt.Println(err)
			return
		case row.Problem != nil:
			fmt.Println(row.Number, row.Problem.Field, row.Problem.Fact().ErrorCode())
		default:
			fmt.Println(row.Number, row.Message.ChatID, row.Message.Contact.FirstName)
		}
	}
	// Output:
	// 2 447700900001@c.us Anna
	// 3 chatId invalid-phone
}
