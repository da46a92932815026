package cells

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"strings"

	"contactcast/internal/words"
)

// File is an open spreadsheet file. The fields are facts to tell people.
type File struct {
	Format string // "csv", which stands for every text file, or "xlsx"

	Sheet  string   // XLSX: the sheet that is read
	Sheets []string // XLSX: all visible sheets

	Encoding        string     // text files: the encoding's name in the WHATWG list
	EncodingGuessed bool       // text files: nothing but the letters told the encoding
	Sample          string     // text files: some words that look different in other encodings
	Delimiter       rune       // text files
	Document        words.Code // text files: "", or what the text is instead of a table: contact cards, JSON

	data  io.ReaderAt
	size  int64
	close func() error
	read  func(yield func(Row) bool) error
	opts  Options
}

// Open opens a CSV or XLSX file, told by its content, and makes the checks that
// need not read every row. It returns a *FileError if the file cannot be used.
func Open(path string, opts Options) (*File, error) {
	if isAddress(path) {
		return nil, unsupported("unsupported-format/address")
	}
	if info, err := os.Stat(path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return nil, unsupported("unsupported-format/no-file") // opening it may wait for ever
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = unsupported("unsupported-format/folder")
	}
	if err == nil && !info.Mode().IsRegular() {
		err = unsupported("unsupported-format/no-file")
	}
	var f *File
	if err == nil {
		f, err = open(file, info.Size(), opts)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	f.close = file.Close
	return f, nil
}

// open opens what the file holds.
func open(data io.ReaderAt, size int64, opts Options) (*File, error) {
	f := &File{data: data, size: size, opts: opts}
	head := make([]byte, 512)
	n, err := data.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	if err := refuseForeign(head, data); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(head, []byte("PK")) {
		return f, f.openWorkbook()
	}
	f.Document = document(textStart(head))
	return f, f.openText(head)
}

func (f *File) openWorkbook() error {
	p, err := openPack(f.data, f.size)
	if err != nil {
		return err
	}
	w, err := openWorkbook(p, f.opts.Sheet)
	if err != nil {
		return err
	}
	f.Format, f.Sheet, f.Sheets = "xlsx", w.sheet.name, w.visible()
	f.read = func(yield func(Row) bool) error { return w.rows(f.opts.HiddenRows, yield) }
	return nil
}

// Rows yields the rows that are not blank, in order, and at most one error, which
// comes last and takes everything back: a file is used as a whole or not at all.
// It is a *FileError unless reading itself failed.
func (f *File) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		err := f.read(func(r Row) bool { return yield(r, nil) })
		if err != nil && !errors.Is(err, errStop) {
			yield(Row{}, err)
		}
	}
}

// Close closes the file.
func (f *File) Close() error { return f.close() }

// isAddress reports whether a path is an address in the web instead.
func isAddress(path string) bool {
	scheme, _, ok := strings.Cut(path, "://")
	return ok && len(scheme) > 1 && !strings.ContainsAny(scheme, `/\ `)
}
