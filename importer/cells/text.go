package cells

import (
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// openText finds the encoding and the delimiter of a text file.
func (f *File) openText(head []byte) error {
	if f.opts.Delimiter < 0 || f.opts.Delimiter >= utf8.RuneSelf || f.opts.Delimiter == '"' || f.opts.Delimiter == '\n' || f.opts.Delimiter == '\r' {
		return unsupported("unsupported-format/delimiter")
	}
	f.Format = "csv"
	if err := f.findEncoding(head); err != nil {
		return err
	}
	r, err := f.textRecords()
	if err != nil {
		return err
	}
	f.Delimiter = rune(r.delimiter)
	f.read = func(yield func(Row) bool) error {
		r, err := f.textRecords()
		if err != nil {
			return err
		}
		return r.rows(yield)
	}
	return nil
}

// textRecords starts a reading of the records from the beginning of the file.
func (f *File) textRecords() (*recordReader, error) {
	var text io.Reader = io.NewSectionReader(f.data, 0, f.size)
	if f.Encoding != "utf-8" {
		enc, err := encodingOf(f.Encoding)
		if err != nil {
			return nil, err
		}
		text = transform.NewReader(text, enc.NewDecoder())
	}
	return newRecordReader(text, byte(f.opts.Delimiter))
}
