//go:build !windows

package cli

import (
	"os"
	"runtime"
)

// doubleClicked reports whether the program was started by a double click: on a desktop, by
// nobody who could read what it prints.
func doubleClicked(getenv func(string) string) bool {
	for _, stream := range []*os.File{os.Stdin, os.Stdout, os.Stderr} {
		if info, err := stream.Stat(); isTerminal(stream) || err == nil && info.Mode()&os.ModeNamedPipe != 0 {
			return false
		}
	}
	return runtime.GOOS == "darwin" || getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != ""
}
