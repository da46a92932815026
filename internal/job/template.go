package job

import (
	"os"
	"path/filepath"

	"contactcast/importer"
	"contactcast/internal/words"
)

// Template writes an empty list with a filled example row, never over an existing file; its notes are in a language.
func Template(path string, in words.Language) error {
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return refuse("options/no-folder", "file", path, "folder", filepath.Dir(path))
	}
	return importer.WriteTemplate(path, in)
}
