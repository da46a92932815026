package report

import (
	"contactcast/internal/words"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// PlaceError says that no report can be written where one is to stand.
type PlaceError struct {
	Path string
	Err  error
}

func (e *PlaceError) Error() string { return fmt.Sprintf("report %s: %v", e.Path, e.Err) }

// Fact names the report and the cause.
func (e *PlaceError) Fact() words.Fact {
	return words.New("report/failed", "file", e.Path, "cause", e.Err)
}

// Unwrap gives the cause.
func (e *PlaceError) Unwrap() error { return e.Err }

// firstBytes is how much Probe writes.
const firstBytes = 4 << 10

// Probe finds out whether a report can be written at path: it writes a file's first bytes beside that
// place, as Write will, and takes them away again. Its error is a *PlaceError.
func Probe(path string) error {
	if err := probe(path); err != nil {
		return &PlaceError{Path: path, Err: err}
	}
	return nil
}

func probe(path string) (err error) {
	if err := Supported(path); err != nil {
		return err
	}
	target, _, err := targetOf(path, 0)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(target), ".contactcast-*.tmp")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(temp.Name())) }()
	_, err = temp.Write(make([]byte, firstBytes))
	if err == nil {
		err = temp.Sync()
	}
	return errors.Join(err, temp.Close())
}

// targetOf is the file that a report at path takes the place of, behind links, and its mode: that of
// the file that stands there, else the one given.
func targetOf(path string, mode fs.FileMode) (string, fs.FileMode, error) {
	target, err := behindLinks(path)
	if err != nil {
		return "", 0, err
	}
	info, err := os.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return target, mode, nil
	case err != nil: // such as a name that is too long
		return "", 0, err
	case info.IsDir():
		return "", 0, &Error{words.New("report/a-folder")}
	case !info.Mode().IsRegular():
		return "", 0, &Error{words.New("report/no-file")}
	}
	return target, info.Mode().Perm(), nil
}

// behindLinks follows links, so that a link stays a link, also one to a file that is still to be made.
func behindLinks(path string) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	const most = 40
	for range most {
		to, err := os.Readlink(path)
		if err != nil {
			return path, nil //nolint:nilerr // it is no link
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", &Error{words.New("report/circle")}
}
