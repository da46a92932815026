package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
)

// Manual is what a package installs beside the program, by file: a man page of each command, made of what its help says, and
// what each shell reads to complete commands. The version is shown, and dated.
func Manual(version, date string) (map[string]string, error) {
	var cmds commands
	a := &app{out: io.Discard, err: io.Discard}
	exit := 0
	parser, err := a.parser(context.Background(), &cmds, &exit, kong.Vars{"state_default": "~/.local/state/contactcast"})
	if err != nil {
		return nil, err
	}
	leaves := parser.Model.Leaves(true)
	files := map[string]string{"man1/contactcast.1": firstPage(parser.Model.Node, leaves, version, date)}
	for _, node := range leaves {
		files["man1/"+pageName(node)+".1"] = commandPage(node, version, date)
	}
	for _, s := range shells {
		files["completions/"+s.file] = s.codeFor("contactcast")
	}
	return files, nil
}

// pageName is a command's page: contactcast-optout-add.
func pageName(node *kong.Node) string { return strings.ReplaceAll(node.FullPath(), " ", "-") }

// firstPage is the page of the program.
func firstPage(root *kong.Node, leaves []*kong.Node, version, date string) string {
	p := newPage(root, version, date, "WhatsApp contact cards for everybody on a spreadsheet")
	p.section("SYNOPSIS")
	p.line(`\fBcontactcast\fR \fICOMMAND\fR [\fIFLAGS\fR]`)
	p.section("DESCRIPTION")
	p.text(root.Help)
	p.section("COMMANDS")
	for _, node := range leaves {
		p.line(".TP")
		p.line(fmt.Sprintf(`\fB%s\fR(1)`, roff(pageName(node))))
		p.text(node.Help)
	}
	p.section("EXIT STATUS")
	p.text(strings.TrimPrefix(strings.TrimSpace(exitHelp), "Exit status: "))
	return p.String()
}

// commandPage is the page of a command.
func commandPage(node *kong.Node, version, date string) string {
	title := node.Help
	if !strings.HasSuffix(title, "...") {
		title = strings.TrimSuffix(title, ".")
	}
	p := newPage(node, version, date, title)
	p.section("SYNOPSIS")
	p.line(roff("contactcast " + node.Summary()))
	p.section("DESCRIPTION")
	p.text(node.Help)
	p.text(node.Detail)
	for _, arg := range node.Positional {
		p.line(".TP")
		p.line(`\fI` + roff(arg.Summary()) + `\fR`)
		p.text(arg.Help)
	}
	if text := examples(node); text != "" {
		p.section("EXAMPLES")
		p.verbatim(text)
	}
	p.flags(node.Flags)
	p.section("SEE ALSO")
	p.line(`\fBcontactcast\fR(1)`)
	return p.String()
}

// page is a man page that is being written.
type page struct{ strings.Builder }

func newPage(node *kong.Node, version, date, title string) *page {
	p := &page{}
	p.line(fmt.Sprintf(`.TH %s 1 "%s" "contactcast %s"`, strings.ToUpper(roff(pageName(node))), roff(date), roff(version)))
	p.section("NAME")
	p.line(roff(pageName(node)) + ` \- ` + roff(title))
	return p
}

func (p *page) line(text string)    { p.WriteString(text + "\n") }
func (p *page) section(name string) { p.line(".SH " + name) }

// text writes paragraphs; one that is indented stands as it is.
func (p *page) text(text string) {
	for i, paragraph := range strings.Split(strings.TrimRight(text, "\n"), "\n\n") {
		switch {
		case paragraph == "":
		case strings.HasPrefix(paragraph, " "):
			p.verbatim(paragraph)
		case i > 0:
			p.line(".PP")
			fallthrough
		default:
			p.line(roff(paragraph))
		}
	}
}

func (p *page) verbatim(text string) {
	p.line(".PP\n.nf")
	p.line(roff(text))
	p.line(".fi")
}

// flags writes flags under the names of their groups.
func (p *page) flags(flags []*kong.Flag) {
	p.section("OPTIONS")
	var groups []string
	of := map[string][]*kong.Flag{}
	for _, f := range flags {
		if f.Hidden {
			continue
		}
		group := ""
		if f.Group != nil {
			group = strings.TrimSuffix(f.Group.Title, ":")
		}
		if of[group] == nil {
			groups = append(groups, group)
		}
		of[group] = append(of[group], f)
	}
	for _, group := range groups {
		if group != "" {
			p.line(".SS " + group)
		}
		for _, f := range of[group] {
			p.flag(f)
		}
	}
}

// flag writes a flag, and what the environment says in its place.
func (p *page) flag(f *kong.Flag) {
	p.line(".TP")
	p.line(`\fB` + roff(f.String()) + `\fR`)
	p.text(f.Help)
	if len(f.Envs) > 0 {
		p.line(roff("(environment: " + strings.Join(f.Envs, ", ") + ")"))
	}
}

// roff is a text whose every character stands for itself.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", "\\(ga", "^", `\(ha`, "~", `\(ti`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
