package importer

import (
	"maps"
	"slices"
	"strings"

	"contactcast/importer/cells"
	"contactcast/importer/phone"
	"contactcast/internal/card"
	"contactcast/internal/words"
)

// noColumn in Options.Map says that no column is the field.
const noColumn = "-"

// Options say how to understand a file. The zero value finds everything out.
type Options struct {
	// Cells say how to read the file's cells.
	Cells cells.Options
	// HeaderRow is the number of the row that names the fields; 0 is the first one that does.
	HeaderRow int
	// Columns say that the file has no header row: its columns, in order, are
	// these fields, by any name a header could have; "-" is none.
	Columns []string
	// Map names a field's column by its header, or its letter. The header then means nothing
	// else. "-" says that no column is the field.
	Map map[Field]string
	// Set gives a field the same value in every row. A column of its name is then
	// an ordinary column of the source.
	Set map[Field]string
	// Card is the whole card of every row, or nil.
	Card *card.Contact
	// Region is the ISO 3166 code of the country whose national numbers are
	// completed; "" demands international numbers.
	Region string
	// MinDigits and MaxDigits bound the digits of a phoneContact. Both 0 is 11 to
	// 12, which is what sendContact's documentation asks for.
	MinDigits, MaxDigits int
}

// Digits returns the bounds for the digits of a phoneContact.
func (o Options) Digits() (least, most int) {
	if o.MinDigits == 0 && o.MaxDigits == 0 {
		return 11, 12
	}
	return o.MinDigits, o.MaxDigits
}

// OptionError says that options contradict themselves, or hold what no row can have.
type OptionError struct {
	// Reason has the code "usage".
	Reason words.Fact
}

func optionError(code words.Code, pairs ...any) error {
	return &OptionError{words.New(code, pairs...)}
}

// Error gives the reason, for programmers.
func (e *OptionError) Error() string { return e.Reason.String() }

// Fact says what is wrong.
func (e *OptionError) Fact() words.Fact { return e.Reason }

// check refuses options that contradict themselves or name no field.
func (o Options) check() error {
	if len(o.Columns) > 0 && len(o.Map) > 0 {
		return optionError("usage/columns-and-map")
	}
	for _, f := range slices.Sorted(maps.Keys(o.Map)) {
		if !isField(f) {
			return noField(f)
		}
		if o.Card != nil && f != ChatID && f != QuotedMessageID {
			return optionError("usage/map-and-card", "field", f)
		}
		if blank(o.Map[f]) {
			return optionError("usage/map-blank", "field", f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(o.Set)) {
		switch _, mapped := o.Map[f]; {
		case !isField(f):
			return noField(f)
		case mapped:
			return optionError("usage/set-and-map", "field", f)
		case o.Card != nil && f != ChatID && f != QuotedMessageID:
			return optionError("usage/set-and-card", "field", f)
		}
	}
	for i, name := range o.Columns {
		if name != "-" && fieldNamed(name) == "" {
			return optionError("usage/column-name", "n", i+1, "given", name, "fields", listFields())
		}
	}
	return nil
}

func isField(f Field) bool { return slices.Contains(Fields(), f) }

func noField(f Field) error {
	return optionError("usage/no-field", "field", f, "fields", listFields())
}

func listFields() string {
	names := make([]string, 0, len(Fields()))
	for _, f := range Fields() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// resolver returns what maps a header under these options.
func (o Options) resolver() *resolver {
	r := &resolver{named: map[Field]string{}, without: map[Field]bool{}, fixed: map[Field]bool{}}
	for f, name := range o.Map {
		if name == noColumn {
			r.without[f] = true
		} else {
			r.named[f] = name
		}
	}
	for f := range o.Set {
		r.fixed[f] = true
	}
	r.setCard = r.fixed[PhoneContact]
	if o.Card != nil {
		r.fixed[PhoneContact] = true
		for _, f := range nameFields() {
			r.fixed[f] = true
		}
	}
	return r
}

// reader returns what reads the fields of a row, with the values already in
// place that are the same in every row.
func (o Options) reader() (*reader, error) {
	parser, err := phone.NewParser(o.Region)
	if err != nil {
		return nil, err
	}
	r := &reader{phones: parser, names: newNames()}
	r.least, r.most = o.Digits()
	r.digitsGiven = o.MaxDigits > 0
	if o.Card != nil {
		if p := r.checkCard(*o.Card); p != nil {
			return nil, optionError("usage/card", "field", p.Field, "why", p.Reason)
		}
		r.fixed.Message.Contact = *o.Card
	}
	for _, f := range Fields() {
		text, ok := o.Set[f]
		if !ok {
			continue
		}
		if p := r.field(&r.fixed, f, text); p != nil {
			return nil, optionError("usage/set", "field", f, "why", p.Reason)
		}
	}
	return r, nil
}
