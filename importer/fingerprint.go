package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// readingRules is the version of the rules by which this package and its rooms
// read files. It changes whenever the same file could give other rows.
const readingRules = "contactcast reading rules 2"

// Fingerprint returns a hash over a file's bytes, the options and the version of
// the reading rules: the same fingerprint gives the same rows.
func Fingerprint(path string, opts Options) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	settings, err := json.Marshal(opts)
	if err != nil {
		return "", fmt.Errorf("fingerprint of the options: %w", err)
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%s\n%s\n", readingRules, settings)
	if _, err := io.Copy(hash, file); err != nil {
		return "", fmt.Errorf("fingerprint of %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
