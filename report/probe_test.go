package report

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// What Write could not write is found out beforehand, and what it could write is not refused; either way nothing is left behind.
func TestProbe(t *testing.T) {
	dir := t.TempDir()
	inDir := func(name string) string { return filepath.Join(dir, name) }
	for name, err := range map[string]error{
		"a folder":  os.Mkdir(inDir("folder.csv"), 0o700),
		"a file":    os.WriteFile(inDir("file.csv"), []byte("old"), 0o600),
		"read only": os.WriteFile(inDir("readonly.csv"), []byte("old"), 0o400),
		"a link":    os.Symlink("file.csv", inDir("link.csv")),
		"dangling":  os.Symlink("new.csv", inDir("new-link.csv")),
		"nowhere":   os.Symlink(filepath.Join("gone", "x.csv"), inDir("nowhere.csv")),
		"circle":    os.Symlink("circle.csv", inDir("circle.csv")),
		"to folder": os.Symlink("folder.csv", inDir("to-folder.csv")),
	} {
		if err != nil {
			t.Skip(name, err) // a system without links
		}
	}
	good := []string{"new.csv", "new.XLSX", "file.csv", "readonly.csv", "link.csv", "new-link.csv"}
	bad := []string{"folder.csv", "to-folder.csv", "nowhere.csv", "circle.csv", "file.csv/x.csv", "gone/x.csv", "list.pdf", "list", "",
		strings.Repeat("x", 260) + ".csv", "nul\x00.csv"}
	before := names(t, dir)
	for _, name := range good {
		if err := Probe(inDir(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range bad {
		err := Probe(inDir(name))
		var place *PlaceError
		if !errors.As(err, &place) {
			t.Errorf("%s: got %v, want a PlaceError", name, err)
		}
		if _, werr := Write(t.Context(), inDir(name), Result{}); werr == nil {
			t.Errorf("%s: refused, though it can be written", name)
		}
	}
	if after := names(t, dir); after != before {
		t.Errorf("left behind: %s, before %s", after, before)
	}
}

// A folder that takes no new file takes no report, even if an old one stands there.
func TestProbeReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("modes of folders do not hold this user back")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "report.csv")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(dir, 0o500)); err != nil {
		t.Fatal(err)
	}
	if err := Probe(path); err == nil {
		t.Error("taken for writable")
	}
}

// A link stays a link, also to a file that is still to be made.
func TestLinkToAFileToBe(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "latest.jsonl")
	if err := os.Symlink("today.jsonl", link); err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "today.jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	target, _, err := targetOf(link, 0o600)
	if err != nil || filepath.Base(target) != "today.jsonl" {
		t.Errorf("%s, %v", target, err)
	}
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	if target, _, err = targetOf(link, 0o600); err != nil || filepath.Base(target) != "today.jsonl" {
		t.Errorf("to be made: %s, %v", target, err)
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}
