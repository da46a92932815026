package ui

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"contactcast/internal/job"
)

// list is a spreadsheet on the page, and what was said about it there. Its name is its job's.
type list struct {
	Name string `json:"name"`
	// File is its path. Ours says that it was uploaded, into Folder.
	File   string `json:"file"`
	Folder string `json:"folder,omitempty"`
	// Trial says that it is the simulated account's.
	Trial   bool      `json:"trial,omitempty"`
	AddedAt time.Time `json:"addedAt"`
	// Accounts are those from which it is sent; none is the only one.
	Accounts []string `json:"accounts,omitempty"`
	// Reading is how it is read; Said says that somebody said so here, and that what the
	// ledger remembers of the job is not asked any more.
	Reading job.Reading `json:"reading"`
	Said    bool        `json:"said,omitempty"`
	// Already and SendChanged are answers to questions that planning asks.
	Already     job.Already `json:"already,omitempty"`
	SendChanged bool        `json:"sendChanged,omitempty"`
	// Exclude are files of chats that it leaves out.
	Exclude []string `json:"exclude,omitempty"`
	// Send is how it is sent. Released says that its file was removed, since no row of it was open any more.
	Send     sendSettings `json:"send,omitzero"`
	Released bool         `json:"released,omitempty"`

	version int // counts what was said
}

// options are the list as jobs know it.
func (l list) options() job.List {
	return job.List{File: l.File, Job: l.Name, Reading: l.Reading, Forget: l.Said, Already: l.Already, SendChanged: l.SendChanged, Exclude: l.Exclude}
}

// shelf keeps the lists of a state folder, each in a folder of its own that only its owner can read.
type shelf struct {
	dir string

	mu      sync.Mutex
	lists   map[listKey]*list
	waiting map[string]list // uploads whose name a list has, until somebody says what they are
}

type listKey struct {
	name  string
	trial bool
}

const listFile = "list.json"

// openShelf reads the lists that are kept. One that cannot be read is left where it is, and not shown.
func openShelf(state string) (*shelf, error) {
	s := &shelf{dir: filepath.Join(state, "lists"), lists: map[listKey]*list{}, waiting: map[string]list{}}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, err
	}
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		folder := filepath.Join(s.dir, f.Name())
		text, err := os.ReadFile(filepath.Join(folder, listFile))
		if errors.Is(err, fs.ErrNotExist) { // an upload of which nobody said what it is
			_ = os.RemoveAll(folder)
		}
		l := &list{}
		if err != nil || json.Unmarshal(text, l) != nil || l.Name == "" {
			continue
		}
		l.Folder = folder
		s.lists[listKey{l.Name, l.Trial}] = l
	}
	return s, nil
}

// find returns a list as it is now.
func (s *shelf) find(name string, trial bool) (list, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.lists[listKey{name, trial}]
	if !ok {
		return list{}, false
	}
	return *l, true
}

// all returns the lists of a kind, the latest first.
func (s *shelf) all(trial bool) (all []list) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, l := range s.lists {
		if key.trial == trial {
			all = append(all, *l)
		}
	}
	slices.SortFunc(all, func(a, b list) int { return b.AddedAt.Compare(a.AddedAt) })
	return all
}

// change changes a list, and keeps it; its check is made anew.
func (s *shelf) change(name string, trial bool, fn func(*list)) error {
	return s.note(name, trial, func(l *list) {
		fn(l)
		l.version++
	})
}

// note changes what is known of a list and does not matter to its check.
func (s *shelf) note(name string, trial bool, fn func(*list)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.lists[listKey{name, trial}]
	if !ok {
		return errNotFound
	}
	changed := *l
	fn(&changed)
	if err := s.keep(&changed); err != nil {
		return err
	}
	*l = changed
	return nil
}

// put keeps a list under its name, in place of one that had it.
func (s *shelf) put(l list) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := listKey{l.Name, l.Trial}
	if l.AddedAt.IsZero() {
		l.AddedAt = time.Now()
	}
	if before := s.lists[key]; before != nil {
		l.version = before.version + 1
		if before.Folder != l.Folder && before.Folder != "" {
			defer os.RemoveAll(before.Folder)
		}
	}
	if l.Folder == "" {
		folder, err := s.folder()
		if err != nil {
			return err
		}
		l.Folder = folder
	}
	if err := s.keep(&l); err != nil {
		return err
	}
	s.lists[key] = &l
	return nil
}

// keep writes a list down.
func (s *shelf) keep(l *list) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return writeOwn(filepath.Join(l.Folder, listFile), text)
}

// folder makes a folder for a list.
func (s *shelf) folder() (string, error) {
	dir := filepath.Join(s.dir, rand.Text())
	return dir, os.MkdirAll(dir, 0o700)
}

// remove takes a list off the shelf, with the file that was uploaded for it.
func (s *shelf) remove(name string, trial bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.lists[listKey{name, trial}]
	if !ok {
		return errNotFound
	}
	delete(s.lists, listKey{name, trial})
	return os.RemoveAll(l.Folder)
}

// release removes the file that was uploaded for a list, and what lies beside it; what was sent is in the ledger.
func (s *shelf) release(l list) {
	if filepath.Dir(l.File) != l.Folder {
		return // it is the operator's own
	}
	err := s.note(l.Name, l.Trial, func(kept *list) { kept.Released = true })
	entries, _ := os.ReadDir(l.Folder)
	for _, e := range entries {
		if err == nil && e.Name() != listFile {
			_ = os.RemoveAll(filepath.Join(l.Folder, e.Name()))
		}
	}
}

// leave takes a list off the shelf whose folder another one gets.
func (s *shelf) leave(name string, trial bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lists, listKey{name, trial})
}

// adopt has a file of the operator's own on the shelf, where it stays.
func (s *shelf) adopt(file string) (list, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return list{}, err
	}
	if _, err := os.Stat(path); err != nil {
		return list{}, err
	}
	l := list{Name: job.NameOf(path), File: path}
	if known, ok := s.find(l.Name, false); ok && known.File == path {
		return known, nil
	}
	return l, s.put(l)
}

// upload keeps what is read under a file's name, and returns a list that is not on the shelf yet.
func (s *shelf) upload(name string, content io.Reader) (l list, err error) {
	if l.Folder, err = s.folder(); err != nil {
		return l, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(l.Folder)
		}
	}()
	l.File = filepath.Join(l.Folder, safeName(name))
	if err := copyOwn(l.File, content); err != nil {
		return l, err
	}
	l.Name = job.NameOf(l.File)
	return l, nil
}

// within makes a folder in a list's own, for a file that goes with it.
func (s *shelf) within(l list) (string, error) { return os.MkdirTemp(l.Folder, "with-") }

// discard removes an upload that comes to nothing.
func (s *shelf) discard(l list) {
	if l.Folder != "" {
		_ = os.RemoveAll(l.Folder)
	}
}

// pend keeps an upload until somebody says what it is, and returns what it is asked for by.
func (s *shelf) pend(l list) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id = rand.Text()
	s.waiting[id] = l
	return id
}

// pending returns an upload that waits.
func (s *shelf) pending(id string) (list, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.waiting[id]
	return l, ok
}

// settle forgets that an upload waited.
func (s *shelf) settle(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, id)
}

// drop removes an upload that waited.
func (s *shelf) drop(id string) {
	if l, ok := s.pending(id); ok {
		s.settle(id)
		s.discard(l)
	}
}

// copyOwn writes a file that only its owner can read.
func copyOwn(path string, content io.Reader) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Close())
}

// mostName is how much of a file's name is kept: file systems take 255 bytes, and reports add to it.
const mostName = 120

// safeName is a file's name as a browser gave it, without what could lead elsewhere or mean
// something to a file system.
func safeName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	ext := filepath.Ext(name)
	base := strings.Trim(strings.TrimSuffix(name, ext), " .-")
	if len(ext) > 10 {
		ext = ""
	}
	for len(base) > mostName {
		_, size := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-size]
	}
	name = strings.TrimRight(base+ext, " .")
	if base == "" || name == listFile || !filepath.IsLocal(name) { // what Windows keeps for devices
		name = "list-" + name
	}
	return strings.TrimRight(name, " .")
}

// there reports whether a list's file can still be read.
func (l list) there() bool {
	_, err := os.Stat(l.File)
	return !errors.Is(err, fs.ErrNotExist)
}
