package job

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"contactcast/importer"
)

// compare holds what was taken over from an earlier plan to the files as they are now: a
// column that was named by its letter is still called the same, and a changed card is told of.
func (s *source) compare(was Reading) error {
	r := &s.list.Reading
	r.Headers = nil
	for _, c := range s.Mapping {
		if name := r.Map[string(c.Field)]; strings.EqualFold(name, c.Letter) && name != c.Header {
			r.Headers = with(r.Headers, string(c.Field), c.Header)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(s.took.Map)) {
		before, kept := was.Headers[field]
		if now, still := r.Headers[field]; kept && still && now != before {
			return refuse("column-moved", "column", strings.ToUpper(was.Map[field]), "field", field, "before", before, "now", now)
		}
	}
	if s.took.SetContact != "" {
		if change := cardKept(was); change != nil {
			s.Notes = append(s.Notes, change.Reason)
		}
	}
	return nil
}

// cardKept says how the file of a card is no longer as it was, or is nil.
func cardKept(was Reading) *Refusal {
	switch now, err := importer.ReadCard(was.SetContact); {
	case errors.Is(err, fs.ErrNotExist):
		return refuse("card-gone", "file", was.SetContact)
	case err != nil || now != *was.Card:
		return refuse("card-changed", "file", was.SetContact)
	}
	return nil
}
