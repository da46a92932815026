package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"contactcast/importer"
	"contactcast/sender"
	"contactcast/sender/ledger"
)

// excludes are the files that --exclude names.
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
		if _, err := f.look(o); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// look reads the file if it is not as it was, and reports whether it did.
func (f *excludeFile) look(o importer.Options) (read bool, err error) {
	info, err := os.Stat(f.path)
	if err != nil {
		return false, fmt.Errorf("--exclude: %w", err)
	}
	if f.was != nil && os.SameFile(info, f.was) && info.Size() == f.was.Size() && info.ModTime().Equal(f.was.ModTime()) {
		return false, nil
	}
	f.was = nil
	list, err := readChats("--exclude", f.path, o)
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

// notes tell how many chats were read from each file.
func (e *excludes) notes() (notes []string) {
	for _, f := range e.files {
		notes = append(notes, fmt.Sprintf("--exclude %s: %d %s", filepath.Base(f.path), len(f.chats), plural(len(f.chats), "chat", "chats")))
	}
	return notes
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

// watchExcludes looks at the files until stop is called.
func (r *run) watchExcludes(ctx context.Context, e *excludes) (w *excludeWatch, stop func()) {
	w = &excludeWatch{excludes: e, every: excludesEvery, exclude: func(chats []ledger.Exclusion) error {
		return r.ledger.Exclude(r.job.ID, chats)
	}}
	if r.lookEvery > 0 {
		w.every = r.lookEvery
	}
	if len(e.files) == 0 || r.TestTo != "" {
		return w, func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx)
	}()
	return w, func() { cancel(); <-ended }
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
		if !w.look() {
			next = min(next, time.Second)
		}
	}
}

// look reads what changed, and reports whether all could be read.
func (w *excludeWatch) look() bool {
	for _, f := range w.files {
		read, err := f.look(w.options)
		if err != nil {
			w.unreadable(err)
			return false
		}
		if !read {
			continue
		}
		if err := w.exclude(f.chats); err != nil {
			w.mu.Lock()
			w.stop = &sender.StopError{Code: "ledger", Text: err.Error(), Err: err}
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
		w.stop = &sender.StopError{Code: "exclude", Err: err,
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

// spareOptedOut refuses a test to a chat that is not to be written to.
func (c *sendCmd) spareOptedOut(ctx context.Context, shared string, in *input, chatID string) error {
	consent, err := ledger.OpenConsent(ctx, shared)
	if err != nil {
		return err
	}
	o, held, err := consent.Holds(ctx, chatID)
	if err := errors.Join(err, consent.Close()); err != nil {
		return err
	}
	if held {
		return &startError{"opted-out", fmt.Errorf("--test-to %s: this chat is on the list of chats never to write to since %s%s", c.TestTo, when(o.AddedAt), because(o))}
	}
	for _, x := range in.excludes.chats() {
		if samePerson(x.ChatID, chatID) {
			return &startError{"excluded", fmt.Errorf("--test-to %s: this chat is on the list %s", c.TestTo, filepath.Base(x.List))}
		}
	}
	return nil
}
