package report

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"contactcast/sender/ledger"
)

var errBroken = errors.New("the disk is gone")

// breaking yields n good lines and then an error.
func breaking(n int) func() iter.Seq2[ledger.Line, error] {
	return func() iter.Seq2[ledger.Line, error] {
		return func(yield func(ledger.Line, error) bool) {
			for i := range n {
				if !yield(ledger.Line{Row: i + 2, Status: ledger.Accepted, Source: []string{strings.Repeat("x", 1000)}}, nil) {
					return
				}
			}
			yield(ledger.Line{}, errBroken)
		}
	}
}

// files are the names in a folder.
func files(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestWholeOrNotAtAll(t *testing.T) {
	for _, extension := range Formats() {
		for name, run := range map[string]func(path string) error{
			"lines break": func(path string) error {
				r := everyStatus()
				r.Lines = breaking(20_000) // enough for excelize to take to a file of its own
				_, err := Write(t.Context(), path, r)
				if !errors.Is(err, errBroken) {
					t.Errorf("%s: %v", extension, err)
				}
				return err
			},
			"cancelled": func(path string) error {
				ctx, cancel := context.WithCancel(t.Context())
				r := everyStatus()
				lines := r.Lines
				r.Lines = func() iter.Seq2[ledger.Line, error] {
					cancel()
					return lines()
				}
				_, err := Write(ctx, path, r)
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%s: %v", extension, err)
				}
				return err
			},
		} {
			dir := t.TempDir()
			path := filepath.Join(dir, "r"+extension)
			if err := os.WriteFile(path, []byte("the old report"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := run(path); err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("%s, %s: the error is %v", extension, name, err)
			}
			if got := readText(t, path); got != "the old report" {
				t.Errorf("%s, %s: the old report is %q", extension, name, got)
			}
			if got, want := files(t, dir), "r"+extension; got != want {
				t.Errorf("%s, %s: left behind: %s", extension, name, got)
			}
		}
	}
}

// TestFullDisk writes to a device that takes nothing, as a full disk does.
func TestFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	defer full.Close()
	for _, f := range formats() {
		err := f.write(t.Context(), full, filepath.Join(t.TempDir(), "r"+f.extension), everyStatus())
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", f.extension, err)
		}
	}
}

func TestNoSuchFolder(t *testing.T) {
	_, err := Write(t.Context(), filepath.Join(t.TempDir(), "no", "r.csv"), everyStatus())
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestFolderInTheWay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "r.csv")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), dir, everyStatus()); err == nil {
		t.Error("a folder was replaced")
	}
	if got := files(t, filepath.Dir(dir)); got != "r.csv" {
		t.Errorf("left behind: %s", got)
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	mode := func(path string) fs.FileMode {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	if got := mode(write(t, "r.csv", everyStatus())); got != 0o600 {
		t.Errorf("a new report has mode %o", got)
	}
	if got := mode(write(t, "r.prom", everyStatus())); got != 0o644 {
		t.Errorf("new metrics have mode %o", got)
	}
	shared := filepath.Join(t.TempDir(), "shared.csv")
	if err := os.WriteFile(shared, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(shared, 0o664); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), shared, everyStatus()); err != nil {
		t.Fatal(err)
	}
	if got := mode(shared); got != 0o664 {
		t.Errorf("a replaced report has mode %o", got)
	}
}

func TestLinkStaysALink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target.csv"), filepath.Join(dir, "link.csv")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	written, err := Write(t.Context(), link, everyStatus())
	if err != nil || written != link {
		t.Errorf("written to %s, error %v", written, err)
	}
	if got, err := os.Readlink(link); err != nil || got != target {
		t.Errorf("the link leads to %q, error %v", got, err)
	}
	if readText(t, target) == "" {
		t.Error("the target is empty")
	}
}

// TestHeldOpen: Excel holds r.csv and "r (2).csv" is somebody's file already.
func TestHeldOpen(t *testing.T) {
	dir := t.TempDir()
	temp, path := filepath.Join(dir, "temp"), filepath.Join(dir, "r.csv")
	for _, name := range []string{temp, path, filepath.Join(dir, "r (2).csv")} {
		if err := os.WriteFile(name, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	held := func(from, to string) error {
		if to == path {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EACCES}
		}
		return os.Rename(from, to)
	}
	got, err := place(temp, path, held)
	if want := filepath.Join(dir, "r (3).csv"); err != nil || got != want {
		t.Fatalf("placed at %s, error %v", got, err)
	}
	if readText(t, got) != temp {
		t.Error("that is not what was written")
	}
}

func TestOtherTroubleIsAnError(t *testing.T) {
	broken := func(from, to string) error { return io.ErrUnexpectedEOF }
	if got, err := place("a", "b.csv", broken); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("placed at %s, error %v", got, err)
	}
}
