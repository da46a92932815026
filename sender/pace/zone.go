package pace

import (
	"strings"
	"time"
)

// Zone names the time zone of a time, for people: "Europe/Berlin", or "CET (UTC+01:00)" where only the machine's clock is known.
func Zone(t time.Time) string {
	name, short, offset := t.Location().String(), t.Format("MST"), "UTC"+t.Format("-07:00")
	switch {
	case name == "UTC" || short == "UTC":
		return "UTC"
	case name != "Local" && name != "":
		return name
	case strings.HasPrefix(short, "+") || strings.HasPrefix(short, "-"): // a zone that has no short name
		return offset
	}
	return short + " (" + offset + ")"
}
