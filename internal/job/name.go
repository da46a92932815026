package job

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameOf is the job's name: the one that was given, else the file's.
func nameOf(given, file string) (string, error) {
	switch {
	case given != "":
		return given, CheckName(given)
	case file == "-":
		return "", refuse("options/job-unnamed")
	}
	return NameOf(file), nil
}

// NameOf is the name of the job that a file becomes where none is given: the file's own
// without extension and without -report.
func NameOf(file string) string {
	base := filepath.Base(file)
	name := strings.TrimSuffix(strings.TrimSuffix(base, filepath.Ext(base)), "-report")
	if name == "" {
		name = base
	}
	return plainName(name)
}

// CheckName refuses names that no command could be given again by hand, or that look like another.
func CheckName(name string) error {
	switch {
	case strings.HasPrefix(name, "-"):
		return refuse("options/job-dash", "job", name)
	case invisible(name):
		return refuse("options/job-invisible", "job", name)
	case strings.TrimSpace(name) != name:
		return refuse("options/job-space", "job", name)
	}
	return nil
}

// plainName is a file's name as a job's: without what CheckName refuses.
func plainName(name string) string {
	kept := strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if kept = strings.TrimLeft(strings.TrimSpace(kept), "- "); kept != "" {
		return kept
	}
	return "list"
}

// invisible reports whether something in a text cannot be seen, or changes what is: control
// characters, direction marks, bytes that are no text.
func invisible(text string) bool {
	return !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) })
}
