package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version says which build this is, as far as the build knows.
func version() string {
	v, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			v = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return fmt.Sprintf("contactcast %s%s %s/%s %s", v, revision, runtime.GOOS, runtime.GOARCH, runtime.Version())
}
