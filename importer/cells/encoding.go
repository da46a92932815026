package cells

import (
	"bytes"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"

	"contactcast/internal/words"
)

// byteOrderMarks in the order in which they are looked for.
var byteOrderMarks = []struct{ mark, name string }{
	{"\xEF\xBB\xBF", "utf-8"},
	{"\xFF\xFE\x00\x00", "utf-32le"},
	{"\x00\x00\xFE\xFF", "utf-32be"},
	{"\xFF\xFE", "utf-16le"},
	{"\xFE\xFF", "utf-16be"},
}

// encodingOf finds an encoding by a name of the WHATWG list; UTF-32, which is not
// on that list, is known as well.
func encodingOf(name string) (encoding.Encoding, error) {
	switch name {
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), nil
	case "utf-32be":
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), nil
	}
	return htmlindex.Get(name)
}

// findEncoding settles the encoding of a text file: its byte order mark, what
// the options say, UTF-8 if it is, else what its words look like.
func (f *File) findEncoding(head []byte) error {
	for _, bom := range byteOrderMarks {
		if bytes.HasPrefix(head, []byte(bom.mark)) {
			f.Encoding = bom.name
			return nil
		}
	}
	if f.opts.Encoding != "" {
		return f.takeEncoding(f.opts.Encoding)
	}
	s, err := newSurvey(io.NewSectionReader(f.data, 0, f.size))
	if err != nil {
		return err
	}
	return f.judge(s)
}

// takeEncoding takes the encoding of this name.
func (f *File) takeEncoding(name string) error {
	enc, err := htmlindex.Get(name)
	if err == nil {
		f.Encoding, err = htmlindex.Name(enc)
	}
	if err != nil {
		return &FileError{Reason: words.New("encoding/unknown", "given", name), Err: err}
	}
	return nil
}

// judge settles the encoding by a survey.
func (f *File) judge(s *survey) error {
	wide := s.wide()
	switch {
	case wide != "":
		f.Encoding = wide
		return nil
	case s.binary():
		return unsupported("unsupported-format/binary")
	case s.invalid*4 <= s.valid: // a few broken characters spoil their rows, not the file
		f.Encoding = "utf-8"
		return nil
	}
	best, rivals := guess(s)
	if len(rivals) > 0 {
		return askEncoding(rivals)
	}
	f.Encoding, f.EncodingGuessed, f.Sample = best.name, true, best.sample(nil)
	return nil
}

// askEncoding is the error that asks which of these readings is right.
func askEncoding(readings []reading) error {
	e := &FileError{Reason: words.New("encoding/which")}
	for _, r := range readings {
		e.Readings = append(e.Readings, Reading{r.name, r.sample(readings)})
	}
	return e
}
