package ledger

import (
	"context"
	"errors"

	"contactcast/internal/words"
)

// intact refuses a ledger that SQLite could not read to its end, before anything is
// written or sent: by itself SQLite notices a missing page only when it comes to it. That
// reads the whole file, a second for a million rows, and so is not done for a file that
// was closed well and not touched since, as its mark says.
func intact(ctx context.Context, path, mark string) error {
	if err := logThere(path, mark); err != nil {
		return err
	}
	if mark != "" && mark == closed(path) {
		return nil
	}
	db, err := open(path, "ro")
	if err != nil {
		return err
	}
	var found string
	if err := errors.Join(db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found), db.Close()); err != nil {
		return damaged(path, err)
	}
	if found != "ok" {
		return broken(path, errors.New(found))
	}
	return nil
}

func broken(path string, err error) error {
	return &FormatError{Path: path, Err: err, Reason: words.New("ledger/broken", "path", path, "folder", locksDir(path))}
}
