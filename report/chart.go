package report

import (
	"contactcast/internal/words"
	"fmt"
	"math"
	"strings"
	"time"
)

// The progress curve's drawing area within its picture.
const (
	chartLeft, chartRight     = 84.0, 630.0
	chartTop, chartBottom     = 14.0, 200.0
	chartTicksX, chartTicksYs = 3, 4
)

// chart is the progress curve as numbers for an SVG.
type chart struct {
	Line, Area string // points of the curve, and of the surface under it
	X, Y       []tick
	// Summary is for those who can't see it.
	Summary string
}

// tick is a label at a place on an axis.
type tick struct {
	At    float64
	Label string
}

// newChart draws points, or returns nil if there is no curve to show.
func newChart(in words.Language, points []point) *chart {
	if len(points) == 0 {
		return nil
	}
	first, last := points[0], points[len(points)-1]
	span := last.Time.Sub(first.Time)
	step, most := niceStep(last.Total), float64(niceTop(last.Total))
	x := func(t time.Time) float64 {
		return chartLeft + (chartRight-chartLeft)*float64(t.Sub(first.Time))/float64(span)
	}
	y := func(total int) float64 {
		return chartBottom - (chartBottom-chartTop)*float64(total)/most
	}
	c := &chart{Summary: in.Text("report/curve-words", "n", last.Total, "first", show(in, local(first.Time)), "last", show(in, local(last.Time)))}
	var line []string
	for _, p := range points {
		line = append(line, fmt.Sprintf("%.1f,%.1f", x(p.Time), y(p.Total)))
	}
	c.Line = strings.Join(line, " ")
	c.Area = fmt.Sprintf("%.1f,%.1f %s %.1f,%.1f", chartLeft, chartBottom, c.Line, chartRight, chartBottom)
	for total := 0; total <= int(most); total += step {
		c.Y = append(c.Y, tick{y(total), compact(in, total)})
	}
	for i := range chartTicksX {
		t := first.Time.Add(span * time.Duration(i) / (chartTicksX - 1))
		c.X = append(c.X, tick{x(t), local(t).Format(clockFor(span))})
	}
	return c
}

// niceStep is 1, 2 or 5 times a power of ten, so that a handful of steps reach total.
func niceStep(total int) int {
	rough := math.Max(float64(total)/chartTicksYs, 1)
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, factor := range []float64{1, 2, 5, 10} {
		if factor*power >= rough {
			return int(factor * power)
		}
	}
	return int(10 * power)
}

// niceTop is where an axis ends that shows total.
func niceTop(total int) int {
	step := niceStep(total)
	return (total + step - 1) / step * step
}

// compact writes 250000 as 250k.
func compact(in words.Language, n int) string {
	if n >= 10_000 && n%1000 == 0 {
		return in.Text("report/thousands", "n", n/1000)
	}
	return in.Number(n)
}

// clockFor is the layout that tells times apart within a span.
func clockFor(span time.Duration) string {
	switch {
	case span < 10*time.Minute:
		return "15:04:05"
	case span < 24*time.Hour:
		return "15:04"
	default:
		return "01-02 15:04"
	}
}
