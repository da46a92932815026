package ui

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// feed tells pages what happens, as it happens, by server-sent events. Whoever comes later, or
// comes again after the line was cut, is told the latest of each kind first.
type feed struct {
	mu     sync.Mutex
	order  []string          // of the kinds, as they were first told
	latest map[string][]byte // by kind
	to     map[chan string]bool
	ended  bool
}

// tell tells something of a kind, as JSON. A page that does not keep up misses what was told
// between; it is told the latest.
func (f *feed) tell(kind string, value any) {
	text, err := json.Marshal(value)
	if err != nil { // what is told is ours
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.latest == nil {
		f.latest = map[string][]byte{}
	}
	if _, known := f.latest[kind]; !known {
		f.order = append(f.order, kind)
	}
	f.latest[kind] = text
	for c := range f.to {
		select {
		case c <- kind:
		default:
		}
	}
}

// end ends the stream of everybody.
func (f *feed) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ended = true
	for c := range f.to {
		close(c)
	}
	f.to = nil
}

// listen returns the kinds of what was told, and a channel of those that are told from now on.
func (f *feed) listen() (known []string, kinds chan string, leave func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	kinds = make(chan string, 64)
	known = append(known, f.order...)
	if f.ended {
		close(kinds)
		return known, kinds, func() {}
	}
	if f.to == nil {
		f.to = map[chan string]bool{}
	}
	f.to[kinds] = true
	return known, kinds, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.to, kinds)
	}
}

// last is the latest of a kind.
func (f *feed) last(kind string) []byte {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.latest[kind]
}

// stillThere is how often a silent stream says that it is there.
const stillThere = 15 * time.Second

// serve streams to one page until it leaves or the feed ends. The event "end" is the last.
func (f *feed) serve(w http.ResponseWriter, r *request) error {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	known, kinds, leave := f.listen()
	defer leave()
	say := func(kind string) error {
		_, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", kind, f.last(kind))
		return err
	}
	for _, kind := range known {
		if say(kind) != nil {
			return nil // the page has gone
		}
	}
	tick := time.NewTicker(stillThere)
	defer tick.Stop()
	for {
		if out.Flush() != nil {
			return nil
		}
		var err error
		select {
		case kind, more := <-kinds:
			if !more {
				_, _ = fmt.Fprint(w, "event: end\ndata: {}\n\n")
				return nil
			}
			err = say(kind)
		case <-tick.C:
			_, err = fmt.Fprint(w, ":\n\n")
		case <-r.Context().Done():
			return nil
		}
		if err != nil {
			return nil
		}
	}
}
