package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"contactcast/internal/atomicfile"
)

// replaceFile puts what fill writes in path's place, or leaves everything as it
// was. Until it is complete and on the disk it lies beside path under a name of
// its own, readable by its owner only. It returns path, or the name it took
// because another program holds path open.
func replaceFile(path string, mode fs.FileMode, fill func(io.Writer) error) (written string, err error) {
	target, mode, err := targetOf(path, mode)
	if err != nil {
		return "", err
	}
	temp, err := atomicfile.Draft(target, mode, fill)
	if err != nil {
		return "", err
	}
	placed, err := place(temp, target, atomicfile.Place)
	if err != nil {
		return "", errors.Join(err, os.Remove(temp))
	}
	if placed == target {
		return path, nil
	}
	return placed, nil
}

// place renames temp to path, or to the first free numbered name if path may
// not be replaced: Excel lets nobody touch a file that it has open.
func place(temp, path string, rename func(from, to string) error) (string, error) {
	err := rename(temp, path)
	if err == nil || !refused(err) {
		return path, err
	}
	free, ok := freeName(path)
	if !ok {
		return "", err
	}
	return free, rename(temp, free)
}

// refused reports whether a file may not be replaced; any other error is other trouble.
func refused(err error) bool {
	const sharingViolation = syscall.Errno(32)
	return errors.Is(err, fs.ErrPermission) || runtime.GOOS == "windows" && errors.Is(err, sharingViolation)
}

// Numbered is path with a number before its extension, as in "list-report (2).xlsx"; path itself for 1.
func Numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	extension := filepath.Ext(path)
	return fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(path, extension), n, extension)
}

func freeName(path string) (string, bool) {
	for n := 2; n < 100; n++ {
		name := Numbered(path, n)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name, true
		}
	}
	return "", false
}
