package pace

import (
	"testing"
	"time"
)

// A queue that stands still is distinguished from one that only seems to, by the counts, which are up to ten seconds old.
func TestStill(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	type read struct{ posted, count int } // a minute after the one before
	tests := []struct {
		name  string
		reads []read
		want  time.Duration
	}{
		{"drains", []read{{0, 90}, {0, 80}, {0, 70}}, 0},
		{"stands", []read{{0, 100}, {0, 100}, {0, 100}}, 3 * time.Minute},
		{"stands, and is posted to", []read{{60, 160}, {60, 220}, {60, 280}}, 3 * time.Minute},
		{"stands, and the counts lag", []read{{60, 150}, {60, 220}, {60, 270}, {60, 330}}, 3 * time.Minute}, // 10 seem to have left, once
		{"drains, and is posted to", []read{{60, 150}, {60, 200}, {60, 250}}, 0},
		{"stops", []read{{0, 90}, {0, 80}, {0, 80}, {0, 80}}, 2 * time.Minute},
		{"empty", []read{{0, 0}, {0, 0}}, 0},
		{"empty, then stuck", []read{{0, 0}, {5, 5}, {0, 5}}, 2 * time.Minute},
		{"filled by others", []read{{0, 140}, {0, 180}, {0, 220}}, 3 * time.Minute}, // that the listing must show
	}
	for _, tt := range tests {
		b, now := NewBacklog(time.Second, 100, start), start
		for _, r := range tt.reads {
			now = now.Add(time.Minute)
			b.Posted += r.posted
			b.Read(now, r.count)
		}
		if got := b.Still(now); got != tt.want {
			t.Errorf("%s: still for %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := NewBacklog(0, 0, start).Still(start.Add(time.Hour)); got != 0 {
		t.Errorf("an account without a queue stands still for %s", got)
	}
	if b := NewBacklog(10*time.Minute, 100, start); b.StandsAfter() != 30*time.Minute {
		t.Errorf("a slow queue stands after %s", b.StandsAfter())
	}
}
