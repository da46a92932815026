package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/internal/card"
	"contactcast/report"
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
	Exclude     []string          `type:"existingfile" sep:"none" placeholder:"FILE" group:"Reading:" help:"Chats that this job leaves out, from now on: a list in any of the formats, with or without a header. Repeatable."`

	card *card.Contact // what SetContact holds, or held when the job was planned
}

// digits is a range such as 11-12, or one number.
type digits struct{ min, max int }

func (d *digits) UnmarshalText(text []byte) error {
	low, high, ranged := strings.Cut(string(text), "-")
	if !ranged {
		high = low
	}
	var err1, err2 error
	d.min, err1 = strconv.Atoi(low)
	d.max, err2 = strconv.Atoi(high)
	if err1 != nil || err2 != nil || d.min < 1 || d.max < d.min || d.max > 15 {
		return fmt.Errorf("%q: want a number of digits or a range, such as 11-12; no number has more than 15", text)
	}
	return nil
}

// options are the importer's.
func (f *readFlags) options() (importer.Options, error) {
	o := importer.Options{
		Cells:     cells.Options{Sheet: f.Sheet, Encoding: f.Encoding},
		HeaderRow: f.HeaderRow, Columns: f.Columns, Region: strings.ToUpper(f.Region),
		MinDigits: f.PhoneDigits.min, MaxDigits: f.PhoneDigits.max,
	}
	switch f.HiddenRows {
	case "include":
		o.Cells.HiddenRows = cells.IncludeHidden
	case "skip":
		o.Cells.HiddenRows = cells.SkipHidden
	}
	var err error
	if o.Cells.Delimiter, err = delimiter(f.Delimiter); err != nil {
		return o, err
	}
	if o.Map, err = byField("--map", f.Map); err != nil {
		return o, err
	}
	if o.Set, err = byField("--set", f.Set); err != nil {
		return o, err
	}
	if f.NoHeader && len(f.Columns) == 0 {
		return o, &usageError{"--no-header needs --columns, which names the file's columns in order"}
	}
	if f.SetContact != "" && f.card == nil {
		read, err := importer.ReadCard(f.SetContact)
		if err != nil {
			return o, &startError{"card", err}
		}
		f.card = &read
	}
	o.Card = f.card
	return o, nil
}

func byField(flag string, values map[string]string) (map[importer.Field]string, error) {
	if len(values) == 0 {
		return nil, nil
	}
	m := map[importer.Field]string{}
	for name, v := range values {
		if !slices.Contains(importer.Fields(), importer.Field(name)) {
			return nil, &usageError{fmt.Sprintf("%s %s=...: there is no such field; the fields are %s", flag, name, fieldNames())}
		}
		m[importer.Field(name)] = v
	}
	return m, nil
}

func fieldNames() string {
	var names []string
	for _, f := range importer.Fields() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func delimiter(text string) (rune, error) {
	switch text {
	case "":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	}
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) {
		return 0, &usageError{fmt.Sprintf("--delimiter %q: want one character, or tab", text)}
	}
	return r, nil
}

// stdin copies standard input to a file, since a list is read more than once; remove
// takes the file away. For any other FILE it changes nothing.
func (f *readFlags) stdin(in io.Reader) (path string, remove func(), err error) {
	if f.File != "-" {
		return f.File, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "contactcast-")
	if err != nil {
		return "", nil, fmt.Errorf("keep standard input: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) }
	out, err := os.OpenFile(filepath.Join(dir, "stdin"), os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(out, in)
		if cerr := out.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		remove()
		return "", nil, fmt.Errorf("keep standard input: %w", err)
	}
	return out.Name(), remove, nil
}

// jobFlags name the job.
type jobFlags struct {
	Job      string `placeholder:"NAME" group:"Job:" help:"The job's name (the file's name without extension and -report)."`
	Cooldown span   `placeholder:"30d" group:"Job:" help:"Skip who got any card from this account in another job that recently."`
	Already  string `enum:",skip,send" default:"" placeholder:"skip|send" group:"Job:" help:"What to do with rows whose card their chat already got in another job (stop and ask)."`
	Changed  string `enum:",send" default:"" placeholder:"send" group:"Job:" help:"Also send to chats that got another card of this job, one no longer in the file."`
}

// reportPaths are the reports to write: those asked for, or one beside the input.
func reportPaths(asked []string, file string, in *input) ([]string, error) {
	for _, path := range asked {
		if err := report.Supported(path); err != nil {
			return nil, &usageError{err.Error()}
		}
	}
	if len(asked) > 0 {
		return asked, nil
	}
	ext := ".xlsx"
	if in.Format == "csv" {
		ext = ".csv"
	}
	if file == "-" {
		return []string{strings.Map(noSeparator, in.plan.Job) + "-report" + ext}, nil
	}
	base := filepath.Base(file)
	name := strings.TrimSuffix(base, filepath.Ext(base))
	if in.IsReport { // the next one takes its place
		name = strings.TrimSuffix(name, "-report")
	}
	return []string{filepath.Join(filepath.Dir(file), name+"-report"+ext)}, nil
}

// noSeparator keeps a job's name from naming a folder.
func noSeparator(r rune) rune {
	if strings.ContainsRune(`/\:`, r) {
		return '_'
	}
	return r
}
