package job

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"contactcast/sender/ledger"
)

// KeptList is a list of chats that a job leaves out, as it was kept with the job.
type KeptList struct {
	File string
	// Chats is how many the job leaves out by it; one that several lists name counts for one of them.
	Chats int
	// Gone says that the file is no longer there: whom it named stays left out.
	Gone bool
}

// ListsKept tells by which lists a job leaves chats out that its command does not name.
type ListsKept struct {
	Job   string
	Lists []KeptList
}

func (ListsKept) event() {}

// keptLists returns the lists of a job.
func keptLists(ctx context.Context, l *ledger.Ledger, job int64) (kept []KeptList, err error) {
	lists, err := l.ExcludeLists(ctx, job)
	for _, list := range lists {
		_, gone := os.Stat(list.Path)
		kept = append(kept, KeptList{list.Path, list.Chats, errors.Is(gone, fs.ErrNotExist)})
	}
	return kept, err
}

// keptBefore returns the lists of a job as the ledger at path knows it; none if it does not.
func keptBefore(ctx context.Context, path, name string) (kept []KeptList, err error) {
	if path == "" {
		return nil, nil
	}
	l, err := ledger.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	job, err := l.Job(ctx, name)
	if err == nil {
		kept, err = keptLists(ctx, l, job.ID)
	}
	if errors.Is(err, ledger.ErrNoJob) {
		err = nil
	}
	return kept, errors.Join(err, l.Close())
}

// addKept reads kept lists again, as far as they are there and the command does not name them; fresh
// are the chats in them. One that cannot be read is an error, as if the command named it.
func (e *excludes) addKept(kept []KeptList) (fresh []ledger.Exclusion, err error) {
	for _, list := range kept {
		if list.Gone || e.holds(list.File) {
			continue
		}
		if err := e.add(list.File, true); err != nil {
			return nil, err
		}
		fresh = append(fresh, e.files[len(e.files)-1].chats...)
	}
	return fresh, nil
}

// inherit reads the lists that the job took over from others when it was planned, and compares
// the plan again if they hold chats.
func (s *source) inherit(ctx context.Context, l *ledger.Ledger, job ledger.Job) (ledger.Job, error) {
	kept, err := keptLists(ctx, l, job.ID)
	if err != nil || s.plan.Test {
		return job, err
	}
	fresh, err := s.excludes.addKept(kept)
	if err != nil || len(fresh) == 0 {
		return job, err
	}
	s.plan.Exclude = s.excludes.chats()
	return l.Refresh(ctx, s.plan)
}

// tellConsent tells whom the plan leaves out by earlier lists, and whom it sends a card again.
func (s *source) tellConsent(ctx context.Context, t *teller, l *ledger.Ledger, job ledger.Job) error {
	kept, err := s.keptOf(ctx, l, job)
	if err != nil {
		return err
	}
	t.tell(kept)
	again, err := l.SentAgain(ctx, job.ID)
	if again > 0 {
		t.note("sent-again", "n", again)
	}
	return err
}

// keptOf are the lists by which the job leaves chats out that its command does not name.
func (s *source) keptOf(ctx context.Context, l *ledger.Ledger, job ledger.Job) (others ListsKept, err error) {
	kept, err := keptLists(ctx, l, job.ID)
	others.Job = job.Name
	for _, list := range kept {
		if !s.excludes.named(list.File) {
			others.Lists = append(others.Lists, list)
		}
	}
	return others, err
}

// named reports whether the command names a file.
func (e *excludes) named(path string) bool {
	for _, f := range e.files {
		if !f.kept && (f.path == path || sameFile(f.path, path)) {
			return true
		}
	}
	return false
}
