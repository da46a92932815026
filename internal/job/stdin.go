package job

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// onDisk copies Input to a file, since a list is read more than once; remove takes the file
// away. For any other list it changes nothing.
func (list List) onDisk() (path string, remove func(), err error) {
	if list.File != "-" {
		return list.File, func() {}, nil
	}
	path, remove, err = copied(list.Input)
	if err != nil {
		return "", nil, fmt.Errorf("keep standard input: %w", err)
	}
	return path, remove, nil
}

// copied copies what is read to a file of its own.
func copied(in io.Reader) (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "contactcast-")
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.RemoveAll(dir) }
	out, err := os.OpenFile(filepath.Join(dir, "stdin"), os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(out, in)
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	return out.Name(), remove, nil
}
