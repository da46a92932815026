package sandbox

import "time"

// window is a limiter's memory: the times of the last requests let through, oldest at next.
type window struct {
	times []time.Time
	next  int
}

// allow keeps a method's limit in every sliding second. Refused requests do not count.
func (s *Sandbox) allow(method string, perSecond int, now time.Time) bool {
	if s.options.Limits < 0 {
		return true
	}
	w := s.limits[method]
	if w == nil {
		w = &window{times: make([]time.Time, max(1, int(float64(perSecond)*s.options.Limits)))}
		s.limits[method] = w
	}
	if oldest := w.times[w.next]; !oldest.IsZero() && now.Sub(oldest) < time.Second {
		return false
	}
	w.times[w.next] = now
	w.next = (w.next + 1) % len(w.times)
	return true
}
