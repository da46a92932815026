package job

import "contactcast/importer"

// Template writes an empty list with a filled example row, never over an existing file.
func Template(path string) error { return importer.WriteTemplate(path) }
