package job

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"contactcast/internal/words"
	"contactcast/report"
	"contactcast/sender/ledger"
)

// place is what is known of the places where reports go.
type place struct {
	input  string // the file that was read, or "": what was corrected in it was planned
	asked  bool   // somebody chose the name
	trials string // the ledger of trials, whose reports real ones replace; "" in a trial
}

// write writes a report to each path, all that can be written, and keeps in the ledger how. It returns where they went.
func (p place) write(ctx context.Context, t *teller, l *ledger.Ledger, paths []string, result func(path string) report.Result) (written []string, err error) {
	var errs []error
	for _, path := range paths {
		name, err := p.writeOne(ctx, t, l, path, result(path))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		written = append(written, name)
	}
	return written, errors.Join(errs...)
}

func (p place) writeOne(ctx context.Context, t *teller, l *ledger.Ledger, path string, result report.Result) (string, error) {
	path, err := p.find(ctx, t, l, path)
	if err != nil {
		return "", err
	}
	written, err := report.Write(ctx, path, result)
	if err != nil {
		return "", err
	}
	key, info, err := fileOf(written)
	if err != nil {
		return written, err
	}
	return written, l.SaveReport(key, info.Size(), info.ModTime())
}

// fileOf is a file as the ledger knows reports.
func fileOf(path string) (key string, info os.FileInfo, err error) {
	if info, err = os.Stat(path); err == nil {
		key, err = filepath.Abs(path)
	}
	return key, info, err
}

// find finds where a report goes, and says so if that is beside its place.
func (p place) find(ctx context.Context, t *teller, l *ledger.Ledger, path string) (string, error) {
	name, why, err := p.free(ctx, l, path)
	if why != "" {
		t.note(why, "file", filepath.Base(path))
	}
	return name, err
}

// free finds where a report goes: beside what stands there if that is somebody's work, as it
// may hold corrections that nobody has sent yet. why is the code of what is to be said of it.
func (p place) free(ctx context.Context, l *ledger.Ledger, path string) (name string, why words.Code, err error) {
	for n := 1; n < 100; n++ {
		name := report.Numbered(path, n)
		key, info, err := fileOf(name)
		if err != nil || sameFile(name, p.input) {
			return name, why, nil
		}
		state, err := l.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return "", "", err
		}
		edited := words.Code("report-edited")
		switch {
		case info.IsDir(): // nobody's work, and in the way
			return name, why, nil
		case state == ledger.AsWritten, state == ledger.NeverWritten && n == 1 && (p.asked || p.tried(ctx, key, info)):
			return name, why, nil
		case state == ledger.NeverWritten:
			edited = "report-not-ours"
		}
		if n == 1 {
			why = edited
		}
	}
	return path, why, nil
}

// tried reports whether a run with the sandbox wrote the report.
func (p place) tried(ctx context.Context, key string, info os.FileInfo) bool {
	if p.trials == "" {
		return false
	}
	l, err := ledger.OpenReadOnly(ctx, p.trials)
	if err != nil {
		return false
	}
	defer l.Close()
	state, err := l.Report(ctx, key, info.Size(), info.ModTime())
	return err == nil && state == ledger.AsWritten
}

// probe refuses, before anything is done, reports that could not be written at the end.
func (p place) probe(ctx context.Context, l *ledger.Ledger, paths []string) error {
	for _, path := range paths {
		name, _, err := p.free(ctx, l, path)
		if err != nil {
			return err
		}
		if err := probe(name); err != nil {
			return err
		}
	}
	return nil
}

// probe refuses a report that cannot be written at path.
func probe(path string) error {
	err := report.Probe(path)
	if e, ok := errors.AsType[*report.PlaceError](err); ok {
		return refuseFor(e.Err, "report/unwritable", "file", e.Path)
	}
	return err
}

// CheckReports refuses reports of no known format, or that have no folder to go to.
func CheckReports(paths []string) error {
	for _, path := range paths {
		if err := report.Supported(path); err != nil {
			return refuseFor(err, "options/report-format")
		}
	}
	for _, path := range paths {
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return refuse("options/report-folder", "file", path, "folder", filepath.Dir(path))
		}
	}
	return nil
}

// spareLists refuses reports in the place of lists that jobs were planned from, unless these are reports, too.
func spareLists(ctx context.Context, l *ledger.Ledger, paths []string) error {
	jobs, err := l.Jobs(ctx)
	if err != nil {
		return err
	}
	for _, path := range paths {
		key, info, err := fileOf(path)
		if err != nil {
			continue // there is nothing to spare
		}
		state, err := l.Report(ctx, key, info.Size(), info.ModTime())
		if err != nil {
			return err
		}
		for _, job := range jobs {
			if state == ledger.NeverWritten && sameFile(path, job.File) {
				return refuse("options/report-over-list", "file", path, "job", job.Name)
			}
		}
	}
	return nil
}

// spareInputs refuses reports that would replace a file that is read.
func spareInputs(reports, read []string) error {
	for _, path := range reports {
		for _, other := range read {
			if sameFile(path, other) {
				return refuse("options/report-over-input", "file", path)
			}
		}
	}
	return nil
}

// keepReport has the report that a job was last sent from spared from now on: it holds what was corrected in it.
func keepReport(ctx context.Context, l *ledger.Ledger, path string) error {
	key, info, err := fileOf(path)
	if err != nil {
		return nil //nolint:nilerr // it is gone
	}
	state, err := l.Report(ctx, key, info.Size(), info.ModTime())
	if err != nil || state != ledger.AsWritten {
		return err
	}
	return l.KeepReport(key)
}

func sameFile(a, b string) bool {
	one, err1 := os.Stat(a)
	two, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(one, two)
}

// besideInput is the report of a list for which none is named.
func besideInput(file, job, format string, isReport bool) string {
	ext := ".xlsx"
	if format == "csv" {
		ext = ".csv"
	}
	if file == "-" {
		return strings.Map(noSeparator, job) + "-report" + ext
	}
	base := filepath.Base(file)
	name := strings.TrimSuffix(base, filepath.Ext(base))
	if isReport { // the next one takes its place
		name = strings.TrimSuffix(name, "-report")
	}
	return filepath.Join(filepath.Dir(file), name+"-report"+ext)
}

// noSeparator keeps a job's name from naming a folder.
func noSeparator(r rune) rune {
	if strings.ContainsRune(`/\:`, r) {
		return '_'
	}
	return r
}

// Elsewhere is a place for a report that can be written, as far as one is found.
func Elsewhere(path string) string {
	name := filepath.Base(path)
	if report.Probe(name) == nil {
		return name
	}
	return filepath.Join(os.TempDir(), name)
}
