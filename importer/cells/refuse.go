package cells

import (
	"strings"

	"contactcast/internal/words"
)

// refused is the error that a file cannot be used.
func refused(code words.Code, pairs ...any) *FileError {
	return &FileError{Reason: words.New(code, pairs...)}
}

// corrupt is the error of a file that is damaged; err is the cause, or nil.
func corrupt(err error, code words.Code, pairs ...any) *FileError {
	e := refused(code, pairs...)
	e.Err = err
	return e
}

// tooLarge is the error of a file of which something is larger than it may be; err is the cause, or nil.
func tooLarge(err error, what words.Fact) *FileError { return corrupt(err, "too-large", "what", what) }

func unsupported(code words.Code) *FileError { return refused(code) }

func noSheet(want string, visible []string) *FileError {
	if len(visible) == 0 {
		return refused("no-sheet/none")
	}
	return refused("no-sheet", "sheet", want, "sheets", strings.Join(visible, ", "))
}
