package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"contactcast/internal/job"
)

// readFlags say how to read the spreadsheet.
type readFlags struct {
	File string `arg:"" placeholder:"FILE" help:"The spreadsheet: CSV, TSV, XLSX or XLSM, told by its content. - is standard input, and then --job is required."`

	Sheet       string            `placeholder:"NAME" group:"Reading:" help:"Sheet to read (the first visible one)."`
	HeaderRow   int               `placeholder:"N" group:"Reading:" help:"Row that names the fields (found)."`
	Columns     []string          `placeholder:"a,b,c" group:"Reading:" help:"The file has no header; its columns, in order, are these fields (- for one to ignore)."`
	NoHeader    bool              `hidden:"" help:"Accepted beside --columns."`
	Map         headerNames       `placeholder:"FIELD=HEADER" group:"Reading:" help:"This field is the column with this header, or of this letter. Repeatable. none: forget how this job was read before."`
	Set         map[string]string `mapsep:"none" placeholder:"FIELD=VALUE" group:"Reading:" help:"This field has this value in every row. Repeatable."`
	SetContact  string            `type:"existingfile" placeholder:"FILE.vcf" group:"Reading:" help:"Send this card to every row; only chatId and quotedMessageId are read from the sheet."`
	HiddenRows  string            `enum:",include,skip" default:"" placeholder:"include|skip" group:"Reading:" help:"What to do with rows that the sheet hides (ask)."`
	Region      string            `placeholder:"CC" group:"Reading:" help:"Country whose national numbers are completed, such as RU (none: numbers must be international)."`
	PhoneDigits digits            `placeholder:"11-12" group:"Reading:" help:"How many digits a phoneContact may have (11-12, as the API documents)."`
	Delimiter   string            `placeholder:"CHAR" group:"Reading:" help:"Text files: what separates columns, such as ; or tab (detected)."`
	Encoding    string            `placeholder:"NAME" group:"Reading:" help:"Text files: such as utf-8 or windows-1251 (detected)."`
	Exclude     []string          `sep:"none" placeholder:"FILE" group:"Reading:" help:"Chats that this job leaves out, from now on: a list in any of the formats, with or without a header. Repeatable."`
}

// jobFlags name the job, and what it leaves out.
type jobFlags struct {
	Job      string `placeholder:"NAME" group:"Job:" help:"The job's name (the file's name without extension and -report)."`
	Cooldown span   `placeholder:"30d" group:"Job:" help:"Skip who got any card from this account in another job that recently."`
	Already  string `enum:",skip,send" default:"" placeholder:"skip|send" group:"Job:" help:"What to do with rows whose card their chat already got in another job (stop and ask)."`
	Changed  string `enum:",send" default:"" placeholder:"send" group:"Job:" help:"Also send to chats that got another card of this job, one no longer in the file."`
}

// outputFlags say how a command speaks.
type outputFlags struct {
	Quiet bool `group:"Output:" help:"Say nothing unless there is something to do."`
	JSON  bool `name:"json" group:"Output:" help:"Log lines and the closing summary as JSON objects."`
}

// planFlags are all that shapes a plan.
type planFlags struct {
	readFlags
	jobFlags
}

// list is the list that the flags name.
func (f *planFlags) list(a *app) (job.List, error) {
	if f.NoHeader && len(f.Columns) == 0 {
		return job.List{}, misused("cli/no-header")
	}
	l := job.List{File: f.File, Input: a.in, Reading: f.reading(), Job: f.Job, Exclude: atHome(f.Exclude), Cooldown: time.Duration(f.Cooldown),
		Already: job.Already(f.Already), SendChanged: f.Changed == "send"}
	if _, ok := l.Reading.Map[forget]; ok {
		delete(l.Reading.Map, forget)
		l.Forget = true
	}
	return l, nil
}

// atHome are paths with what stands for the home folder, behind a =, say, where no shell looked.
func atHome(paths []string) (all []string) {
	for _, path := range paths {
		if strings.HasPrefix(path, "~") {
			path = kong.ExpandPath(path)
		}
		all = append(all, path)
	}
	return all
}

// reading is how the flags say that the file is read.
func (f *readFlags) reading() job.Reading {
	r := job.Reading{Sheet: f.Sheet, HeaderRow: f.HeaderRow, Columns: f.Columns, Map: f.Map, Set: f.Set, SetContact: f.SetContact,
		HiddenRows: f.HiddenRows, Region: f.Region, Delimiter: f.Delimiter, Encoding: f.Encoding}
	if f.PhoneDigits != (digits{}) {
		r.PhoneDigits = f.PhoneDigits.String()
	}
	return r
}

// reads is the command with the flags that say how a file is read.
func (c command) reads(r job.Reading) command {
	one := func(flag, value string) {
		if value != "" {
			c = c.with(flag, value)
		}
	}
	pairs := func(flag string, m map[string]string) {
		if len(m) > 0 {
			c = c.with(flag, pairsOf(m)...)
		}
	}
	one("sheet", r.Sheet)
	if r.HeaderRow > 0 {
		c = c.with("header-row", fmt.Sprint(r.HeaderRow))
	}
	one("columns", strings.Join(r.Columns, ","))
	pairs("map", r.Map)
	pairs("set", r.Set)
	if r.SetContact != "" {
		c = c.with("set-contact", near(r.SetContact))
	}
	one("hidden-rows", r.HiddenRows)
	one("region", r.Region)
	one("phone-digits", r.PhoneDigits)
	one("delimiter", r.Delimiter)
	one("encoding", r.Encoding)
	return c
}

// tookWords say what was said when the job was planned before, and not now.
func (a *app) tookWords(name string, took job.Reading) string {
	_, flags, _ := strings.Cut(command{verb: []string{""}}.reads(took).String(), " --")
	return a.text("list/as-before", "job", name, "flag", "--"+flags)
}

// headerNames are the fields that --map names a header for. The one word none forgets how the
// job was read before.
type headerNames map[string]string

const forget = "none"

// Decode reads one --map.
func (m *headerNames) Decode(ctx *kong.DecodeContext) error {
	var text string
	if err := ctx.Scan.PopValueInto("FIELD=HEADER", &text); err != nil {
		return err
	}
	field, header, ok := strings.Cut(text, "=")
	if !ok && field != forget {
		return misused("cli/map", "given", text)
	}
	if *m == nil {
		*m = headerNames{}
	}
	(*m)[field] = header
	return nil
}

// words are what stands behind the flags on a command line.
func (m headerNames) words() (words []string) {
	for _, pair := range pairsOf(m) {
		if pair == forget+"=" {
			pair = forget
		}
		words = append(words, pair)
	}
	return words
}

// digits is a range such as 11-12, or one number.
type digits struct{ min, max int }

func (d *digits) UnmarshalText(text []byte) (err error) {
	d.min, d.max, err = job.ParseDigits(string(text))
	if err != nil || len(text) == 0 {
		return misused("cli/digits", "given", string(text))
	}
	return nil
}

// String is the form that UnmarshalText reads.
func (d digits) String() string { return fmt.Sprintf("%d-%d", d.min, d.max) }
