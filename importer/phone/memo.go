package phone

// remembered bounds a memo's size; a full memo starts anew.
const remembered = 1 << 14

// memo remembers a function's answers.
type memo[V any] struct {
	known map[string]V
	ask   func(string) V
}

func newMemo[V any](ask func(string) V) memo[V] { return memo[V]{map[string]V{}, ask} }

func (m memo[V]) get(key string) V {
	v, ok := m.known[key]
	if !ok {
		v = m.ask(key)
		if len(m.known) >= remembered {
			clear(m.known)
		}
		m.known[key] = v
	}
	return v
}
