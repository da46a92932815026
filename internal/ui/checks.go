package ui

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"contactcast/internal/job"
)

// checks are the lists that were checked lately. A check is made once for what a list, its
// file and the ledgers were then; whoever looks meanwhile waits for it.
type checks struct {
	mu    sync.Mutex
	known map[listKey]*checking
	// changes counts what was changed on the page that may change what a check finds.
	changes int
}

// checking is one check, which may be under way.
type checking struct {
	of     checkOf
	cancel context.CancelFunc
	done   chan struct{}
	used   time.Time

	checked *job.Checked // nil if err is not
	kept    []job.KeptList
	err     error
}

// checkOf is what a check depends on; another needs another check.
type checkOf struct {
	version, changes int
	size             int64
	changed          time.Time
	file             string
}

const (
	// mostChecks is how many checked lists are kept: each holds its rows.
	mostChecks = 3
	// checkTime is how long a check holds, since others may change what it was compared with.
	checkTime = 2 * time.Minute
)

// check returns a list's check, which it begins if there is none. It does not wait.
func (s *server) check(l list, from job.From) *checking {
	of := checkOf{version: l.version, file: l.File}
	if info, err := os.Stat(l.File); err == nil {
		of.size, of.changed = info.Size(), info.ModTime()
	}
	key := l.key()
	s.checks.mu.Lock()
	defer s.checks.mu.Unlock()
	of.changes = s.checks.changes
	if c := s.checks.known[key]; c != nil {
		if c.of == of && time.Since(c.used) < checkTime {
			c.used = time.Now()
			return c
		}
		c.drop()
	}
	ctx, cancel := context.WithCancel(s.ctx)
	c := &checking{of: of, cancel: cancel, done: make(chan struct{}), used: time.Now()}
	s.checks.keep(key, c)
	s.wait.Go(func() { c.run(ctx, job.CheckOptions{From: from, List: l.options()}) })
	return c
}

// run checks the list.
func (c *checking) run(ctx context.Context, o job.CheckOptions) {
	defer close(c.done)
	defer func() { // a file that nobody thought of ends its check, and not what is being sent meanwhile
		if trouble := recover(); trouble != nil {
			c.err = fmt.Errorf("%v\n%s", trouble, debug.Stack())
		}
	}()
	o.Tell = func(e job.Event) {
		if kept, ok := e.(job.ListsKept); ok {
			c.kept = kept.Lists
		}
	}
	c.checked, c.err = job.Preview(ctx, o)
}

// ready waits for the check for some time, and reports whether it has ended.
func (c *checking) ready(ctx context.Context, most time.Duration) bool {
	return within(ctx, c.done, most)
}

// drop ends a check, whoever looks at it.
func (c *checking) drop() {
	c.cancel()
	go func() {
		<-c.done
		if c.checked != nil {
			_ = c.checked.Close() // a draft in memory
		}
	}()
}

// keep keeps a check, and drops the one that was looked at the longest ago where there are many.
func (c *checks) keep(key listKey, one *checking) {
	if c.known == nil {
		c.known = map[listKey]*checking{}
	}
	c.known[key] = one
	if len(c.known) <= mostChecks {
		return
	}
	var oldest listKey
	for k, other := range c.known {
		if k != key && closed(other.done) && (oldest.name == "" || other.used.Before(c.known[oldest].used)) {
			oldest = k
		}
	}
	if oldest.name == "" { // all of them are under way, and looked at
		return
	}
	c.known[oldest].drop()
	delete(c.known, oldest)
}

// drop forgets a list's check.
func (c *checks) drop(key listKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if one := c.known[key]; one != nil {
		one.drop()
		delete(c.known, key)
	}
}

// stale says that something was changed that checks were compared with.
func (c *checks) stale() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
}

// close drops all of them.
func (c *checks) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, one := range c.known {
		one.drop()
		delete(c.known, key)
	}
}
