package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTimeZone(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for tz, want := range map[string]string{
		"Europe/Berlin": "Europe/Berlin 14:00", ":Europe/Berlin": "Europe/Berlin 14:00", "America/New_York": "America/New_York 08:00",
		"UTC": "UTC 12:00", ":": "UTC 12:00", "EST5EDT": "EST5EDT 08:00", "Etc/GMT-3": "Etc/GMT-3 15:00", "Asia/Kolkata": "Asia/Kolkata 17:30",
	} {
		zone, err := timeZone(tz)
		if err != nil {
			t.Errorf("%q: %v", tz, err)
			continue
		}
		if got := zone.String() + " " + summer.In(zone).Format("15:04"); got != want {
			t.Errorf("%q: %s, want %s", tz, got, want)
		}
	}
	if zone, err := timeZone(""); zone != nil || err != nil {
		t.Errorf("no TZ: %v, %v", zone, err)
	}
	file := filepath.Join(t.TempDir(), "zone")
	if err := os.WriteFile(file, []byte("no zone"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tz := range []string{"Nonsense/Place", "CET-1CEST", "CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3", "UTC+3", "GMT+3", "Berlin", "MSK", "Local", "local",
		"../../etc/passwd", "/nowhere", file, "Europe", "Europe/Berlin ", "Europe/Berlin/", "::UTC", "\x00"} {
		if zone, err := timeZone(tz); err == nil {
			t.Errorf("%q is taken for %s", tz, zone)
		} else if !strings.Contains(new(app).errorWords(err), "TZ is ") {
			t.Errorf("%q: %v", tz, err)
		}
	}
}
