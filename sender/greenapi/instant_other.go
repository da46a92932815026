//go:build !linux

package greenapi

import "time"

// sinceBoot is 0: there is no clock that goes on while the machine sleeps.
func sinceBoot() time.Duration { return 0 }
