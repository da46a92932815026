package greenapi

import (
	"time"

	"golang.org/x/sys/unix"
)

// sinceBoot reads the clock that goes on while the machine sleeps.
func sinceBoot() time.Duration {
	var t unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &t) != nil {
		return 0
	}
	return time.Duration(t.Nano())
}
