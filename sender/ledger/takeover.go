package ledger

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"contactcast/internal/words"

	"github.com/gofrs/flock"
)

// Versions before the first of one ledger kept a file for each account, NAME.db, and one of opt-outs for all of them. Whoever
// opens the ledger first takes them over: what they know is merged into it, in one transaction over all files, from which on
// older programs refuse them. Then they are kept under another name.

// old is a ledger of an earlier version, or one that was taken over and not put away yet.
type old struct {
	path    string
	version int
	account bool         // it is an account's; else a list of opt-outs
	kept    bool         // it was put aside before it was taken over
	lock    *flock.Flock // that older programs take
}

// keptExt is behind the name of a ledger that was taken over.
const keptExt = ".old"

// key is what the account of an old ledger is known by.
func (o old) key() string {
	name, _, _ := strings.Cut(filepath.Base(o.path), ".db")
	return name
}

// toTakeOver reports whether whoever opens the ledger at path first has something to do before it can be read.
func toTakeOver(ctx context.Context, path string) (bool, error) {
	if exists(path + "-journal") { // somebody was killed while he did it
		return true, nil
	}
	olds, err := findOld(ctx, path)
	if err != nil || len(olds) > 0 {
		return true, err
	}
	main, err := look(ctx, path)
	return main != nil && main.version < version, err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// findOld finds the ledgers of earlier versions beside the one at path: a state folder's are those of accounts, the trials'
// those of simulated ones. A ledger that is somewhere else has none.
func findOld(ctx context.Context, path string) (olds []old, err error) {
	base := filepath.Base(path)
	if base != Name && base != Trial {
		return nil, nil
	}
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	for _, file := range files {
		name := file.Name()
		ofTrials := strings.HasPrefix(name, strings.TrimSuffix(Trial, ".db"))
		kept := strings.HasPrefix(name, Trial+keptExt)
		if ofTrials != (base == Trial) || name == base || filepath.Ext(name) != ".db" && !kept {
			continue
		}
		o, err := look(ctx, filepath.Join(filepath.Dir(path), name))
		if err != nil {
			return nil, err
		}
		if o != nil && (o.version < first || !kept) {
			o.kept = kept
			olds = append(olds, *o)
		}
	}
	return olds, nil
}

// look looks at what may be a ledger; nil if it is none, or holds nothing.
func look(ctx context.Context, path string) (*old, error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() == 0 {
		return nil, nil //nolint:nilerr // whoever needs it says so
	}
	if err := logThere(path, (&old{path: path}).mark()); err != nil {
		return nil, err
	}
	mode := "ro"
	if exists(path + "-journal") { // what a kill left of a takeover is undone by whoever may write
		mode = "rw"
	}
	db, err := open(path, mode)
	if err != nil {
		return nil, err
	}
	o := old{path: path}
	var id, optOuts int
	err = db.QueryRowContext(ctx, `SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema WHERE name = 'messages'),
		(SELECT count(*) FROM sqlite_schema WHERE name = 'optouts') FROM pragma_application_id, pragma_user_version`).Scan(&id, &o.version, &o.account, &optOuts)
	err2 := db.Close()
	switch {
	case isDamage(err) && !exists(path+".lock"):
		return nil, nil // another program's
	case err != nil:
		return nil, damaged(path, err)
	case id != applicationID || !o.account && optOuts == 0:
		return nil, err2
	case o.version < oldest:
		return nil, &FormatError{Path: path, Reason: words.New("ledger/too-old", "version", o.version, "known", version)}
	}
	return &o, err2
}

// atATakeover is how many ledgers are taken over in one transaction: SQLite has no more at hand at once.
const atATakeover = 8

// takeOver takes over what earlier versions left beside the ledger at path.
func takeOver(ctx context.Context, path string, olds []old) (err error) {
	defer func() {
		for _, o := range olds {
			if o.lock != nil {
				err = errors.Join(err, o.lock.Close())
				_ = os.Remove(o.lockPath())
			}
		}
	}()
	for i := range olds {
		if err := olds[i].hold(); err != nil {
			return err
		}
		if olds[i].version < first {
			if err := intact(ctx, olds[i].path, olds[i].mark()); err != nil {
				return err
			}
		}
	}
	fresh := slices.DeleteFunc(slices.Clone(olds), func(o old) bool { return o.version >= first })
	for chunk := range slices.Chunk(fresh, atATakeover) {
		if err := merge(ctx, path, chunk); err != nil {
			return err
		}
	}
	for _, o := range olds {
		if err := o.putAway(ctx); err != nil {
			return err
		}
	}
	return nil
}

// OldRunError says that an older program holds the account of a ledger that is to be taken over.
type OldRunError struct{ Path string }

// Error names the ledger.
func (e *OldRunError) Error() string { return e.Fact().String() }

// Fact says so, for people.
func (e *OldRunError) Fact() words.Fact { return words.New("locked/old", "path", e.Path) }

// hold takes the lock that older programs take.
func (o *old) hold() error {
	lock := flock.New(o.lockPath(), flock.SetPermissions(0o600))
	switch held, err := lock.TryLock(); {
	case err != nil:
		return fmt.Errorf("lock %s: %w", lock.Path(), err)
	case !held:
		return &OldRunError{o.path}
	}
	o.lock = lock
	return nil
}

func (o *old) lockPath() string { return filepath.Join(filepath.Dir(o.path), o.key()+".db.lock") }

// mark is what older programs wrote of their ledger's log, into its lock file.
func (o *old) mark() string {
	b, _ := os.ReadFile(o.lockPath())
	return string(b)
}

// merged says there that the log is not needed any more.
func (o *old) merged() {
	if markOf(o.path) == committed {
		locksOf(o.path).mark(merged)
	}
	if o.mark() == committed {
		_ = os.WriteFile(o.lockPath(), []byte(merged), 0o600) // some systems let nobody: then it has the log
	}
}

// putAway keeps a ledger that was taken over under another name, and leaves in its place one that older programs refuse.
func (o *old) putAway(ctx context.Context) error {
	if o.kept {
		return nil
	}
	kept := freeName(o.path + keptExt)
	if err := os.Link(o.path, kept); err != nil { // not every file system has links
		if err := copyFile(o.path, kept); err != nil {
			return fmt.Errorf("keep %s: %w", o.path, err)
		}
	}
	stub := o.path + ".new"
	if err := os.Remove(stub); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("keep %s: %w", o.path, err)
	}
	db, err := open(stub, "rwc")
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, fmt.Sprintf(`CREATE TABLE taken_over (kept TEXT NOT NULL) STRICT; INSERT INTO taken_over VALUES ('%s');
		PRAGMA application_id = %d; PRAGMA user_version = %d`, strings.ReplaceAll(filepath.Base(kept), "'", "''"), applicationID, version))
	if err := errors.Join(err, db.Close(), os.Chmod(stub, 0o600), os.Rename(stub, o.path)); err != nil {
		return fmt.Errorf("keep %s: %w", o.path, err)
	}
	return nil
}

// freeName is a file's name, with a number behind it if there is one already.
func freeName(path string) string {
	name := path
	for n := 2; exists(name); n++ {
		name = fmt.Sprint(path, n)
	}
	return name
}

// copyFile copies a file; the copy appears whole or not at all.
func copyFile(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.WriteFile(to+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(to+".new", to)
}

// setAside keeps an account's ledger that stands where that of all trials belongs under another name, from which it is
// taken over then.
func setAside(ctx context.Context, o old) (err error) {
	if err := o.hold(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.lock.Close()) }()
	if err := intact(ctx, o.path, o.mark()); err != nil {
		return err
	}
	db, err := open(o.path, "rw")
	if err != nil {
		return err
	}
	if err := errors.Join(o.unlogged(ctx, db, mainSchema), db.Close()); err != nil {
		return err
	}
	return os.Rename(o.path, freeName(o.path+keptExt))
}

// unlogged brings a ledger's log into its file and does without one from then on: a transaction over several files is one
// only so. Somebody may be reading in it for a moment.
func (o *old) unlogged(ctx context.Context, q queryer, schema string) error {
	var err error
	for range 100 {
		var busy, inLog, done int
		var mode string
		err = q.QueryRowContext(ctx, `PRAGMA `+schema+`.wal_checkpoint(TRUNCATE)`).Scan(&busy, &inLog, &done)
		if err == nil && busy == 0 {
			o.merged()
			err = q.QueryRowContext(ctx, `PRAGMA `+schema+`.journal_mode = DELETE`).Scan(&mode)
		}
		if mode == "delete" {
			return nil
		}
		if err != nil && !isBusy(err) {
			return damaged(o.path, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.Join(err, fmt.Errorf("take over %s: another program has it open", o.path))
}
