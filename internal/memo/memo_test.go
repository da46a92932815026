package memo

import (
	"strconv"
	"testing"
)

// Whatever is remembered or forgotten, the answer is the function's; and what comes at once again is not asked again.
func TestGet(t *testing.T) {
	asked := 0
	m := New(func(key string) int {
		asked++
		n, _ := strconv.Atoi(key)
		return n
	})
	const keys = 3 * most
	for range 2 {
		for i := range keys {
			for range 2 {
				if got := m.Get(strconv.Itoa(i)); got != i {
					t.Fatalf("%d: got %d", i, got)
				}
			}
		}
	}
	if asked < keys || asked > 2*keys {
		t.Errorf("asked %d times about %d keys", asked, keys)
	}
	if len(m.places) != most {
		t.Errorf("%d places", len(m.places))
	}
}

func TestEmptyKey(t *testing.T) {
	m := New(func(string) string { return "nothing" })
	if got := m.Get(""); got != "nothing" {
		t.Errorf("got %q", got)
	}
}

// Of a few keys that come again and again, most answers are remembered: two whose places are one make way for each other
// until there are more places.
func TestFew(t *testing.T) {
	asked := 0
	m := New(func(string) bool { asked++; return true })
	for i := range 10_000 {
		m.Get(strconv.Itoa(i % 64))
	}
	if asked > 5000 {
		t.Errorf("asked %d times about 64 keys", asked)
	}
}
