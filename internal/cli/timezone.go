package cli

import (
	"contactcast/internal/words"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // the same zones on every machine, also where none are installed
)

// timeZone is the zone that TZ names, in the forms that Go understands; nil for "", which leaves the machine's own.
// Go itself takes whatever it does not understand for UTC, so that hours would silently be others.
func timeZone(tz string) (*time.Location, error) {
	name := strings.TrimPrefix(tz, ":")
	var zone *time.Location
	var err error
	switch {
	case tz == "":
		return nil, nil
	case name == "" || name == "UTC":
		return time.UTC, nil
	case filepath.IsAbs(name):
		var data []byte
		if data, err = os.ReadFile(name); err == nil {
			zone, err = time.LoadLocationFromTZData(zoneOfPath(name), data)
		}
	case name == "Local": // the machine's own zone to Go, UTC to everybody else
		err = errors.New(name)
	default:
		zone, err = time.LoadLocation(name)
	}
	if err != nil {
		return nil, &startError{"time-zone", words.New("cli/time-zone", "zone", tz), err}
	}
	return zone, nil
}

// zoneOfPath is the name of a zone whose file is given.
func zoneOfPath(path string) string {
	if _, name, ok := strings.Cut(filepath.ToSlash(path), "/zoneinfo/"); ok {
		return name
	}
	return path
}
