package cli

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// command is a command line that can be suggested: the one that was given, as it was parsed,
// or another one that speaks of the same account. Only what was typed is repeated: what the
// environment says holds for the next command, too.
type command struct {
	verb  []string // "optout", "add"
	words []typed
	token string // never to be shown
}

// typed is an argument, or a flag, as often as it was given.
type typed struct {
	flag   string // without its dashes; "" for an argument
	values []string
}

// newCommand is the command line that kong parsed.
func newCommand(k *kong.Context) command {
	var c command
	seen := map[*kong.Value]bool{}
	for _, p := range k.Path {
		switch {
		case p.Command != nil:
			c.verb = append(c.verb, p.Command.Name)
		case p.Positional != nil && !seen[p.Positional]:
			seen[p.Positional] = true
			c.words = append(c.words, typed{"", valuesOf(p.Positional, k.Value(p))})
		case p.Flag != nil && !p.Resolved && !seen[p.Flag.Value]:
			seen[p.Flag.Value] = true
			c.words = append(c.words, typed{p.Flag.Name, valuesOf(p.Flag.Value, k.Value(p))})
		}
	}
	return c
}

// valuesOf are a value's words; none for a flag that has no value.
func valuesOf(v *kong.Value, value reflect.Value) (words []string) {
	for value.Kind() == reflect.Pointer && !value.IsNil() {
		value = value.Elem()
	}
	if t, ok := value.Interface().(interface{ words() []string }); ok {
		return t.words()
	}
	if t, ok := value.Interface().(fmt.Stringer); ok {
		return []string{t.String()}
	}
	switch value.Kind() {
	case reflect.Bool:
		return nil
	case reflect.Slice:
		for i := range value.Len() {
			words = append(words, wordOf(v, value.Index(i)))
		}
		if v.Tag.Sep > 0 && v.Flag != nil {
			words = []string{kong.JoinEscaped(words, v.Tag.Sep)}
		}
		return words
	case reflect.Map:
		return pairsOf(value.Interface().(map[string]string))
	}
	return []string{wordOf(v, value)}
}

// wordOf is one value. kong makes paths absolute; whoever reads the command stands in the same folder.
func wordOf(v *kong.Value, value reflect.Value) string {
	if v.Tag.Type == "path" || v.Tag.Type == "existingfile" {
		return near(value.String())
	}
	return fmt.Sprint(value)
}

// near is a file's name as seen from the present folder, if it is in there.
func near(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if name, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(name) {
		return name
	}
	return path
}

// String is the command as it can be typed.
func (c command) String() string {
	parts := append([]string{"contactcast"}, c.verb...)
	for _, w := range c.words {
		switch {
		case w.flag == "":
			for _, v := range w.values {
				parts = append(parts, quoted(fileArg(v)))
			}
		case len(w.values) == 0:
			parts = append(parts, "--"+w.flag)
		default:
			for _, v := range w.values {
				parts = append(parts, flagWord(w.flag, v))
			}
		}
	}
	text := strings.Join(parts, " ")
	if c.token == "" {
		return text
	}
	return strings.ReplaceAll(text, c.token, "***") // one that was pasted into an address, say
}

// flagWord is a flag with its value, which is never taken for a flag itself.
func flagWord(flag, value string) string {
	if strings.HasPrefix(value, "-") || value == "" {
		return "--" + flag + "=" + strings.TrimPrefix(quoted(value), "''")
	}
	return "--" + flag + " " + quoted(value)
}

// with is the command with one more flag, as often as there are values; one that is there is replaced.
func (c command) with(flag string, values ...string) command {
	c = c.without(flag)
	c.words = append(c.words, typed{flag, values})
	return c
}

// values are those of a flag, as it was given.
func (c command) values(flag string) (all []string) {
	for _, w := range c.words {
		if w.flag == flag {
			all = append(all, w.values...)
		}
	}
	return all
}

// without is the command without some flags.
func (c command) without(flags ...string) command {
	c.words = slices.DeleteFunc(slices.Clone(c.words), func(w typed) bool { return w.flag != "" && slices.Contains(flags, w.flag) })
	return c
}

// accountFlagNames are the flags that say which account is meant, and where its ledger is kept.
var accountFlagNames = []string{"sandbox", "state", "ledger", "account", "id-instance", "api-url", "token-file"}

// to is another command, for the same account.
func (c command) to(verb string, args ...string) command {
	other := command{verb: strings.Fields(verb), token: c.token}
	if len(args) > 0 {
		other.words = []typed{{"", args}}
	}
	for _, w := range c.words {
		if slices.Contains(accountFlagNames, w.flag) {
			other.words = append(other.words, w)
		}
	}
	return other
}

// track is the command that asks what became of a job's rows. Where several accounts are named it asks all that the job
// was sent from, as it does by itself.
func (c command) track(job string) command {
	t := c.to("track", job)
	if strings.Contains(strings.Join(t.values("account"), ","), ",") {
		return t.without("account")
	}
	return t
}

// login is the command that keeps an account where this one looks for it.
func (c command) login() command {
	c.words = slices.DeleteFunc(slices.Clone(c.words), func(w typed) bool { return w.flag != "state" })
	c.verb = []string{"login"}
	return c
}

// again is the command that goes on with what this one began: without what was said once, for this run only.
func (c command) again() command { return c.without("adopt", "no-journal") }

// pairsOf are a map's entries, as flags read them.
func pairsOf(m map[string]string) (pairs []string) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		pairs = append(pairs, key+"="+m[key])
	}
	return pairs
}

// fileArg is a file's name that is not taken for a flag.
func fileArg(name string) string {
	if strings.HasPrefix(name, "-") && name != "-" {
		return "./" + name
	}
	return name
}

// spanWord is a duration as flags read it.
func spanWord(d time.Duration) string {
	if day := 24 * time.Hour; d > 0 && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	return d.String()
}
