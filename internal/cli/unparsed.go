package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// unparsed is why kong could not parse a command line, in words that say what is wanted.
func unparsed(k *kong.Context, err error) string {
	text := err.Error()
	node := k.Selected()
	if path, ok := errors.AsType[*fs.PathError](err); ok && errors.Is(err, fs.ErrNotExist) {
		flag, _, _ := strings.Cut(text, ": ")
		return fmt.Sprintf("%s: %s: no such file", flag, near(path.Path))
	}
	switch {
	case strings.HasPrefix(text, "expected one of"):
		return text + "; see contactcast --help"
	case node == nil:
		return text
	case strings.HasPrefix(text, "expected \"<"):
		return fmt.Sprintf("%s is missing: contactcast %s", strings.Trim(strings.TrimPrefix(text, "expected "), `"`), likeThis(node))
	case strings.HasPrefix(text, "missing flags: "):
		return fmt.Sprintf("%s is missing: contactcast %s", strings.TrimPrefix(text, "missing flags: "), likeThis(node))
	}
	if flag := oneOf.FindStringSubmatch(text); flag != nil {
		return fmt.Sprintf("%s: %s: want %s", flag[1], flag[3], strings.Join(strings.FieldsFunc(flag[2], func(r rune) bool { return r == '"' || r == ',' }), " or "))
	}
	name, wrong, _ := strings.Cut(text, ": ")
	for _, f := range node.AllFlags(false) {
		for _, f := range f {
			if name == "--"+f.Name {
				return fmt.Sprintf("%s: %s", name, wantedOf(f, wrong))
			}
		}
	}
	return text
}

// likeThis is a command as it is typed: the first example of its help, or what its help calls its usage.
func likeThis(node *kong.Node) string {
	example, _, _ := strings.Cut(examples(node), "\n")
	if example, _, _ = strings.Cut(example, "    "); example != "" {
		return strings.TrimPrefix(example, "contactcast ")
	}
	return strings.TrimSuffix(node.Summary(), " [flags]")
}

// What kong says of a value that is not what it should be.
var (
	oneOf      = regexp.MustCompile(`^(\S+) must be one of (\S+) but got (".*")$`)
	gotInstead = regexp.MustCompile(`^expected .* but got ("[^"]*")`)
	noValue    = regexp.MustCompile(`^(missing value|expected .* value but got)`)
)

// wantedOf says what a flag wants, where kong tells only the type of it.
func wantedOf(f *kong.Flag, wrong string) string {
	got := gotInstead.FindStringSubmatch(wrong)
	switch {
	case got == nil && !noValue.MatchString(wrong):
		return wrong
	case got == nil || noValue.MatchString(wrong):
		return fmt.Sprintf("want a value, %s: %s", f.FormatPlaceHolder(), f.Help)
	case strings.HasPrefix(wrong, "expected duration"):
		return got[1] + ": want a time with its unit, such as 90s, 5m or 2h"
	case strings.Contains(wrong, "int but got"):
		return got[1] + ": want a number"
	}
	return fmt.Sprintf("%s: want %s", got[1], f.FormatPlaceHolder())
}

// misplaced answers for a flag that another command has, or that stands before its command.
func (a *app) misplaced(k *kong.Context, text, flag string) string {
	flag, _, _ = strings.Cut(flag, ",")
	var verbs []string
	for _, node := range k.Model.Leaves(true) {
		for _, f := range node.Flags {
			if "--"+f.Name == flag {
				verbs = append(verbs, node.FullPath()[len(k.Model.Name)+1:])
			}
		}
	}
	if len(verbs) == 0 {
		return text
	}
	if node := k.Selected(); node != nil {
		return fmt.Sprintf("%s has no flag %s: it belongs to contactcast %s", node.Name, flag, strings.Join(verbs, " or "))
	}
	if i := slices.IndexFunc(a.args, func(arg string) bool { return slices.Contains(verbs, arg) }); i > 0 && !strings.Contains(flag, "token") {
		words := slices.Concat([]string{"contactcast", a.args[i]}, a.args[:i], a.args[i+1:])
		for j, word := range words {
			words[j] = quoted(word)
		}
		return "flags stand behind the command: " + strings.Join(words, " ")
	}
	return fmt.Sprintf("flags stand behind the command: contactcast %s ... %s", verbs[0], flag)
}
