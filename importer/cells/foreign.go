package cells

import (
	"bytes"
	"io"
	"strings"

	"contactcast/internal/words"
)

// signatures are how files begin that are neither text nor a workbook.
var signatures = []struct {
	start string
	what  words.Code
}{
	{"\x1F\x8B", "unsupported-format/gzip"},
	{"7z\xBC\xAF\x27\x1C", "unsupported-format/7zip"},
	{"Rar!\x1A\x07", "unsupported-format/rar"},
	{"\xFD7zXZ\x00", "unsupported-format/xz"},
	{"BZh", "unsupported-format/bzip2"},
	{"\x28\xB5\x2F\xFD", "unsupported-format/zstd"},
	{"%PDF-", "unsupported-format/pdf"},
	{"{\\rtf", "unsupported-format/rtf"},
	{"ID;P", "unsupported-format/sylk"},
	{"SQLite format 3\x00", "unsupported-format/database"},
	{"\x89PNG", "unsupported-format/picture"},
	{"\xFF\xD8\xFF", "unsupported-format/picture"},
	{"\x09\x00\x04\x00", oldExcel}, {"\x09\x02\x06\x00", oldExcel},
	{"\x09\x04\x06\x00", oldExcel}, {"\x09\x08\x08\x00", oldExcel}, {"\x09\x08\x10\x00", oldExcel},
	{"\x00\x00\x02\x00\x06\x04", "unsupported-format/lotus"},
	{"\x00\x00\x1A\x00", "unsupported-format/lotus"},
	{"MIME-Version:", "unsupported-format/web-page"},
}

const oldExcel words.Code = "unsupported-format/xls"

// markups are how a text begins that is a web page or another document in tags.
var markups = []string{"<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<body", "<style", "<script", "<div", "<!--", "<svg"}

// ole is how compound files begin: old Excel files, and workbooks under a password.
const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// refuseForeign refuses, by its beginning, a file that is neither text nor a zip file.
func refuseForeign(head []byte, file io.ReaderAt) error {
	if len(head) == 0 {
		return corrupt(nil, "corrupt/empty")
	}
	if bytes.HasPrefix(head, []byte(ole)) {
		return refuseOLE(file)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return unsupported(s.what)
		}
	}
	start := textStart(head)
	for _, m := range markups {
		if strings.HasPrefix(start, m) {
			return unsupported("unsupported-format/markup")
		}
	}
	return nil
}

// textStart is how a text begins, in small letters and without marks and blanks before it.
func textStart(head []byte) string {
	start := string(head)
	for _, bom := range []string{"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"} {
		start = strings.TrimPrefix(start, bom)
	}
	start = strings.ToLower(strings.ReplaceAll(start, "\x00", "")) // of UTF-16 as well
	return strings.TrimLeft(start, " \t\r\n")
}

// document says what a text is that has a form of its own, by its beginning in small letters, or "".
func document(start string) words.Code {
	switch {
	case strings.HasPrefix(start, "begin:vcard"):
		return "unsupported-format/vcard"
	case strings.HasPrefix(start, "begin:vcalendar"):
		return "unsupported-format/calendar"
	case jsonStart(start):
		return "unsupported-format/json"
	}
	return ""
}

// jsonStart reports whether a text begins as JSON does: with a brace or a bracket, and another or a quote behind it.
func jsonStart(start string) bool {
	if start == "" || start[0] != '{' && start[0] != '[' {
		return false
	}
	rest := strings.TrimLeft(start[1:], " \t\r\n")
	switch {
	case rest == "":
		return true
	case start[0] == '{':
		return rest[0] == '"' && strings.Contains(rest, "\":") || rest[0] == '"' && strings.Contains(rest, "\" :") || rest[0] == '}'
	}
	return strings.ContainsRune("{[\"]", rune(rest[0]))
}

// refuseOLE tells a workbook under a password from an old Excel file, by the
// names in the compound file's directory, which may stand anywhere.
func refuseOLE(file io.ReaderAt) error {
	const block = 1 << 16
	name := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	buf := make([]byte, block+len(name))
	for at := int64(0); ; at += block {
		n, err := file.ReadAt(buf, at)
		if bytes.Contains(buf[:n], name) {
			return refused("encrypted")
		}
		if err == io.EOF {
			return unsupported(oldExcel)
		}
		if err != nil {
			return err
		}
	}
}

// foreign says what a zip file is that does not lead to a workbook.
func (p *pack) foreign() *FileError {
	if _, ok := p.find("content.xml"); ok {
		return unsupported(p.openDocument())
	}
	for _, part := range []string{"Index/Document.iwa", "Index.zip"} {
		if _, ok := p.find(part); ok {
			return unsupported("unsupported-format/numbers")
		}
	}
	if _, ok := p.find("[Content_Types].xml"); ok {
		return corrupt(nil, "corrupt/no-workbook")
	}
	return unsupported("unsupported-format/zip")
}

// openDocument says which kind of OpenDocument file it is.
func (p *pack) openDocument() words.Code {
	const start = "application/vnd.oasis.opendocument."
	switch kind := p.beginning("mimetype", 100); {
	case strings.HasPrefix(kind, start+"text"):
		return "unsupported-format/odt"
	case strings.HasPrefix(kind, start+"presentation"):
		return "unsupported-format/odp"
	}
	return "unsupported-format/ods"
}

// beginning returns the first bytes of a part, "" if there is none.
func (p *pack) beginning(name string, most int64) string {
	f, ok := p.find(name)
	if !ok || f == nil {
		return ""
	}
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, most))
	if err != nil {
		return ""
	}
	return string(text)
}

// otherOffice says what an Office file is that is no workbook, by the root of its main part.
func otherOffice(root string) words.Code {
	switch root {
	case "document":
		return "unsupported-format/docx"
	case "presentation":
		return "unsupported-format/pptx"
	}
	return "unsupported-format/office"
}
