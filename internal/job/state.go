package job

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"contactcast/internal/words"
)

// state is the folder where ledgers and accounts are kept. A place that depends on the present
// folder is refused: the next run would look elsewhere, and send again.
func (f From) state() (string, error) {
	dir := f.State
	if dir == "" {
		dir = DefaultState()
	}
	if filepath.IsAbs(dir) {
		return dir, nil
	}
	switch {
	case runtime.GOOS == "windows":
		return "", refuse("state/none", "variable", words.New("state/either", "one", "LocalAppData", "other", "USERPROFILE"), "fault", words.New("state/unset"))
	case runtime.GOOS != "darwin" && os.Getenv("XDG_STATE_HOME") != "":
		return "", refuse("state/none", "variable", "XDG_STATE_HOME", "fault", words.New("state/relative"))
	case os.Getenv("HOME") != "":
		return "", refuse("state/none", "variable", "HOME", "fault", words.New("state/relative"))
	}
	return "", refuse("state/none", "variable", "HOME", "fault", words.New("state/unset"))
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

func badState(err error) error { return refuseFor(err, "state/unusable") }

func makeFile(dir string) error {
	temp, err := os.CreateTemp(dir, ".contactcast-*.tmp")
	if err != nil {
		return err
	}
	_, err = temp.Write([]byte{0})
	return errors.Join(err, temp.Close(), os.Remove(temp.Name()))
}

// DefaultState is the folder of ledgers and accounts where none is named.
func DefaultState() string { return defaultState(runtime.GOOS, os.Getenv, os.UserHomeDir) }

// defaultState is where programs keep such files on each system.
func defaultState(system string, getenv func(string) string, home func() (string, error)) string {
	dir, err := home()
	if err != nil {
		dir = "."
	}
	switch {
	case system == "windows" && getenv("LocalAppData") != "":
		return filepath.Join(getenv("LocalAppData"), "contactcast")
	case system == "windows":
		return filepath.Join(dir, "AppData", "Local", "contactcast")
	case system == "darwin":
		return filepath.Join(dir, "Library", "Application Support", "contactcast")
	case getenv("XDG_STATE_HOME") != "":
		return filepath.Join(getenv("XDG_STATE_HOME"), "contactcast")
	}
	return filepath.Join(dir, ".local", "state", "contactcast")
}

// Folder returns the state folder, made if it is not there yet, or a *Refusal that says why it
// cannot be used; "" is DefaultState.
func Folder(state string) (string, error) {
	dir, err := From{State: state}.state()
	if err != nil {
		return "", err
	}
	return dir, usableState(dir)
}
