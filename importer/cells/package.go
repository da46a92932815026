package cells

import (
	"archive/zip"
	"contactcast/internal/words"
	"errors"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"
)

// Limits on what a part may unpack to, in bytes. A sheet of a million rows has
// about 400 MB. A part that is large and shrinks to less than one maxRatio-th is
// made to fill memory: real lists shrink to a tenth, styled empty rows to a fiftieth.
const (
	maxSheet   = 4 << 30
	maxStrings = 1 << 30
	maxPart    = 64 << 20 // all other parts
	maxRatio   = 250
)

// pack is an Office package: a zip file of parts that point to each other.
type pack struct {
	parts map[string]*zip.File // by folded name; nil for a name that stands twice
	size  uint64               // of the whole file
}

func openPack(r io.ReaderAt, size int64) (*pack, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, corrupt(err, "corrupt/cut-off")
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	p := &pack{make(map[string]*zip.File, len(z.File)), uint64(size)}
	for _, f := range z.File {
		name := fold(f.Name)
		if _, twice := p.parts[name]; twice {
			p.parts[name] = nil
			continue
		}
		p.parts[name] = f
	}
	return p, nil
}

// fold is the form in which part names are compared: they know no case, and
// some writers use backslashes.
func fold(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// find looks a part up, by its name or by the name with its %XX undone.
func (p *pack) find(name string) (f *zip.File, found bool) {
	if f, found = p.parts[fold(name)]; found {
		return f, true
	}
	plain, err := url.PathUnescape(name)
	if err != nil {
		return nil, false
	}
	f, found = p.parts[fold(plain)]
	return f, found
}

// read hands the XML of a part to fn, which starts before the root element, and
// reads what fn leaves, so that an end without an error means that the part is
// whole: every tag closed, sizes and checksum right.
func (p *pack) read(name string, limit uint64, fn func(*xmlReader) error) error {
	f, _ := p.find(name)
	if f == nil {
		return corrupt(nil, "corrupt/part-missing", "part", name)
	}
	if err := p.checkSize(f, limit); err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return partError(name, err)
	}
	defer r.Close()
	x, err := newXMLReader(r, f.UncompressedSize64)
	if err == nil {
		err = fn(x)
	}
	if err == nil {
		err = x.end()
	}
	return partError(name, err)
}

func (p *pack) checkSize(f *zip.File, limit uint64) error {
	size := f.UncompressedSize64
	switch {
	case f.Flags&1 != 0:
		return refused("encrypted")
	case size > limit, size > maxPart && size/maxRatio > f.CompressedSize64:
		return tooLarge(nil, words.New("too-large/unpacked", "part", f.Name, "bytes", size))
	case f.CompressedSize64 > p.size:
		return corrupt(nil, "corrupt/part-larger", "part", f.Name)
	case f.CRC32 == 0 && size > 0: // archive/zip would not check
		return corrupt(nil, "corrupt/no-checksum", "part", f.Name)
	}
	return nil
}

// partError names the part where an error that is not yet for people was met.
func partError(name string, err error) error {
	var known *FileError
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, errStop):
		return err
	case errors.Is(err, errTooLong), errors.Is(err, errTooDeep):
		return tooLarge(err, words.New("too-large/deep", "part", name))
	case errors.Is(err, zip.ErrAlgorithm):
		return unsupported("unsupported-format/compression")
	case errors.Is(err, zip.ErrChecksum):
		return corrupt(err, "corrupt/checksum", "part", name)
	}
	return corrupt(err, "corrupt/part-damaged", "part", name)
}

// relation is one part pointing to another.
type relation struct {
	kind   string // the last element of the relation's type, so that "strict" types are the same
	target string // the full part name, or "" outside the package
}

// relations reads what the part points to, by id. The part "" is the package itself.
func (p *pack) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	name := dir + "_rels/" + base + ".rels"
	found := map[string]relation{}
	if _, ok := p.find(name); !ok {
		return found, nil
	}
	return found, p.read(name, maxPart, func(x *xmlReader) error {
		if err := x.root("Relationships"); err != nil {
			return err
		}
		return x.each(func() error {
			id, err1 := x.attr("Id")
			kind, err2 := x.attr("Type")
			target, err3 := x.attr("Target")
			mode := string(x.raw("TargetMode"))
			if mode == "External" {
				target = ""
			} else if target = strings.ReplaceAll(target, `\`, "/"); !strings.HasPrefix(target, "/") {
				target = path.Join(dir, target)
			}
			found[id] = relation{path.Base(kind), strings.TrimPrefix(path.Clean(target), "/")}
			return errors.Join(err1, err2, err3)
		})
	})
}
