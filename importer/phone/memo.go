package phone

// remembered bounds a memo's size; a full memo starts anew.
const remembered = 1 << 14

// memo remembers a function's answers.
type memo[V any] map[string]V

func (m memo[V]) get(key string, f func(string) V) V {
	v, ok := m[key]
	if !ok {
		v = f(key)
		if len(m) >= remembered {
			clear(m)
		}
		m[key] = v
	}
	return v
}
