package job

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"contactcast/importer"
	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

// excludes are the files of chats that a job leaves out: those of its command, and those of earlier ones.
type excludes struct {
	options importer.Options
	files   []*excludeFile
}

// excludeFile is one of them as it was read last.
type excludeFile struct {
	path  string
	kept  bool // by the job: the command does not name it
	chats []ledger.Exclusion
	read  ChatsRead
	was   string // its fingerprint; "": it is to be read again
}

// openExcludes reads the files, all of them.
func openExcludes(paths []string, o importer.Options) (*excludes, error) {
	e := &excludes{options: o}
	for _, path := range paths {
		if err := checkExclude(path, o.Region); err != nil {
			return nil, err
		}
		if err := e.add(path, false); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// add reads one file more.
func (e *excludes) add(path string, kept bool) error {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	f, err := excludeFile{path: path, kept: kept}.refresh(e.options)
	if err != nil {
		return err
	}
	e.files = append(e.files, &f)
	return nil
}

// holds reports whether a file is among them.
func (e *excludes) holds(path string) bool {
	return slices.ContainsFunc(e.files, func(f *excludeFile) bool { return f.path == path || sameFile(f.path, path) })
}

// paths are those of all files.
func (e *excludes) paths() (all []string) {
	for _, f := range e.files {
		all = append(all, f.path)
	}
	return all
}

// checkExclude says what a name means that is no file's: a chat, several files, standard input.
func checkExclude(path, region string) error {
	_, err := os.Stat(path)
	switch {
	case path == "":
		return refuse("options/exclude-blank")
	case path == "-":
		return refuse("options/exclude-stdin")
	case !errors.Is(err, fs.ErrNotExist):
		return nil // what else is the matter, reading it shows
	}
	if _, err := importer.ParseChat(path, region); err == nil {
		return refuse("options/exclude-chat", "chat", path)
	}
	if parts := strings.Split(path, ","); len(parts) > 1 && !slices.ContainsFunc(parts, missing) {
		return refuse("options/exclude-several", "file", path)
	}
	return refuse("options/exclude-none", "file", path)
}

func missing(path string) bool {
	_, err := os.Stat(strings.TrimSpace(path))
	return err != nil
}

// refresh is the file as it is now. It is read again if its contents are not what they were: its
// time and size may be the same.
func (f excludeFile) refresh(o importer.Options) (excludeFile, error) {
	use := "exclude"
	if f.kept {
		use = "kept"
	}
	if info, err := os.Stat(f.path); err == nil && !info.Mode().IsRegular() { // reading it may never end
		_, err = readChats(use, f.path, o)
		return f, err
	}
	now, err := importer.Fingerprint(f.path, o) // before it is read: a change meanwhile is read, too
	if err != nil {
		return f, &ChatsError{use, f.path, err}
	}
	if f.was == now {
		return f, nil
	}
	list, err := readChats(use, f.path, o)
	if err != nil {
		return f, err
	}
	read := excludeFile{path: f.path, kept: f.kept, was: now, read: chatsRead(f.path, list)}
	for _, chat := range list.Chats {
		read.chats = append(read.chats, ledger.Exclusion{ChatID: chat.ID, List: f.path})
	}
	return read, nil
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
	// excludesSlow is how long a look may take before posting waits for it: one at a network drive
	// that is away may never end.
	excludesSlow = 5 * time.Second
	// excludesPatience is how long posting waits before the run stops.
	excludesPatience = time.Minute
)

// excludeWatch looks at the files of a run, and has its job leave out whom they come to name.
type excludeWatch struct {
	*excludes
	every   time.Duration
	exclude func([]ledger.Exclusion) error // durable when it returns

	mu    sync.Mutex
	seen  time.Time // when a look last found all files readable; zero: nobody looks
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
	w.seen = time.Now()
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
		if !w.refresh(ctx) {
			next = min(next, time.Second)
		}
	}
}

// refresh reads what changed, and reports whether all could be read. It does not wait for a
// reading once the run is over: one may never end.
func (w *excludeWatch) refresh(ctx context.Context) bool {
	for i, was := range w.files {
		var now excludeFile
		var err error
		read := make(chan struct{})
		go func() {
			defer close(read)
			now, err = was.refresh(w.options)
		}()
		select {
		case <-read:
		case <-ctx.Done():
			return false
		}
		if err != nil {
			w.unreadable(err)
			return false
		}
		if now.was == was.was {
			continue
		}
		if err := w.exclude(now.chats); err != nil {
			w.mu.Lock()
			w.stop = &Stop{Reason: words.New("ledger", "cause", err), Err: err}
			w.mu.Unlock()
			return false
		}
		w.files[i] = &now
	}
	w.mu.Lock()
	w.seen, w.why, w.since = time.Now(), nil, time.Time{}
	w.mu.Unlock()
	return true
}

func (w *excludeWatch) unreadable(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.why == nil {
		w.since = time.Now()
	}
	w.why = err
}

// errNoLook says that a look at the files does not end.
var errNoLook = errors.New("reading it takes too long")

// Look says why posting must wait for the files, and what ends the run.
func (w *excludeWatch) Look() (why words.Fact, stop error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	err, since, now := w.why, w.since, time.Now()
	if err == nil && !w.seen.IsZero() && now.Sub(w.seen) > w.every+excludesSlow {
		err, since = errNoLook, w.seen.Add(w.every)
	}
	if w.stop != nil || err == nil {
		return words.Fact{}, w.stop
	}
	if now.Sub(since) >= excludesPatience {
		stop = &Stop{Reason: words.New("exclude", "cause", err), Err: err}
	}
	return words.New("exclude/wait", "cause", err), stop
}

// spareOptedOut refuses a test to a chat that is not to be written to: one that opted out, or that
// the list's own job leaves out, by this command or an earlier one.
func (s *source) spareOptedOut(ctx context.Context, path string, to *testChat) error {
	l, err := openToWrite(ctx, path)
	if err != nil {
		return err
	}
	consent := l.Consent()
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
		err = refuse("excluded/test-chat", "chat", to.given, "list", filepath.Base(list))
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
