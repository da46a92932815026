//go:build unix

package job

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"contactcast/importer"
	"contactcast/sender/ledger"
)

// What is no regular file is not opened, which might wait for ever; and a look that does not end
// holds posting, ends the run after a minute, and keeps nobody waiting at the end.
func TestExcludeWatchThatHangs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no.csv")
	writeList(t, path, "79000000001\n")
	e, err := openExcludes([]string{path}, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	w := &excludeWatch{excludes: e, every: excludesEvery, exclude: func([]ledger.Exclusion) error { return nil }}
	end := w.begin(t.Context())
	if w.refresh(t.Context()) {
		t.Error("a pipe is read")
	}
	if why, _ := w.Look(); why.Code == "" {
		t.Error("posting goes on")
	}
	end()
	w.why = nil
	w.seen = time.Now().Add(-21 * time.Second)
	if why, stop := w.Look(); why.Code == "" || stop != nil {
		t.Errorf("without a look for 21 seconds posting waits for %q, the run stops for %v", why, stop)
	}
	w.seen = time.Now().Add(-76 * time.Second)
	if _, stop := w.Look(); stop == nil {
		t.Error("without a look for 76 seconds the run goes on")
	}
}
