package ledger

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"contactcast/internal/words"

	"github.com/gofrs/flock"
)

//go:embed shared.sql
var sharedSchema string

// Trial is the name of the ledger of trials, which has a list of opt-outs of its own.
const Trial = "sandbox.db"

// SharedPath is where the folder of an account's ledger keeps what holds for all its accounts.
func SharedPath(account string) string {
	name := "ledger.db"
	if filepath.Base(account) == Trial {
		name = "sandbox-ledger.db"
	}
	return filepath.Join(filepath.Dir(account), name)
}

// makeShared makes the file at path if there is none. A lock keeps two processes from doing so at once.
func makeShared(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 {
		return nil
	}
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	defer func() { _ = lock.Unlock() }()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the ledger: %w", err)
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Close()); err != nil || info.Size() > 0 {
		return err
	}
	db, err := open(path, "rw", "synchronous(FULL)", "journal_mode(WAL)")
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return damaged(path, err)
	}
	defer conn.Close()
	return makeSchema(ctx, conn, path, sharedSchema+"\nINSERT INTO store (id, name, changes) VALUES (1, '"+rand.Text()+"', 0);")
}

// attach has ledger.db beside the account's ledger, so that one transaction sees both.
func (l *Ledger) attach(ctx context.Context) (err error) {
	if l.consent, err = OpenConsent(ctx, SharedPath(l.path)); err != nil {
		return err
	}
	return l.attachShared(ctx, l.consent.path, "rw")
}

func (l *Ledger) attachShared(ctx context.Context, path, mode string) error {
	if _, err := l.conn.ExecContext(ctx, `ATTACH ? AS shared`, fileName(path, "mode="+mode)); err != nil {
		return damaged(path, err)
	}
	return l.checkStore(ctx, path)
}

// attachNothing stands for a ledger.db that does not exist yet.
func (l *Ledger) attachNothing(ctx context.Context) error {
	_, err := l.conn.ExecContext(ctx, `ATTACH ':memory:' AS shared;
		CREATE TABLE shared.optouts (person TEXT PRIMARY KEY, list TEXT, word TEXT, lifted_at INTEGER) WITHOUT ROWID;
		CREATE TABLE shared.names (lid TEXT PRIMARY KEY, person TEXT) WITHOUT ROWID;
		CREATE TABLE shared.store (name TEXT, changes INTEGER)`)
	return err
}

// checkStore refuses a list of opt-outs that is not the one this account knows, or older:
// whoever is on the lost one would be written to.
func (l *Ledger) checkStore(ctx context.Context, path string) error {
	var id, v int
	err := errors.Join(l.conn.QueryRowContext(ctx, `PRAGMA shared.application_id`).Scan(&id),
		l.conn.QueryRowContext(ctx, `PRAGMA shared.user_version`).Scan(&v))
	switch {
	case err != nil:
		return damaged(path, err)
	case id != applicationID || v < version:
		return &FormatError{Path: path, Reason: words.New("ledger/foreign")}
	case v > version:
		return &FormatError{Path: path, Reason: words.New("ledger/newer", "version", v, "known", version)}
	}
	var lost bool
	err = l.conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM main.seen_store a, shared.store s
		WHERE a.changes > 0 AND (a.name <> s.name OR a.changes > s.changes))`).Scan(&lost)
	if err != nil {
		return damaged(path, err)
	}
	if lost {
		return &FormatError{Path: path, Err: fs.ErrNotExist, Reason: words.New("ledger/lost-optouts", "ledger", l.path)}
	}
	return nil
}

// sawStore remembers the list of opt-outs as it is now.
func (l *Ledger) sawStore() error {
	return l.commit(func(t *tx) error {
		return t.sawStore()
	})
}

func (t *tx) sawStore() error {
	return t.exec(`INSERT OR REPLACE INTO seen_store SELECT s.id, s.name, s.changes FROM shared.store s
		WHERE NOT EXISTS (SELECT 1 FROM main.seen_store a WHERE a.name = s.name AND a.changes = s.changes)`)
}
