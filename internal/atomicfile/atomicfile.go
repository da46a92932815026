// Package atomicfile puts a file in its place whole or not at all: a reader, or a power cut,
// finds the old one or the new one, and never a part.
package atomicfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// Write puts what fill writes in path's place, or leaves everything as it was.
func Write(path string, mode fs.FileMode, fill func(io.Writer) error) error {
	temp, err := Draft(path, mode, fill)
	if err != nil {
		return err
	}
	if err := Place(temp, path); err != nil {
		return errors.Join(err, os.Remove(temp))
	}
	return nil
}

// Draft writes a complete file beside path, under a name of its own, and brings it to the
// disk: without that a power cut after Place could leave an empty file. Until it is complete
// only its owner can read it.
func Draft(path string, mode fs.FileMode, fill func(io.Writer) error) (temp string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".contactcast-*.tmp")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := fill(f); err != nil {
		return "", err
	}
	if err := f.Sync(); err != nil {
		return "", err
	}
	if err := f.Chmod(mode); err != nil && runtime.GOOS != "windows" {
		return "", err
	}
	return f.Name(), f.Close()
}

// Place gives a draft its name, and has the folder remember that.
func Place(temp, path string) error {
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder brings a folder's names to the disk where the system can: a file system that
// cannot is no reason to take back a file that stands where it should.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" { // whose folders cannot be opened as files
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return nil //nolint:nilerr // a folder that may be written to, and not read
	}
	_ = f.Sync()
	return f.Close()
}
