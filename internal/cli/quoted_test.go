package cli

import (
	"runtime"
	"testing"
)

// A command that is shown can be pasted into the shell, whatever the file is called.
func TestQuoted(t *testing.T) {
	tests := []struct{ word, unix, windows string }{
		{"lists/list.xlsx", "lists/list.xlsx", "lists/list.xlsx"},
		{"список.xlsx", "список.xlsx", "список.xlsx"},
		{"my list.xlsx", "'my list.xlsx'", `"my list.xlsx"`},
		{"$(reboot).csv", "'$(reboot).csv'", `"$(reboot).csv"`},
		{"it's.csv", `'it'\''s.csv'`, `"it's.csv"`},
		{"", "''", `""`},
	}
	for _, test := range tests {
		want := test.unix
		if runtime.GOOS == "windows" {
			want = test.windows
		}
		if got := quoted(test.word); got != want {
			t.Errorf("%s: %s, want %s", test.word, got, want)
		}
	}
}
