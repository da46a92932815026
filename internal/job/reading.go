package job

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"contactcast/importer"
	"contactcast/importer/cells"
	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// Reading says how a list's file is read. What is left out is found out; it is kept with the
// job, and holds for its later plans as far as these say nothing else.
type Reading struct {
	Sheet       string            `json:"sheet,omitempty"`
	HeaderRow   int               `json:"headerRow,omitempty"`
	Columns     []string          `json:"columns,omitempty"` // the file has no header
	Map         map[string]string `json:"map,omitempty"`
	Headers     map[string]string `json:"headers,omitempty"` // what the columns were called that Map names by letter
	Set         map[string]string `json:"set,omitempty"`
	SetContact  string            `json:"setContact,omitempty"` // a vCard file
	Card        *card.Contact     `json:"card,omitempty"`       // what SetContact held; read from it if nil
	HiddenRows  string            `json:"hiddenRows,omitempty"` // include, skip
	Region      string            `json:"region,omitempty"`
	PhoneDigits string            `json:"phoneDigits,omitempty"` // "11-12"
	Delimiter   string            `json:"delimiter,omitempty"`
	Encoding    string            `json:"encoding,omitempty"`
}

// Said reports whether anything was said.
func (r Reading) Said() bool { return !reflect.ValueOf(r).IsZero() }

// text is the reading as it is kept; "" if nothing was said.
func (r Reading) text() (string, error) {
	if !r.Said() {
		return "", nil
	}
	text, err := json.Marshal(r)
	return string(text), err
}

// remembered returns how a job's file was read before, as the ledger at path knows it; the zero
// value if nothing was said then.
func remembered(ctx context.Context, path, job string) (was Reading, err error) {
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
		return was, refuseFor(err, "reading-kept", "job", job)
	}
	return was, nil
}

// recall fills in what is not said from what was said before, and returns what it took over.
// What contradicts what is said is left out.
func (r *Reading) recall(was Reading) (took Reading) {
	fill := func(own *string, kept string, into *string) {
		if *own == "" && kept != "" {
			*own, *into = kept, kept
		}
	}
	fill(&r.Sheet, was.Sheet, &took.Sheet)
	fill(&r.HiddenRows, was.HiddenRows, &took.HiddenRows)
	fill(&r.Region, was.Region, &took.Region)
	fill(&r.PhoneDigits, was.PhoneDigits, &took.PhoneDigits)
	fill(&r.Delimiter, was.Delimiter, &took.Delimiter)
	fill(&r.Encoding, was.Encoding, &took.Encoding)
	r.recallColumns(was, &took)
	r.recallCard(was, &took)
	return took
}

// recallColumns takes over what names the columns. A header and columns named in their order
// exclude each other.
func (r *Reading) recallColumns(was Reading, took *Reading) {
	if len(r.Columns) == 0 && r.HeaderRow == 0 && len(r.Map) == 0 && len(was.Columns) > 0 {
		r.Columns, took.Columns = was.Columns, was.Columns
	}
	if len(r.Columns) > 0 {
		return
	}
	if r.HeaderRow == 0 && was.HeaderRow > 0 {
		r.HeaderRow, took.HeaderRow = was.HeaderRow, was.HeaderRow
	}
	for field, header := range was.Map {
		_, mapped := r.Map[field]
		_, set := r.Set[field]
		if mapped || set || r.SetContact != "" && ofCard(field) {
			continue
		}
		r.Map, took.Map = with(r.Map, field, header), with(took.Map, field, header)
	}
}

// recallCard takes over what the card is for all. A card that is given whole and one that is
// set field by field exclude each other.
func (r *Reading) recallCard(was Reading, took *Reading) {
	own := slices.ContainsFunc(slices.Collect(maps.Keys(r.Set)), ofCard)
	if r.SetContact == "" && was.Card != nil && !own {
		r.SetContact, r.Card, took.SetContact = was.SetContact, was.Card, was.SetContact
	}
	for field, value := range was.Set {
		_, set := r.Set[field]
		_, mapped := r.Map[field]
		if set || mapped || r.SetContact != "" && ofCard(field) {
			continue
		}
		r.Set, took.Set = with(r.Set, field, value), with(took.Set, field, value)
	}
}

// ofCard reports whether a field is one of the card's.
func ofCard(field string) bool { return field != "chatId" && field != "quotedMessageId" }

// with is the map with one more entry; the map itself stays as it is.
func with(m map[string]string, key, value string) map[string]string {
	m = maps.Clone(m)
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}

// options are the importer's. The card is read once.
func (r *Reading) options() (o importer.Options, err error) {
	o = importer.Options{Cells: cells.Options{Sheet: r.Sheet, Encoding: r.Encoding},
		HeaderRow: r.HeaderRow, Columns: r.Columns, Region: strings.ToUpper(r.Region)}
	switch r.HiddenRows {
	case "include":
		o.Cells.HiddenRows = cells.IncludeHidden
	case "skip":
		o.Cells.HiddenRows = cells.SkipHidden
	}
	if o.MinDigits, o.MaxDigits, err = ParseDigits(r.PhoneDigits); err != nil {
		return o, err
	}
	if o.Cells.Delimiter, err = parseDelimiter(r.Delimiter); err != nil {
		return o, err
	}
	if o.Map, err = byField("map", r.Map); err != nil {
		return o, err
	}
	if o.Set, err = byField("set", r.Set); err != nil {
		return o, err
	}
	if r.SetContact != "" && r.Card == nil {
		read, err := importer.ReadCard(r.SetContact)
		if err != nil {
			return o, err
		}
		r.Card = &read
	}
	o.Card = r.Card
	return o, nil
}

// ParseDigits reads a range of digits such as 11-12, or one number; "" is 0, 0.
func ParseDigits(text string) (least, most int, err error) {
	if text == "" {
		return 0, 0, nil
	}
	low, high, ranged := strings.Cut(text, "-")
	if !ranged {
		high = low
	}
	least, err1 := strconv.Atoi(low)
	most, err2 := strconv.Atoi(high)
	if err1 != nil || err2 != nil || least < 1 || most < least || most > 15 {
		return 0, 0, refuse("options/digits", "text", text)
	}
	return least, most, nil
}

func parseDelimiter(text string) (rune, error) {
	switch text {
	case "":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	}
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) {
		return 0, refuse("options/delimiter", "text", text)
	}
	return r, nil
}

func byField(what string, values map[string]string) (map[importer.Field]string, error) {
	if len(values) == 0 {
		return nil, nil
	}
	m := map[importer.Field]string{}
	for name, v := range values {
		if !slices.Contains(importer.Fields(), importer.Field(name)) {
			return nil, refuse("options/field", "what", what, "field", name, "fields", strings.Join(Fields(), ", "))
		}
		m[importer.Field(name)] = v
	}
	return m, nil
}

// Fields are the names of all fields that a column can hold.
func Fields() (names []string) {
	for _, f := range importer.Fields() {
		names = append(names, string(f))
	}
	return names
}
