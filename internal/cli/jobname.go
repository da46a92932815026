package cli

import (
	"fmt"
	"path/filepath"
	"strings"
)

// name is the job's: as --job says, else the file's without extension and -report.
func (f *jobFlags) name(file string) (string, error) {
	switch {
	case f.Job != "":
		return f.Job, checkJobName(f.Job)
	case file == "-":
		return "", &usageError{"standard input has no name: add --job NAME"}
	}
	base := filepath.Base(file)
	name := strings.TrimSuffix(strings.TrimSuffix(base, filepath.Ext(base)), "-report")
	if name == "" {
		name = base
	}
	return plainName(name), nil
}

// checkJobName refuses names that no command could be given again by hand, or that look like another.
func checkJobName(name string) error {
	switch {
	case strings.HasPrefix(name, "-"):
		return &usageError{fmt.Sprintf("--job %s: a name that begins with - would be taken for a flag by every other command; choose another", quoted(name))}
	case hidden(name):
		return &usageError{fmt.Sprintf("--job %s: the name holds characters that cannot be seen (a line break, a control character, a direction mark); choose another", quoted(name))}
	case strings.TrimSpace(name) != name:
		return &usageError{fmt.Sprintf("--job %q: the name begins or ends with a space; choose another", name)}
	}
	return nil
}

// plainName is a file's name as a job's: without what checkJobName refuses.
func plainName(name string) string {
	kept := strings.Map(func(r rune) rune {
		if hidden(string(r)) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if kept = strings.TrimLeft(strings.TrimSpace(kept), "- "); kept != "" {
		return kept
	}
	return "list"
}
