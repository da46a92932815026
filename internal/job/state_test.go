package job

import (
	"errors"
	"path/filepath"
	"testing"
)

// Files are kept where each system keeps such files.
func TestTheStateFolderOfEachSystem(t *testing.T) {
	tests := []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"linux", nil, "/home/anna/.local/state/contactcast"},
		{"linux", map[string]string{"XDG_STATE_HOME": "/var/state"}, "/var/state/contactcast"},
		{"freebsd", nil, "/home/anna/.local/state/contactcast"},
		{"darwin", nil, "/home/anna/Library/Application Support/contactcast"},
		{"darwin", map[string]string{"XDG_STATE_HOME": "/var/state"}, "/home/anna/Library/Application Support/contactcast"},
		{"windows", map[string]string{"LocalAppData": "/profile/Local"}, "/profile/Local/contactcast"},
		{"windows", nil, "/home/anna/AppData/Local/contactcast"},
	}
	for _, test := range tests {
		getenv := func(name string) string { return test.env[name] }
		got := defaultState(test.system, getenv, func() (string, error) { return "/home/anna", nil })
		if got != filepath.FromSlash(test.want) {
			t.Errorf("%s, %v: %s, want %s", test.system, test.env, got, test.want)
		}
	}
	nobody := func() (string, error) { return "", errors.New("no home") }
	if got := defaultState("linux", func(string) string { return "" }, nobody); filepath.IsAbs(got) {
		t.Errorf("without a home it is %s", got)
	}
}
