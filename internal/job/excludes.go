package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"contactcast/importer"
	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// excludes are the files of chats that a job leaves out.
type excludes struct {
	options importer.Options
	files   []*excludeFile
}

// excludeFile is one of them as it was read last.
type excludeFile struct {
	path  string
	chats []ledger.Exclusion
	was   os.FileInfo // nil: it is to be read again
}

// openExcludes reads the files, all of them.
func openExcludes(paths []string, o importer.Options) (*excludes, error) {
	e := &excludes{options: o}
	for _, path := range paths {
		if abs, err := filepath.Abs(path); err == nil {
			path = abs
		}
		e.files = append(e.files, &excludeFile{path: path})
	}
	for _, f := range e.files {
		if _, err := f.refresh(o); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// refresh reads the file if it is not as it was, and reports whether it did.
func (f *excludeFile) refresh(o importer.Options) (read bool, err error) {
	info, err := os.Stat(f.path)
	if err != nil {
		return false, &ChatsError{"exclude", f.path, err}
	}
	if f.was != nil && os.SameFile(info, f.was) && info.Size() == f.was.Size() && info.ModTime().Equal(f.was.ModTime()) {
		return false, nil
	}
	f.was = nil
	list, err := readChats("exclude", f.path, o)
	if err != nil {
		return false, err
	}
	f.chats = f.chats[:0]
	for _, chat := range list.Chats {
		f.chats = append(f.chats, ledger.Exclusion{ChatID: chat.ID, List: f.path})
	}
	f.was = info // as it was before it was read: a change meanwhile is read, too
	return true, nil
}

// chats are all chats of all files.
func (e *excludes) chats() (all []ledger.Exclusion) {
	for _, f := range e.files {
		all = append(all, f.chats...)
	}
	return all
}

const (
	// excludesEvery is how often the files are looked at while a run goes on or sleeps.
	excludesEvery = 15 * time.Second
	// excludesPatience is how long posting waits for a file that cannot be read, before the run stops.
	excludesPatience = time.Minute
)

// excludeWatch looks at the files of a run, and has its job leave out whom they come to name.
type excludeWatch struct {
	*excludes
	every   time.Duration
	exclude func([]ledger.Exclusion) error // durable when it returns

	mu    sync.Mutex
	why   error     // what cannot be read
	since time.Time // of why
	stop  error
}

// begin looks at the files until end is called.
func (w *excludeWatch) begin(ctx context.Context) (end func()) {
	if len(w.files) == 0 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx)
	}()
	return func() { cancel(); <-ended }
}

func (w *excludeWatch) run(ctx context.Context) {
	for next := w.every; ; {
		t := time.NewTimer(next)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return
		}
		next = w.every
		if !w.refresh() {
			next = min(next, time.Second)
		}
	}
}

// refresh reads what changed, and reports whether all could be read.
func (w *excludeWatch) refresh() bool {
	for _, f := range w.files {
		read, err := f.refresh(w.options)
		if err != nil {
			w.unreadable(err)
			return false
		}
		if !read {
			continue
		}
		if err := w.exclude(f.chats); err != nil {
			w.mu.Lock()
			w.stop = &Stop{Code: "ledger", Text: err.Error(), Err: err}
			w.mu.Unlock()
			return false
		}
	}
	w.mu.Lock()
	w.why, w.since = nil, time.Time{}
	w.mu.Unlock()
	return true
}

func (w *excludeWatch) unreadable(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if w.why == nil {
		w.since = now
	}
	w.why = err
	if now.Sub(w.since) >= excludesPatience {
		w.stop = &Stop{Code: "exclude", Err: err,
			Text: fmt.Sprintf("a list of chats not to write to cannot be read any more, so nothing more is sent: %v", err)}
	}
}

// Look says why posting must wait for the files, and what ends the run.
func (w *excludeWatch) Look() (why string, stop error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.why != nil {
		why = "a list of chats not to write to: " + w.why.Error()
	}
	return why, w.stop
}

// spareOptedOut refuses a test to a chat that is not to be written to: one that opted out, or that
// the list's own job leaves out, by this command or an earlier one.
func (s *source) spareOptedOut(ctx context.Context, path, shared string, to *testChat) error {
	consent, err := ledger.OpenConsent(ctx, shared)
	if err != nil {
		return err
	}
	o, held, err := consent.Holds(ctx, to.id)
	names, err2 := consent.Names(ctx, to.id)
	if err := errors.Join(err, err2, consent.Close()); err != nil {
		return err
	}
	if held {
		return &OptedOutError{to.given, o}
	}
	list, err := excludedBy(ctx, path, s.plan.Job, names)
	for _, x := range s.excludes.chats() {
		if slices.Contains(names, card.Person(x.ChatID)) {
			list = x.List
		}
	}
	if err == nil && list != "" {
		err = refuse("excluded", "chat", to.given, "list", filepath.Base(list))
	}
	return err
}

// excludedBy returns the list by which a job of the ledger at path leaves out a person of these names, or "".
func excludedBy(ctx context.Context, path, job string, names []string) (list string, err error) {
	l, err := ledger.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	known, err := l.Job(ctx, job)
	if errors.Is(err, ledger.ErrNoJob) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return l.ExcludedBy(ctx, known.ID, names)
}
