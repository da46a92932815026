package cells

import (
	"fmt"
	"strings"
)

func corrupt(err error, format string, args ...any) *FileError {
	text := fmt.Sprintf(format, args...)
	return &FileError{Code: "corrupt", Text: text + "; get the file again, or open it in a spreadsheet program, check it and save it as .xlsx or CSV", Err: err}
}

func tooLarge(err error) *FileError {
	return &FileError{Code: "too-large", Text: fmt.Sprintf("the file is larger inside than a list of people can be (%v); copy the list into a new workbook", err), Err: err}
}

func encrypted() *FileError {
	return &FileError{Code: "encrypted", Text: "the file is protected by a password; open it and save a copy without the password"}
}

func unsupported(what string) *FileError {
	return &FileError{Code: "unsupported-format", Text: what + "; open it in a spreadsheet program and save it as .xlsx or CSV"}
}

func noSheet(want string, visible []string) *FileError {
	if len(visible) == 0 {
		return &FileError{Code: "no-sheet", Text: "the workbook has no visible sheet with cells"}
	}
	quoted := fmt.Sprintf("%q", visible)
	return &FileError{Code: "no-sheet", Text: fmt.Sprintf("there is no sheet %q; the sheets are %s", want, strings.Trim(quoted, "[]"))}
}
