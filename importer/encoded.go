package importer

import (
	"errors"
	"slices"

	"contactcast/importer/cells"
)

// openCells opens the file. Where its letters do not tell the encoding, its header may: in one
// encoding more of it is understood than in all others.
func openCells(path string, opts cells.Options) (*cells.File, error) {
	file, err := cells.Open(path, opts)
	bad, ok := errors.AsType[*cells.FileError](err)
	if !ok || len(bad.Readings) < 2 {
		return file, err
	}
	var best cells.Reading
	most, second := 0, 0
	for _, reading := range bad.Readings {
		opts.Encoding = reading.Encoding
		switch n := understoodIn(path, opts); {
		case n > most:
			best, most, second = reading, n, most
		default:
			second = max(second, n)
		}
	}
	if most == second {
		return nil, err
	}
	opts.Encoding = best.Encoding
	if file, err = cells.Open(path, opts); err == nil {
		file.EncodingGuessed, file.Sample = true, best.Sample
	}
	return file, err
}

// understoodIn is how much of the header an encoding makes understood: above all the headers
// with letters that other encodings read differently, then the language that is written in it.
func understoodIn(path string, opts cells.Options) (most int) {
	file, err := cells.Open(path, opts)
	if err != nil {
		return 0
	}
	defer file.Close()
	rows := 0
	for row, err := range file.Rows() {
		if rows++; err != nil || rows > encodedRows || dataLike(row) {
			break
		}
		most = max(most, understoodHeader(cellTexts(row, 0), file.Encoding))
	}
	return most
}

// encodedRows is how many rows are looked at for a header.
const encodedRows = 20

func understoodHeader(header []string, encoding string) (n int) {
	keys := make([]string, len(header))
	for i, h := range header {
		keys[i] = saidKey(h)
	}
	for i, f := range headerMeanings(keys) {
		if f != "" && slices.ContainsFunc([]rune(header[i]), func(r rune) bool { return r > '~' }) {
			n += 2
		}
	}
	if writtenIn(keys, encoding) {
		n++
	}
	return n
}

// writtenIn reports whether the languages that understand most of a header, two names at least,
// are usually written in an encoding.
func writtenIn(keys []string, encoding string) bool {
	most, all, found := 2, false, false
	for i, v := range vocabulary {
		n := score(keys, i)
		if i == english || n < most {
			continue
		}
		usual := usualEncodings[v.language] == encoding
		all, found = usual && (all || !found || n > most), true
		most = n
	}
	return all
}

// usualEncodings are those of programs that do not write UTF-8, by language.
var usualEncodings = map[string]string{
	"es": "windows-1252", "pt": "windows-1252", "de": "windows-1252", "fr": "windows-1252", "it": "windows-1252",
	"nl": "windows-1252", "sv": "windows-1252", "fi": "windows-1252", "pl": "windows-1250", "cs": "windows-1250",
	"hu": "windows-1250", "ro": "windows-1250", "sr": "windows-1250", "tr": "windows-1254", "az": "windows-1254",
	"ru": "windows-1251", "uk": "windows-1251", "bg": "windows-1251", "el": "windows-1253", "he": "windows-1255",
	"ar": "windows-1256", "fa": "windows-1256", "th": "windows-874", "ja": "shift_jis", "ko": "euc-kr", "vi": "windows-1258",
}
