package report

import (
	"maps"
	"slices"
	"time"
)

// maxBuckets bounds what a progress curve remembers and a chart has to draw.
const maxBuckets = 240

// progress counts accepted messages over time. Its buckets grow with the run's
// length. The zero value is ready to use.
type progress struct {
	first, last time.Time
	total       int
	seconds     int64 // a bucket's width
	buckets     map[int64]int
}

func (p *progress) add(t time.Time) {
	if p.buckets == nil {
		p.seconds, p.buckets = 1, make(map[int64]int)
	}
	if p.first.IsZero() || t.Before(p.first) {
		p.first = t
	}
	if t.After(p.last) {
		p.last = t
	}
	p.total++
	p.buckets[t.Unix()/p.seconds]++
	if len(p.buckets) > maxBuckets {
		p.widen()
	}
}

// widen doubles the width of the buckets.
func (p *progress) widen() {
	p.seconds *= 2
	wider := make(map[int64]int, len(p.buckets))
	for bucket, n := range p.buckets {
		wider[bucket/2] += n
	}
	p.buckets = wider
}

// point says how many messages had been accepted by a time.
type point struct {
	Time  time.Time
	Total int
}

// points returns the curve from nothing to all, flat where nothing was sent; none if all
// happened in so short a time that there is no course to show.
func (p *progress) points() []point {
	if p.last.Sub(p.first) < telling {
		return nil
	}
	points, total, next := []point{{p.first.Truncate(time.Second), 0}}, 0, int64(0)
	for i, bucket := range slices.Sorted(maps.Keys(p.buckets)) {
		if i > 0 && bucket != next {
			points = append(points, point{p.start(bucket), total})
		}
		total, next = total+p.buckets[bucket], bucket+1
		points = append(points, point{p.start(next), total})
	}
	// The last bucket may end long after its last message.
	points[len(points)-1].Time = later(p.last.Truncate(time.Second).Add(time.Second), points[len(points)-2].Time)
	return points
}

func (p *progress) start(bucket int64) time.Time {
	return time.Unix(bucket*p.seconds, 0)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
