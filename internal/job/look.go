package job

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"contactcast/importer/cells"
)

// Look refuses what is wrong with a list at first sight: how it is to be read, its job's name, a file that is none.
func (list List) Look() error {
	name, err := nameOf(list.Job, list.File)
	if err != nil || list.File == "-" {
		return err
	}
	if _, err := list.Reading.options(); err != nil {
		return err
	}
	if info, err := os.Stat(list.File); err == nil && info.Mode().IsRegular() {
		return nil
	}
	f, err := cells.Open(list.File, cells.Options{}) // says what it is
	if err == nil {
		return f.Close()
	}
	return (&source{list: list}).unusable(name, err)
}

// unusable is why the list's file cannot be used, by its name.
func (s *source) unusable(job string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return s.named(job, err)
	}
	if alike := alike(s.list.File); len(alike) > 0 {
		return refuseFor(err, "no-file/alike", "file", s.list.File, "alike", strings.Join(alike, ", "))
	}
	return refuseFor(err, "no-file", "file", s.list.File)
}

// alike are lists in the folder of a file that is not there, which may be meant: the same name with an ending, or what a
// pattern fits that the shell left as it was.
func alike(file string) (names []string) {
	dir, base := filepath.Split(file)
	entries, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return nil
	}
	stem := strings.ToLower(strings.TrimSuffix(base, filepath.Ext(base)))
	for _, e := range entries {
		name := e.Name()
		if !IsList(name) || len(names) == 5 {
			continue
		}
		fits, _ := filepath.Match(base, name) // a bad pattern fits nothing
		if fits || strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name))) == stem {
			names = append(names, dir+name)
		}
	}
	return names
}
