package greenapi

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"
)

// readings remember, for the next process, from when on each reading method may be asked again. They are kept in
// a small file, written over: what a crash leaves half-written is not known, and then a wait is due.
type readings struct {
	path string // "": nothing is remembered

	mu   sync.Mutex
	next map[string]int64 // milliseconds since 1970
	lost bool             // the file cannot be read
}

// openReadings reads the file at path; there need not be one.
func openReadings(path string) *readings {
	r := &readings{path: path, next: map[string]int64{}}
	if path == "" {
		return r
	}
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &r.next)
	}
	if err != nil {
		r.next, r.lost = map[string]int64{}, !errors.Is(err, fs.ErrNotExist)
	}
	return r
}

// wait returns how long a process's first request for a method must wait at that time. A time that lies further
// ahead than any wait is one of a clock that was set back since.
func (r *readings) wait(method string, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	next, known := r.next[method]
	switch {
	case r.lost:
		return readEvery
	case !known:
		return 0
	}
	return min(max(0, time.UnixMilli(next).Sub(now)), readEvery)
}

// keep remembers when a method may be asked again. A file that cannot be written costs the next process a wait or
// an answer 429, no more.
func (r *readings) keep(method string, next, now time.Time) {
	if r.path == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	// A clock that is set while the process runs must not make the wait longer: times of day from here on.
	r.next[method] = now.Round(0).Add(next.Sub(now)).UnixMilli()
	if data, err := json.Marshal(r.next); err == nil {
		_ = os.WriteFile(r.path, data, 0o600)
	}
}
