package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// reading is what was said about how a job's file is read, as it is kept with the job.
type reading struct {
	Sheet       string            `json:"sheet,omitempty"`
	HeaderRow   int               `json:"headerRow,omitempty"`
	Columns     []string          `json:"columns,omitempty"`
	Map         map[string]string `json:"map,omitempty"`
	Set         map[string]string `json:"set,omitempty"`
	SetContact  string            `json:"setContact,omitempty"`
	Card        *card.Contact     `json:"card,omitempty"` // what SetContact held
	HiddenRows  string            `json:"hiddenRows,omitempty"`
	Region      string            `json:"region,omitempty"`
	PhoneDigits string            `json:"phoneDigits,omitempty"`
	Delimiter   string            `json:"delimiter,omitempty"`
	Encoding    string            `json:"encoding,omitempty"`
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
		return fmt.Errorf("%q: want FIELD=HEADER, or none to forget how the job was read before", text)
	}
	if *m == nil {
		*m = headerNames{}
	}
	(*m)[field] = header
	return nil
}

// remembered returns how the job's file was read before; the zero value if nothing was said
// then, or if it is to be forgotten.
func (f *readFlags) remembered(ctx context.Context, path, job string) (was reading, err error) {
	if _, ok := f.Map[forget]; ok {
		delete(f.Map, forget)
		return was, nil
	}
	if path == "" {
		return was, nil
	}
	l, err := ledger.OpenReadOnly(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return was, nil
	}
	if err != nil {
		return was, err
	}
	text, err := l.Reading(ctx, job)
	if err = errors.Join(err, l.Close()); err != nil || text == "" {
		return was, err
	}
	if err := json.Unmarshal([]byte(text), &was); err != nil {
		return was, fmt.Errorf("how job %s was read before cannot be understood (%w): --map none forgets it", job, err)
	}
	return was, nil
}

// recall fills in what the command does not say itself from what was said before, and returns
// the flags that it took over. What contradicts the command is left out.
func (f *readFlags) recall(was reading) (took []string) {
	var left reading
	fill := func(own *string, kept string, into *string) {
		if *own == "" && kept != "" {
			*own, *into = kept, kept
		}
	}
	fill(&f.Sheet, was.Sheet, &left.Sheet)
	fill(&f.HiddenRows, was.HiddenRows, &left.HiddenRows)
	fill(&f.Region, was.Region, &left.Region)
	fill(&f.Delimiter, was.Delimiter, &left.Delimiter)
	fill(&f.Encoding, was.Encoding, &left.Encoding)
	if f.PhoneDigits == (digits{}) && was.PhoneDigits != "" && f.PhoneDigits.UnmarshalText([]byte(was.PhoneDigits)) == nil {
		left.PhoneDigits = was.PhoneDigits
	}
	f.recallColumns(was, &left)
	f.recallCard(was, &left)
	return left.flags()
}

// recallColumns takes over what names the columns. A header and columns named in their order
// exclude each other.
func (f *readFlags) recallColumns(was reading, left *reading) {
	if len(f.Columns) == 0 && f.HeaderRow == 0 && len(f.Map) == 0 && len(was.Columns) > 0 {
		f.Columns, left.Columns = was.Columns, was.Columns
	}
	if len(f.Columns) > 0 {
		return
	}
	if f.HeaderRow == 0 && was.HeaderRow > 0 {
		f.HeaderRow, left.HeaderRow = was.HeaderRow, was.HeaderRow
	}
	for field, header := range was.Map {
		_, mapped := f.Map[field]
		_, set := f.Set[field]
		if mapped || set || f.SetContact != "" && field != "chatId" && field != "quotedMessageId" {
			continue
		}
		if f.Map == nil {
			f.Map = headerNames{}
		}
		if left.Map == nil {
			left.Map = map[string]string{}
		}
		f.Map[field], left.Map[field] = header, header
	}
}

// recallCard takes over what the card is for all. A card that is given whole and one that is
// set field by field exclude each other.
func (f *readFlags) recallCard(was reading, left *reading) {
	ofCard := func(field string) bool { return field != "chatId" && field != "quotedMessageId" }
	own := slices.ContainsFunc(slices.Collect(maps.Keys(f.Set)), ofCard)
	if f.SetContact == "" && was.Card != nil && !own {
		f.SetContact, f.card, left.SetContact = was.SetContact, was.Card, was.SetContact
	}
	for field, value := range was.Set {
		_, set := f.Set[field]
		_, mapped := f.Map[field]
		if set || mapped || f.SetContact != "" && ofCard(field) {
			continue
		}
		if f.Set == nil {
			f.Set = map[string]string{}
		}
		if left.Set == nil {
			left.Set = map[string]string{}
		}
		f.Set[field], left.Set[field] = value, value
	}
}

// reading is what the command says, what it took over included.
func (f *readFlags) reading() reading {
	r := reading{Sheet: f.Sheet, HeaderRow: f.HeaderRow, Columns: f.Columns, Map: f.Map, Set: f.Set, SetContact: f.SetContact,
		Card: f.card, HiddenRows: f.HiddenRows, Region: f.Region, Delimiter: f.Delimiter, Encoding: f.Encoding}
	if f.PhoneDigits != (digits{}) {
		r.PhoneDigits = strconv.Itoa(f.PhoneDigits.min) + "-" + strconv.Itoa(f.PhoneDigits.max)
	}
	return r
}

// flags are the words that say the same on a command line.
func (r reading) flags() (words []string) {
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag+" "+quoted(value))
		}
	}
	add("--sheet", r.Sheet)
	if r.HeaderRow > 0 {
		add("--header-row", strconv.Itoa(r.HeaderRow))
	}
	add("--columns", strings.Join(r.Columns, ","))
	for _, field := range slices.Sorted(maps.Keys(r.Map)) {
		add("--map", field+"="+r.Map[field])
	}
	for _, field := range slices.Sorted(maps.Keys(r.Set)) {
		add("--set", field+"="+r.Set[field])
	}
	add("--set-contact", r.SetContact)
	add("--hidden-rows", r.HiddenRows)
	add("--region", r.Region)
	add("--phone-digits", r.PhoneDigits)
	add("--delimiter", r.Delimiter)
	add("--encoding", r.Encoding)
	return words
}

// text is the reading as it is kept; "" if nothing was said.
func (r reading) text() (string, error) {
	if len(r.flags()) == 0 {
		return "", nil
	}
	text, err := json.Marshal(r)
	return string(text), err
}
