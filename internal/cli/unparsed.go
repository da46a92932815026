package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"contactcast/internal/words"
)

// unparsed is why kong could not parse a command line, in words that say what is wanted.
func (a *app) unparsed(k *kong.Context, err error) words.Fact {
	text := a.errorWords(err)
	node := k.Selected()
	if path, ok := errors.AsType[*fs.PathError](err); ok && errors.Is(err, fs.ErrNotExist) {
		flag, _, _ := strings.Cut(text, ": ")
		return words.New("cli/no-file", "flag", flag, "file", near(path.Path))
	}
	switch {
	case strings.HasPrefix(text, "expected one of"):
		return words.New("cli/no-command", "commands", strings.TrimPrefix(text, "expected one of "))
	case node == nil:
		return words.AsTold(text)
	case strings.HasPrefix(text, "expected \"<"):
		return words.New("cli/missing", "what", strings.Trim(strings.TrimPrefix(text, "expected "), `"`), "command", "contactcast "+likeThis(node))
	case strings.HasPrefix(text, "missing flags: "):
		return words.New("cli/missing", "what", strings.TrimPrefix(text, "missing flags: "), "command", "contactcast "+likeThis(node))
	}
	if flag := notOneOf.FindStringSubmatch(text); flag != nil {
		return words.New("cli/want", "flag", flag[1], "given", flag[3], "wanted", oneOf(strings.FieldsFunc(flag[2], func(r rune) bool { return r == '"' || r == ',' })))
	}
	name, wrong, _ := strings.Cut(text, ": ")
	for _, f := range node.AllFlags(false) {
		for _, f := range f {
			if name == "--"+f.Name {
				return wantedOf(f, name, wrong)
			}
		}
	}
	return words.AsTold(text)
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
	notOneOf   = regexp.MustCompile(`^(\S+) must be one of (\S+) but got (".*")$`)
	gotInstead = regexp.MustCompile(`^expected .* but got ("[^"]*")`)
	noValue    = regexp.MustCompile(`^(missing value|expected .* value but got)`)
)

// wantedOf says what a flag wants, where kong tells only the type of it.
func wantedOf(f *kong.Flag, name, wrong string) words.Fact {
	got := gotInstead.FindStringSubmatch(wrong)
	switch {
	case got == nil && !noValue.MatchString(wrong):
		return words.AsTold(name + ": " + wrong)
	case got == nil || noValue.MatchString(wrong):
		return words.New("cli/want-value", "flag", name, "wanted", f.FormatPlaceHolder(), "help", f.Help)
	case strings.HasPrefix(wrong, "expected duration"):
		return words.New("cli/want-time", "flag", name, "given", got[1])
	case strings.Contains(wrong, "int but got"):
		return words.New("cli/want-number", "flag", name, "given", got[1])
	}
	return words.New("cli/want", "flag", name, "given", got[1], "wanted", f.FormatPlaceHolder())
}

// misplaced answers for a flag that another command has, or that stands before its command.
func (a *app) misplaced(k *kong.Context, told words.Fact, flag string) words.Fact {
	var verbs []string
	for _, node := range k.Model.Leaves(true) {
		for _, f := range node.Flags {
			if "--"+f.Name == flag {
				verbs = append(verbs, node.FullPath()[len(k.Model.Name)+1:])
			}
		}
	}
	if len(verbs) == 0 {
		return told
	}
	if node := k.Selected(); node != nil {
		return words.New("cli/not-its-flag", "verb", node.Name, "flag", flag, "owner", oneOf(verbs))
	}
	if i := slices.IndexFunc(a.args, func(arg string) bool { return slices.Contains(verbs, arg) }); i > 0 && !strings.Contains(flag, "token") {
		command := slices.Concat([]string{"contactcast", a.args[i]}, a.args[:i], a.args[i+1:])
		for j, word := range command {
			command[j] = quoted(word)
		}
		return words.New("cli/flags-behind", "command", strings.Join(command, " "))
	}
	return words.New("cli/flags-behind", "command", fmt.Sprintf("contactcast %s ... %s", verbs[0], flag))
}
