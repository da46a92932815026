package sandbox

import (
	"fmt"
	"hash/fnv"
)

// newID makes an id of the usual look, never one given before.
func (s *Sandbox) newID() string {
	for {
		s.sequence++
		id := fmt.Sprintf("3EB0%016X", mix(s.sequence+mix(s.options.Seed)+hash(s.options.IDInstance)))
		if _, taken := s.record.byID[id]; !taken {
			return id
		}
	}
}

// chance is a number in [0, 1) that depends on the seed and on what it is about.
func (s *Sandbox) chance(about string, n int) float64 {
	return float64(mix(s.options.Seed^mix(hash(about)+uint64(n)))>>11) / (1 << 53)
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// mix is SplitMix64's output function: a bijection that leaves no pattern.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
