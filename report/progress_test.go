package report

import (
	"contactcast/internal/words"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestProgressIsFlatWhereNothingWasSent(t *testing.T) {
	var p progress
	for _, seconds := range []int{1, 1, 2, 100} {
		p.add(noon.Add(time.Duration(seconds) * time.Second))
	}
	want := []point{
		{noon.Add(1 * time.Second), 0}, {noon.Add(2 * time.Second), 2}, {noon.Add(3 * time.Second), 3},
		{noon.Add(100 * time.Second), 3}, {noon.Add(101 * time.Second), 4},
	}
	if diff := cmp.Diff(want, p.points()); diff != "" {
		t.Error(diff)
	}
}

// TestProgress: the curve never falls, keeps within its time and ends with all
// messages, however many there are and in whatever order they come.
func TestProgress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p progress
		seconds := rapid.SliceOfN(rapid.IntRange(0, 10_000_000), 1, 2000).Draw(t, "seconds")
		for _, s := range seconds {
			p.add(noon.Add(time.Duration(s) * time.Second))
		}
		points := p.points()
		if len(points) > 2*maxBuckets+1 {
			t.Fatalf("%d points", len(points))
		}
		if p.last.Sub(p.first) < telling {
			if len(points) > 0 {
				t.Fatalf("a curve of %v", p.last.Sub(p.first))
			}
			return
		}
		for i, q := range points {
			if q.Time.Before(p.first) || q.Time.After(p.last.Add(time.Second)) {
				t.Fatalf("%v is not between %v and %v", q.Time, p.first, p.last)
			}
			if i > 0 && (q.Time.Before(points[i-1].Time) || q.Total < points[i-1].Total) {
				t.Fatalf("%v comes after %v", q, points[i-1])
			}
		}
		if last := points[len(points)-1]; last.Total != len(seconds) || !last.Time.Equal(p.last.Add(time.Second)) {
			t.Fatalf("%d messages until %v, but the curve ends with %v", len(seconds), p.last, last)
		}
	})
}

// TestNothingToDraw: eight cards of one moment, or of nearly one, have no course that a curve could show.
func TestNothingToDraw(t *testing.T) {
	for _, apart := range []time.Duration{0, 10 * time.Millisecond, time.Second, 8 * time.Second} {
		var p progress
		if c := newChart(words.English(), p.points()); c != nil {
			t.Error("a curve of nothing")
		}
		for i := range 8 {
			p.add(noon.Add(time.Duration(i) * apart))
		}
		if c := newChart(words.English(), p.points()); c != nil {
			t.Errorf("a curve of eight cards %v apart", apart)
		}
	}
}

func TestNiceStep(t *testing.T) {
	for total, want := range map[int]int{1: 1, 4: 1, 5: 2, 9: 5, 40: 10, 41: 20, 3595: 1000, 1_000_000: 500_000} {
		if got := niceStep(total); got != want {
			t.Errorf("niceStep(%d) = %d, not %d", total, got, want)
		}
	}
}
