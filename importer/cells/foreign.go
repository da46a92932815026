package cells

import (
	"bytes"
	"io"
	"strings"
)

// signatures are how files begin that are neither text nor a workbook.
var signatures = []struct{ start, what string }{
	{"\x1F\x8B", "the file is packed with gzip; unpack it first"},
	{"7z\xBC\xAF\x27\x1C", "the file is a 7-Zip archive; unpack it first"},
	{"Rar!\x1A\x07", "the file is a RAR archive; unpack it first"},
	{"\xFD7zXZ\x00", "the file is packed with xz; unpack it first"},
	{"BZh", "the file is packed with bzip2; unpack it first"},
	{"\x28\xB5\x2F\xFD", "the file is packed with zstd; unpack it first"},
	{"%PDF-", saveAs("the file is a PDF document")},
	{"{\\rtf", saveAs("the file is a text document (RTF)")},
	{"ID;P", saveAs("the file is in the old SYLK format")},
	{"SQLite format 3\x00", saveAs("the file is a database")},
	{"\x89PNG", "the file is a picture; the list is needed as .xlsx or CSV"},
	{"\xFF\xD8\xFF", "the file is a picture; the list is needed as .xlsx or CSV"},
	{"\x09\x00\x04\x00", saveAs(oldExcel)}, {"\x09\x02\x06\x00", saveAs(oldExcel)},
	{"\x09\x04\x06\x00", saveAs(oldExcel)}, {"\x09\x08\x08\x00", saveAs(oldExcel)}, {"\x09\x08\x10\x00", saveAs(oldExcel)},
	{"\x00\x00\x02\x00\x06\x04", saveAs("the file is in a Lotus 1-2-3 format")},
	{"\x00\x00\x1A\x00", saveAs("the file is in a Lotus 1-2-3 format")},
	{"MIME-Version:", saveAs("the file is a web page")},
}

const oldExcel = "the file is in the old Excel format (.xls)"

func saveAs(what string) string {
	return what + "; open it in a spreadsheet program and save it as .xlsx or CSV"
}

// markups are how a text begins that is a web page or another document in tags.
var markups = []string{"<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<body", "<style", "<script", "<div", "<!--", "<svg"}

// ole is how compound files begin: old Excel files, and workbooks under a password.
const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// refuseForeign refuses, by its beginning, a file that is neither text nor a zip file.
func refuseForeign(head []byte, file io.ReaderAt) error {
	if len(head) == 0 {
		return corrupt(nil, "the file is empty")
	}
	if bytes.HasPrefix(head, []byte(ole)) {
		return refuseOLE(file)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.start)) {
			return &FileError{Code: "unsupported-format", Text: s.what}
		}
	}
	start := textStart(head)
	for _, m := range markups {
		if strings.HasPrefix(start, m) {
			return unsupported("the file is a web page or an XML document, whatever its name says")
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
func document(start string) string {
	switch {
	case strings.HasPrefix(start, "begin:vcard"):
		return "the file holds contact cards (.vcf), not a list of recipients: save the contacts as .xlsx or CSV, from the program that wrote the file"
	case strings.HasPrefix(start, "begin:vcalendar"):
		return "the file is a calendar (.ics); the list is needed as .xlsx or CSV"
	case jsonStart(start):
		return "the file is JSON; save the list as .xlsx or CSV"
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
			return encrypted()
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
	for _, known := range []struct{ part, what string }{
		{"Index/Document.iwa", "the file is a Numbers document"},
		{"Index.zip", "the file is a Numbers document"},
	} {
		if _, ok := p.find(known.part); ok {
			return unsupported(known.what)
		}
	}
	if _, ok := p.find("[Content_Types].xml"); ok {
		return corrupt(nil, "the file says nowhere which of its parts is the workbook")
	}
	return &FileError{Code: "unsupported-format", Text: "the file is a zip archive, not a workbook; unpack it first"}
}

// openDocument says which kind of OpenDocument file it is.
func (p *pack) openDocument() string {
	const start = "application/vnd.oasis.opendocument."
	switch kind := p.beginning("mimetype", 100); {
	case strings.HasPrefix(kind, start+"text"):
		return "the file is a text document (.odt)"
	case strings.HasPrefix(kind, start+"presentation"):
		return "the file is a presentation (.odp)"
	}
	return "the file is an OpenDocument file (.ods)"
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
func otherOffice(root string) string {
	switch root {
	case "document":
		return "the file is a Word document (.docx)"
	case "presentation":
		return "the file is a presentation (.pptx)"
	}
	return "it is an Office file, but not a workbook"
}
