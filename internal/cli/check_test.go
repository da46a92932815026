package cli

import (
	"strings"
	"testing"
	"time"

	"contactcast/internal/job"
)

func TestHowLongSendingTakes(t *testing.T) {
	seen := job.LastSeen{ReadAt: time.Unix(1, 0), Interval: 2 * time.Second}
	limited := seen
	limited.DailyLimit = 100
	for _, test := range []struct {
		known job.Known
		cards int
		want  string
	}{
		{job.Known{}, 1200, "about 10m0s: one card every 500ms, the shortest delay that GREEN-API allows"},
		{job.Known{Sandbox: true}, 50, "about 5s: one card every 100ms, as the simulated account has it"},
		{job.Known{Seen: seen}, 60, "about 2m0s: one card every 2s, as in the last run"},
		{job.Known{Seen: limited}, 100, "about 3m0s: one card every 2s, as in the last run"},
		{job.Known{Seen: limited}, 201, "as in the last run; with its limit of 100 a day, 3 days"},
		{job.Known{Seen: job.LastSeen{ReadAt: time.Unix(1, 0)}}, 100, "as long as the API takes"},
	} {
		if got := new(app).estimateWords(test.known.Takes(test.cards)); !strings.Contains(got, test.want) {
			t.Errorf("%d cards: %q does not say %q", test.cards, got, test.want)
		}
	}
}
