// Package report hands a job's results back: as the spreadsheet it came from
// (CSV, XLSX), for programs (JSON Lines, Prometheus text) and as a page to read.
package report

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// Result is everything a report shows of one job. It holds nothing that depends on who asks:
// no path but the list's, no command.
type Result struct {
	Job ledger.Job
	// Counts and Deliveries are those of the whole job, also when Lines yields only a part of
	// it. Deliveries are accepted rows by delivery status, without those of which nothing is known.
	Counts     ledger.Counts
	Deliveries map[string]int
	// Lines yields the rows to report, in the file's order. It is walked once or twice.
	Lines func() iter.Seq2[ledger.Line, error]
	// Accounts name the accounts that the job went over, by their keys in the ledger. One alone is nobody's business.
	Accounts map[string]string
	// LastSuccess is when a run of the job last ended without trouble; zero if none did.
	LastSuccess time.Time
	// Language is the one that people read it in; its zero value is English.
	Language words.Language
	// QueueDepth is how many messages waited in the account's queue when a run last looked; nil if none did.
	QueueDepth *int
}

// format is one way to write a report.
type format struct {
	extension string
	// mode is a new file's: rows are people's numbers, and none of anybody else's business.
	mode  fs.FileMode
	write func(ctx context.Context, w io.Writer, path string, r Result) error
}

func formats() []format {
	return []format{
		{".csv", 0o600, writeCSV},
		{".xlsx", 0o600, writeXLSX},
		{".jsonl", 0o600, writeJSONL},
		{".html", 0o600, writeHTML},
		// Counts only, to be read by node_exporter, which is another user.
		{".prom", 0o644, writeProm},
	}
}

// Formats returns the extensions that Write knows, each with its dot.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.extension)
	}
	return names
}

// Supported returns an error that names the known extensions if Write can't
// write path, so that it can be refused before anything is sent.
func Supported(path string) error {
	_, err := formatOf(path)
	return err
}

func formatOf(path string) (format, error) {
	extension := filepath.Ext(path)
	for _, f := range formats() {
		if strings.EqualFold(f.extension, extension) {
			return f, nil
		}
	}
	return format{}, &Error{words.New("report/format", "file", path, "endings", strings.Join(Formats(), " "))}
}

// Write writes a report whole or not at all, in the format that path's
// extension names. A file in its place is replaced and keeps its permissions;
// a new one is for its owner only, except .prom, which holds nobody's number.
// It returns the path it wrote: with " (2)" before the extension if another
// program holds the file open.
func Write(ctx context.Context, path string, r Result) (written string, err error) {
	f, err := formatOf(path)
	if err != nil {
		return "", err
	}
	written, err = replaceFile(path, f.mode, func(w io.Writer) error {
		return f.write(ctx, contextWriter{ctx, w}, path, r)
	})
	if err != nil {
		return "", &PlaceError{Path: path, Err: err}
	}
	return written, nil
}

// language is the one that people read the report in.
func (r Result) language() words.Language {
	if r.Language.Entries == nil {
		return words.English()
	}
	return r.Language
}

// Error says why no report can be written.
type Error struct{ Reason words.Fact }

// Fact is the reason.
func (e *Error) Fact() words.Fact { return e.Reason }

// Error is for programmers; whoever speaks to people makes its words from the fact.
func (e *Error) Error() string { return e.Reason.String() }

// lines walks the rows until ctx is done.
func (r Result) lines(ctx context.Context) iter.Seq2[ledger.Line, error] {
	return func(yield func(ledger.Line, error) bool) {
		for l, err := range r.Lines() {
			if err == nil {
				err = ctx.Err()
			}
			if !yield(l, err) || err != nil {
				return
			}
		}
	}
}

// contextWriter refuses to write once ctx is done.
type contextWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c contextWriter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
