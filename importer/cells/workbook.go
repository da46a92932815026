package cells

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// workbook is an XLSX file with one of its sheets chosen.
type workbook struct {
	pack    *pack
	sheets  []sheet
	sheet   sheet
	strings stringTable
	styles  []numberFormat // by the style index of a cell
	date0   dateSystem
}

// sheet is a worksheet of the workbook.
type sheet struct {
	name   string
	hidden bool
	part   string
}

// openWorkbook reads all of the workbook but the rows of its sheets, and chooses
// the sheet of this name, or the first visible one.
func openWorkbook(p *pack, want string) (*workbook, error) {
	root, err := p.mainPart()
	if err != nil {
		return nil, err
	}
	rels, err := p.relations(root)
	if err != nil {
		return nil, err
	}
	w := &workbook{pack: p}
	if err := p.read(root, maxPart, func(x *xmlReader) error { return w.parse(x, rels) }); err != nil {
		return nil, err
	}
	if err := w.choose(want); err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(rels)) {
		switch rel := rels[id]; rel.kind {
		case "styles":
			err = w.readStyles(rel.target)
		case "sharedStrings":
			err = w.readStrings(rel.target)
		}
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// mainPart is the name of the workbook's part.
func (p *pack) mainPart() (string, error) {
	rels, err := p.relations("")
	if err != nil {
		return "", err
	}
	for _, id := range slices.Sorted(maps.Keys(rels)) {
		rel := rels[id]
		if rel.kind != "officeDocument" {
			continue
		}
		if strings.HasSuffix(strings.ToLower(rel.target), ".bin") {
			return "", unsupported("unsupported-format/xlsb")
		}
		return rel.target, nil
	}
	return "", p.foreign()
}

// parse reads the list of sheets and the date system.
func (w *workbook) parse(x *xmlReader, rels map[string]relation) error {
	if _, err := x.next(); err != nil {
		return x.early(err)
	}
	if string(x.name) != "workbook" {
		return unsupported(otherOffice(string(x.name)))
	}
	return x.each(func() error {
		switch string(x.name) {
		case "workbookPr":
			if x.flag("date1904") {
				w.date0 = since1904
			}
		case "sheets":
			return x.each(func() error { return w.addSheet(x, rels) })
		}
		return nil
	})
}

func (w *workbook) addSheet(x *xmlReader, rels map[string]relation) error {
	name, err1 := x.attr("name")
	id, err2 := x.attr("id")
	state := string(x.raw("state"))
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	rel, ok := rels[id]
	if rel.kind == "worksheet" || !ok { // not a chart or a macro sheet
		w.sheets = append(w.sheets, sheet{name, state == "hidden" || state == "veryHidden", rel.target})
	}
	return nil
}

// visible are the names of the sheets that people see.
func (w *workbook) visible() []string {
	var names []string
	for _, s := range w.sheets {
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	return names
}

// choose takes the first visible sheet, or the one of this name; case only
// matters between two names that are otherwise the same.
func (w *workbook) choose(want string) error {
	match := func(s sheet) bool { return !s.hidden }
	if want != "" {
		match = func(s sheet) bool { return s.name == want }
	}
	i := slices.IndexFunc(w.sheets, match)
	if i < 0 && want != "" {
		i = slices.IndexFunc(w.sheets, func(s sheet) bool { return strings.EqualFold(s.name, want) })
	}
	if i < 0 {
		return noSheet(want, w.visible())
	}
	w.sheet = w.sheets[i]
	if w.sheet.part == "" {
		return corrupt(nil, "corrupt/sheet-part", "sheet", w.sheet.name)
	}
	return nil
}
