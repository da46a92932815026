// Package memo remembers answers, so that what comes again and again is worked out once.
package memo

import "hash/maphash"

// What is remembered at first and at most.
const (
	first = 1 << 8
	most  = 1 << 12
)

// Memo remembers the last answers of a function of a text. It is not safe for concurrent use.
type Memo[V any] struct {
	ask    func(string) V
	seed   maphash.Seed
	places []place[V] // a power of two; a key has one of them, and what stood there is forgotten
	lost   int        // how many were, since the last growth
}

// place has the hash beside the key: keys lie anywhere in memory, and are looked at only where they are most probably equal.
type place[V any] struct {
	hash  uint64
	key   string
	value V
	known bool
}

// New returns a memo of what ask answers, which must be the same for the same text.
func New[V any](ask func(string) V) *Memo[V] {
	return &Memo[V]{ask: ask, seed: maphash.MakeSeed(), places: make([]place[V], first)}
}

// Get returns the answer for key.
func (m *Memo[V]) Get(key string) V {
	hash := maphash.String(m.seed, key)
	p := m.place(hash)
	if p.known && p.hash == hash && p.key == key {
		return p.value
	}
	value := m.ask(key)
	if p.known {
		if m.lost++; m.lost > len(m.places)/2 && len(m.places) < most {
			m.grow()
			p = m.place(hash)
		}
	}
	*p = place[V]{hash, key, value, true}
	return value
}

func (m *Memo[V]) place(hash uint64) *place[V] { return &m.places[hash&uint64(len(m.places)-1)] }

func (m *Memo[V]) grow() {
	old := m.places
	m.places, m.lost = make([]place[V], 2*len(old)), 0
	for _, p := range old {
		if p.known {
			*m.place(p.hash) = p
		}
	}
}
