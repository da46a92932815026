package cells

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestDamagedBooks: a workbook in which anything is wrong is refused as a whole.
func TestDamagedBooks(t *testing.T) {
	const good = `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`
	whole := newBook(good)
	sheet := func(rows string) book { return newBook(rows) }
	cut := func(part string) book { return whole.with(part, whole[part][:len(whole[part])-7]) }
	tests := []struct {
		name string
		book book
		code string
	}{
		{"sheet cut off", cut("xl/worksheets/sheet1.xml"), "corrupt"},
		{"strings cut off", cut("xl/sharedStrings.xml"), "corrupt"},
		{"styles cut off", cut("xl/styles.xml"), "corrupt"},
		{"sheet missing", whole.with("xl/worksheets/sheet1.xml", ""), "corrupt"},
		{"strings missing", whole.with("xl/sharedStrings.xml", ""), "corrupt"},
		{"strings not linked", whole.with("xl/_rels/workbook.xml.rels", strings.Replace(whole["xl/_rels/workbook.xml.rels"], "sharedStrings", "other", 1)), "corrupt"},
		{"two parts of one name", whole.with("xl/Worksheets/sheet1.xml", sheetXML("")), "corrupt"},
		{"empty sheet part", whole.with("xl/worksheets/sheet1.xml", " "), "corrupt"},
		{"another root", whole.with("xl/worksheets/sheet1.xml", "<chartsheet/>"), "corrupt"},
		{"a second root", whole.with("xl/worksheets/sheet1.xml", sheetXML(good)+"<worksheet/>"), "corrupt"},
		{"text behind the root", whole.with("xl/worksheets/sheet1.xml", sheetXML(good)+"x"), "corrupt"},
		{"string index too large", sheet(`<row r="1"><c r="A1" t="s"><v>3</v></c></row>`), "corrupt"},
		{"string index negative", sheet(`<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`), "corrupt"},
		{"string index not a number", sheet(`<row r="1"><c r="A1" t="s"><v>x</v></c></row>`), "corrupt"},
		{"rows out of order", sheet(`<row r="2"/><row r="1"/>`), "corrupt"},
		{"a row twice", sheet(`<row r="2"/><row r="2"/>`), "corrupt"},
		{"row 0", sheet(`<row r="0"/>`), "corrupt"},
		{"a row below the last", sheet(`<row r="1048577"/>`), "corrupt"},
		{"more rows than there are", sheet(strings.Repeat(`<row/>`, maxRows+1)), "corrupt"},
		{"row number negative", sheet(`<row r="-1"/>`), "corrupt"},
		{"cells out of order", sheet(`<row r="1"><c r="B1"/><c r="A1"/></row>`), "corrupt"},
		{"a cell twice", sheet(`<row r="1"><c r="A1"/><c r="A1"/></row>`), "corrupt"},
		{"a cell of another row", sheet(`<row r="1"><c r="A2"/></row>`), "corrupt"},
		{"a column too far", sheet(`<row r="1"><c r="XFE1"/></row>`), "corrupt"},
		{"a broken reference", sheet(`<row r="1"><c r="1"/></row>`), "corrupt"},
		{"a long reference", sheet(`<row r="1"><c r="AAAAA1"/></row>`), "corrupt"},
		{"tags crossed", sheet(`<row r="1"><c></row></c>`), "corrupt"},
		{"bare ampersand", sheet(`<row r="1"><c t="str"><v>a & b</v></c></row>`), "corrupt"},
		{"unknown entity", sheet(`<row r="1"><c t="str"><v>&eacute;</v></c></row>`), "corrupt"},
		{"reference to a control character", sheet(`<row r="1"><c t="str"><v>&#x1F;</v></c></row>`), "corrupt"},
		{"control character", sheet("<row r=\"1\"><c t=\"str\"><v>\x01</v></c></row>"), "corrupt"},
		{"not UTF-8", sheet("<row r=\"1\"><c t=\"str\"><v>\xC0</v></c></row>"), "corrupt"},
		{"attribute without quotes", sheet(`<row r=1/>`), "corrupt"},
		{"document type", whole.with("xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a "b">]>`+whole["xl/sharedStrings.xml"]), "corrupt"},
		{"the first sheet leads nowhere", whole.with("xl/workbook.xml", strings.Replace(whole["xl/workbook.xml"], "rId1", "rId7", 1)), "corrupt"},
		{"no visible sheet", whole.with("xl/workbook.xml", strings.Replace(whole["xl/workbook.xml"], "<sheet ", `<sheet state="hidden" `, 1)), "no-sheet"},
		{"no workbook", whole.with("_rels/.rels", ""), "unsupported-format"},
		{"an OpenDocument file", book{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}, "unsupported-format"},
		{"a binary workbook", whole.with("_rels/.rels", strings.Replace(whole["_rels/.rels"], "workbook.xml", "workbook.bin", 1)), "unsupported-format"},
		{"a text document", whole.with("xl/workbook.xml", "<document/>"), "unsupported-format"},
		{"an OpenDocument text", book{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "unsupported-format"},
		{"deep", sheet(`<row r="1"><c r="A1">` + strings.Repeat("<r>", 1000)), "too-large"},
		{"a long text", sheet(`<row r="1"><c t="str"><v>` + strings.Repeat("a", maxToken+1) + `</v></c></row>`), "too-large"},
		{"a long text in pieces", sheet(`<row r="1"><c t="str"><v>` + strings.Repeat(strings.Repeat("a", 1000)+"<!---->", 1100) + `</v></c></row>`), "too-large"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := read(write(t, test.book.bytes()), Options{})
			if code := codeOf(t, err); code != test.code {
				t.Errorf("got %q, %q: %v", code, rows, err)
			}
		})
	}
}

// TestDamageIsSeen changes and cuts a good file everywhere: it reads as before or not at all.
func TestDamageIsSeen(t *testing.T) {
	var rows strings.Builder
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="s"><v>%d</v></c></row>`, i, i, 79000000000+i*7919, i, i%2)
	}
	data := newBook(rows.String()).bytes()
	want, err := read(write(t, data), Options{})
	if err != nil || len(want) != 40 {
		t.Fatal(err)
	}
	refused := 0
	check := func(what string, changed []byte) {
		got, err := readBook(changed)
		if err != nil {
			refused++
		} else if !slices.Equal(got, want) {
			t.Errorf("%s: read as %d other rows", what, len(got))
		}
	}
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 1 << (i % 8)
		check(fmt.Sprintf("bit in byte %d of %d", i, len(data)), changed)
		if i%4 == 0 {
			check(fmt.Sprintf("cut at %d", i), data[:i])
			check(fmt.Sprintf("without byte %d", i), slices.Concat(data[:i], data[i+1:]))
		}
	}
	if refused < len(data) {
		t.Errorf("only %d changes of %d bytes were refused", refused, len(data))
	}
}

// TestDamagedPacking: sizes and checksums that do not tell the truth.
func TestDamagedPacking(t *testing.T) {
	const part = "xl/worksheets/sheet1.xml"
	b := newBook(strings.Repeat(`<row><c><v>79000000101</v></c></row>`, 5000))
	text := b[part]
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, 6)
	io.WriteString(w, text)
	w.Close()
	damaged := bytes.Clone(packed.Bytes())
	damaged[len(damaged)/2] ^= 4
	sum, size := crc32.ChecksumIEEE([]byte(text)), uint64(len(text))
	tests := []struct {
		name   string
		raw    []byte
		header zip.FileHeader
		code   string
	}{
		{"all right", packed.Bytes(), zip.FileHeader{CRC32: sum, UncompressedSize64: size}, ""},
		{"size too small", packed.Bytes(), zip.FileHeader{CRC32: sum, UncompressedSize64: 1000}, "corrupt"},
		{"size too large", packed.Bytes(), zip.FileHeader{CRC32: sum, UncompressedSize64: size + 1}, "corrupt"},
		{"wrong checksum", packed.Bytes(), zip.FileHeader{CRC32: sum + 1, UncompressedSize64: size}, "corrupt"},
		{"no checksum", packed.Bytes(), zip.FileHeader{UncompressedSize64: size}, "corrupt"},
		{"stream damaged", damaged, zip.FileHeader{CRC32: sum, UncompressedSize64: size}, "corrupt"},
		{"stream cut off", packed.Bytes()[:packed.Len()/2], zip.FileHeader{CRC32: sum, UncompressedSize64: size}, "corrupt"},
		{"encrypted", packed.Bytes(), zip.FileHeader{CRC32: sum, UncompressedSize64: size, Flags: 1}, "encrypted"},
		{"unknown method", packed.Bytes(), zip.FileHeader{CRC32: sum, UncompressedSize64: size, Method: 99}, "unsupported-format"},
		{"1 GB by its own account", packed.Bytes(), zip.FileHeader{CRC32: sum, UncompressedSize64: 1 << 30}, "too-large"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := read(write(t, packRaw(t, b.with(part, ""), part, test.raw, test.header)), Options{})
			if code := codeOf(t, err); code != test.code || code == "" && len(rows) != 5000 {
				t.Errorf("got %q after %d rows: %v", code, len(rows), err)
			}
		})
	}
}

// packRaw packs a workbook with one more part as it is packed already.
func packRaw(t *testing.T, b book, part string, raw []byte, h zip.FileHeader) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range b {
		w, _ := z.Create(name)
		io.WriteString(w, text)
	}
	h.Name, h.CompressedSize64 = part, uint64(len(raw))
	if h.Method == 0 {
		h.Method = zip.Deflate
	}
	w, err := z.CreateRaw(&h)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(raw)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestBombs: files made to fill memory are refused in little of it.
func TestBombs(t *testing.T) {
	row := `<row><c t="str"><v>a</v></c></row>`
	plain := newBook(row)
	tests := []struct{ name, part, start, repeat string }{
		{"rows", "xl/worksheets/sheet1.xml", `<worksheet><sheetData>`, row},
		{"a cell", "xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c t="str"><v>`, "aaaaaaaaaaaaaaaa"},
		{"runs in a cell", "xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c><is>`, "<r><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></r>"},
		{"cells in a row", "xl/worksheets/sheet1.xml", `<worksheet><sheetData><row>`, "<c/>"},
		{"a tag", "xl/worksheets/sheet1.xml", `<worksheet `, `a="bbbbbbbbbbbbbbbbbbbbbbbbbbbb" `},
		{"depth", "xl/worksheets/sheet1.xml", "", "<r>"},
		{"strings", "xl/sharedStrings.xml", "<sst>", "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>"},
		{"empty strings", "xl/sharedStrings.xml", "<sst>", "<si/>"},
		{"styles", "xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>"},
		{"relations", "xl/_rels/workbook.xml.rels", "<Relationships>", `<Relationship Id="a"/>`},
		{"sheets", "xl/workbook.xml", "<workbook><sheets>", "<sheet/>"},
	}
	for _, test := range tests {
		for _, lie := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, lying=%v", test.name, lie), func(t *testing.T) {
				path := write(t, bomb(t, plain, test.part, test.start, test.repeat, lie))
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				_, err := read(path, Options{})
				runtime.ReadMemStats(&after)
				if code := codeOf(t, err); code != "too-large" && code != "corrupt" {
					t.Errorf("got %q: %v", code, err)
				}
				if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100 {
					t.Errorf("took %d MB", mb)
				}
			})
		}
	}
}

// bomb is a workbook with a part that unpacks to 300 MB, or says that it has 1 MB.
func bomb(t *testing.T, b book, part, start, repeat string, lie bool) []byte {
	t.Helper()
	const size = 300 << 20
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.BestCompression)
	block := []byte(strings.Repeat(repeat, (1<<20)/len(repeat)))
	io.WriteString(w, start)
	w.Write(block)
	w.Flush() // from here on the same bits come again and again
	from := packed.Len()
	w.Write(block)
	w.Flush()
	again := bytes.Clone(packed.Bytes()[from:])
	for packed.Len() < size/len(block)*len(again) {
		packed.Write(again)
	}
	h := zip.FileHeader{CRC32: 1, UncompressedSize64: size}
	if lie {
		h.UncompressedSize64 = 1 << 20
	}
	return packRaw(t, b.with(part, ""), part, packed.Bytes(), h)
}

// TestHugeDirectory: a zip file that lists more parts than it can hold.
func TestHugeDirectory(t *testing.T) {
	data := newBook("").bytes()
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(data[end+8:], 0xFFF0)
	binary.LittleEndian.PutUint16(data[end+10:], 0xFFF0)
	_, err := read(write(t, data), Options{})
	if code := codeOf(t, err); code != "corrupt" {
		t.Errorf("got %q: %v", code, err)
	}
}
