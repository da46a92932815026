package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"contactcast/internal/account"
	"contactcast/sender/ledger"
)

// stateFolder is where ledgers and accounts are kept. A place that depends on the present
// folder is none: the next run would look elsewhere, and send again.
func (f *accountFlags) stateFolder() (string, error) {
	if dir := f.stateDir(); filepath.IsAbs(dir) {
		return dir, nil
	}
	what := "HOME is not set"
	switch {
	case runtime.GOOS == "windows":
		what = "neither LocalAppData nor USERPROFILE is set"
	case runtime.GOOS != "darwin" && os.Getenv("XDG_STATE_HOME") != "":
		what = "XDG_STATE_HOME is not an absolute path"
	case os.Getenv("HOME") != "":
		what = "HOME is not an absolute path"
	}
	return "", &noStateError{what}
}

// noStateError says that there is no folder to keep anything in.
type noStateError struct{ what string }

func (e *noStateError) Error() string {
	return e.what + ", so there is no folder to keep the ledger in: choose one with --state or CONTACTCAST_STATE"
}

// usableState makes the state folder and a file in it, to find out before anything else whether that can be done.
func usableState(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = makeFile(dir)
	}
	if err != nil {
		return badState(err)
	}
	return nil
}

func badState(err error) error {
	return &startError{"state", fmt.Errorf("the folder of the ledgers cannot be used (%w): mend that, or choose another with --state or CONTACTCAST_STATE", err)}
}

func makeFile(dir string) error {
	temp, err := os.CreateTemp(dir, ".contactcast-*.tmp")
	if err != nil {
		return err
	}
	_, err = temp.Write([]byte{0})
	return errors.Join(err, temp.Close(), os.Remove(temp.Name()))
}

// openForWriting opens an account's ledger, in a folder that can be used.
func openForWriting(ctx context.Context, path string) (*ledger.Ledger, error) {
	if err := usableState(filepath.Dir(path)); err != nil {
		return nil, err
	}
	return ledger.Open(ctx, path)
}

// readAccounts reads what login kept.
func readAccounts(dir string) (account.List, error) {
	kept, err := account.Read(dir)
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread):
		return nil, badState(unread)
	case err != nil:
		return nil, &startError{"credentials", fmt.Errorf("%w: delete that file and run contactcast login again", err)}
	}
	return kept, nil
}
