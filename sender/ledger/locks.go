package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
)

// locks are the lock files of a ledger's users, in a folder beside it. The operating system
// releases them when a process ends, however it does. A reader needs none.
type locks struct {
	dir   string
	door  *flock.Flock // exclusive, while somebody opens or closes
	users *flock.Flock // shared, by everybody who has it open
	write *flock.Flock // exclusive, for the time of a transaction: writers take turns

	marked atomic.Pointer[string] // what this process wrote into the mark last
	busy   atomic.Int64           // since when, in milliseconds since 1970, this process waits for write; 0: it does not
}

// locksDir is the folder of a ledger's lock files: one of its own, whatever other ledgers lie beside it.
func locksDir(path string) string {
	name := filepath.Base(path) + "-runs"
	switch filepath.Base(path) {
	case Name:
		name = "runs"
	case Trial:
		name = "sandbox-runs"
	}
	return filepath.Join(filepath.Dir(path), name)
}

func locksOf(path string) *locks {
	dir := locksDir(path)
	lock := func(name string) *flock.Flock {
		return flock.New(filepath.Join(dir, name+".lock"), flock.SetPermissions(0o600))
	}
	return &locks{dir: dir, door: lock("door"), users: lock("users"), write: lock("write")}
}

// atTheDoor runs fn while nobody else opens or closes the ledger.
func (k *locks) atTheDoor(ctx context.Context, fn func() error) error {
	if err := os.MkdirAll(k.dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of locks: %w", err)
	}
	if _, err := k.door.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		return fmt.Errorf("lock the ledger: %w", err)
	}
	return errors.Join(fn(), k.door.Unlock())
}

// enter makes this process a user. fn is told whether it is the first.
func (k *locks) enter(ctx context.Context, fn func(first bool) error) error {
	return k.atTheDoor(ctx, func() error {
		first, err := k.users.TryLock()
		if err == nil {
			err = fn(first)
		}
		if first {
			err = errors.Join(err, k.users.Unlock())
		}
		if err == nil {
			_, err = k.users.TryRLock() // whoever has more than that is at the door
		}
		return err
	})
}

// leave ends this process's use. fn is told whether it was the last.
func (k *locks) leave(fn func(last bool) error) error {
	return k.atTheDoor(context.Background(), func() error {
		err := k.users.Unlock()
		last, err2 := k.users.TryLock()
		return errors.Join(err, err2, fn(last), k.users.Unlock(), k.write.Close())
	})
}

// turn waits until no other process writes, and runs begin then. Whoever has the turn gives it back by done.
func (k *locks) turn(begin func() error) (done func(), err error) {
	k.busy.Store(time.Now().UnixMilli())
	defer k.busy.Store(0)
	if err := k.write.Lock(); err != nil {
		return nil, fmt.Errorf("lock the ledger: %w", err)
	}
	done = func() { _ = k.write.Unlock() }
	if err := begin(); err != nil {
		done()
		return nil, err
	}
	return done, nil
}

// Busy returns since when a change of this process's waits for another process's; the zero time if none does.
func (l *Ledger) Busy() time.Time {
	if l.home == nil {
		return time.Time{}
	}
	return l.home.busy()
}

// runLock is the lock file of a run, held as long as it lives.
func (k *locks) runLock(run int64) *flock.Flock {
	return flock.New(filepath.Join(k.dir, fmt.Sprintf("%d.lock", run)), flock.SetPermissions(0o600))
}

// forget removes the lock files of runs that are no more.
func (k *locks) forget(runs []int64) {
	for _, run := range runs {
		_ = os.Remove(k.runLock(run).Path()) // whoever looks finds it unlocked, too
	}
}

// alive reports whether a run's process holds its lock file.
func (k *locks) alive(run int64) (bool, error) {
	lock := k.runLock(run)
	if _, err := os.Stat(lock.Path()); errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	free, err := lock.TryRLock() // shared: others may ask at the same time
	if err != nil {
		return false, fmt.Errorf("look at %s: %w", lock.Path(), err)
	}
	return !free, lock.Close()
}
