package cells

import (
	"strings"
	"testing"

	"contactcast/internal/words"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/htmlindex"
)

// TestRecords: what stands in a text, and the rows that come of it.
func TestRecords(t *testing.T) {
	const (
		open = " (a quotation mark opens a cell and is never closed)"
		lost = " (the row holds characters that were lost or are not in the file's encoding)"
	)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"LF", "a,b\nc,d\n", []string{"1: a|b", "2: c|d"}},
		{"CRLF", "a,b\r\nc,d\r\n", []string{"1: a|b", "2: c|d"}},
		{"CR", "a,b\rc,d\r", []string{"1: a|b", "2: c|d"}},
		{"all of them", "a,b\nc,d\re,f\r\ng,h", []string{"1: a|b", "2: c|d", "3: e|f", "4: g|h"}},
		{"no line end at the end", "a,b\nc,", []string{"1: a|b", "2: c|"}},
		{"ragged", "a,b,c\nd\ne,f,g,h\n", []string{"1: a|b|c", "2: d", "3: e|f|g|h"}},
		{"blank rows count", "a,b\n\n,\n \u00a0,\n\"\"\nc,d\n", []string{"1: a|b", "6: c|d"}},
		{"quoted delimiter, mark and lines", "a,b\n\"c,\"\"d\"\"\",\"e\r\nf\n\ng\"\nh,i", []string{"1: a|b", "2: c,\"d\"|e\r\nf\n\ng", "3: h|i"}},
		{"mark inside a cell", "a,b\nООО \"Ромашка\",5\" pipe\n", []string{"1: a|b", "2: ООО \"Ромашка\"|5\" pipe"}},
		{"text behind the closing mark", "a,b\n\"Ромашка\" ООО \"x\",c\n", []string{"1: a|b", "2: Ромашка ООО \"x\"|c"}},
		{"an Excel text trick", "a,b\n=\"7900\",c\n", []string{"1: a|b", "2: =\"7900\"|c"}},
		{"marks behind spaces", "a, b, c\nd,  \"e, \"\"f\"\"\" ,g\nh, \"i\",j\n", []string{"1: a| b| c", "2: d|e, \"f\"|g", "3: h| \"i\"|j"}},
		{"a mark behind spaces, not closed", "a, b, c\nd, \"e, f\n", []string{"1: a| b| c", "2: d| \"e| f"}},
		{"never closed", "a,b\nc,\"d\ne,f\ng,h\n", []string{"1: a|b", "2: c|\"d" + open, "3: e|f", "4: g|h"}},
		{"never closed, in the last row", "a,b\nc,\"d", []string{"1: a|b", "2: c|\"d" + open}},
		{"closed in a later quoted cell", "a,b\n\"c,d\ne,f\ng,\"h\"\ni,j\n", []string{"1: a|b", "2: \"c|d" + open, "3: e|f", "4: g|h", "5: i|j"}},
		{"closed at a later line's end", "a,b,c\n\"d,e,f\ng,h,i\nj,k,l\"\nm,n,o\n", []string{"1: a|b|c", "2: \"d|e|f" + open, "3: g|h|i", "4: j|k|l\"", "5: m|n|o"}},
		{"escaped marks to the end", "a,b\n\"\"\"c,d\ne,f\n", []string{"1: a|b", "2: \"\"\"c|d" + open, "3: e|f"}},
		{"NUL", "a,b\nc\x00,d\ne,f\n", []string{"1: a|b", "2: c\x00|d (" + said(words.New(nulProblem)) + ")", "3: e|f"}},
		{"a character lost earlier", "a,b\nc\uFFFD,d\ne,f\n", []string{"1: a|b", "2: c\uFFFD|d" + lost, "3: e|f"}},
		{"one broken character among many", "Анна,Вера,Ольга,Ирина\nc\xD0,d\ne,f\n", []string{"1: Анна|Вера|Ольга|Ирина", "2: c\xD0|d" + lost, "3: e|f"}},
		{"the end of a DOS text", "a,b\nc,d\n\x1a", []string{"1: a|b", "2: c|d"}},
		{"sep line", "sep=;\r\na;b,c\n", []string{"1: a|b,c"}},
		{"sep line in marks", "\"sep=|\"\na|b,c\n", []string{"1: a|b,c"}},
		{"sep line in capitals, CR", "SEP=\t\ra\tb\r", []string{"1: a|b"}},
		{"no sep line", "sep=;x\na\n", []string{"1: sep=|x", "2: a"}},
		{"marks behind backslashes", "a,b\n\"Boris \\\"Bob\\\" Oak\",\"x \\\"y\\\"\"\n\"\\\"Bob\\\", Ltd\",c\n",
			[]string{"1: a|b", "2: Boris \"Bob\" Oak|x \"y\"", "3: \"Bob\", Ltd|c"}},
		{"a backslash before the closing mark", "a,b\n\"C:\\dir\\\",c\n\"d\\\"\n", []string{"1: a|b", "2: C:\\dir\\|c", "3: d\\"}},
		{"byte order marks inside", "\ufeffa,b\nc\ufeff,d\n\ufeff\"e,f\",g\n\ufeff\n\"\ufeffh\",i\n", []string{"1: a|b", "2: c|d", "3: e,f|g", "5: h|i"}},
		{"whole lines quoted", "\"a,b\"\n\"c,\"\"d, e\"\"\"\n\nf\n\"g,h\"", []string{"1: a|b", "2: c|d, e", "4: f", "5: g|h"}},
		{"whole lines quoted, semicolons", "\"a;b,c\"\r\n\"d;e,f\"\r\n", []string{"1: a|b,c", "2: d|e,f"}},
		{"several lines in a quoted line", "\"a,b\"\n\"c,d\"\n\"e,f\ng,h\"\n", []string{"1: a|b", "2: c|d", "3: e,f\ng,h (" + said(words.New(linesInLine)) + ")"}},
		{"one column of texts", "\"name\"\n\"Oak, Anna\"\n\"Elm, Boris\"\n", []string{"1: name", "2: Oak, Anna", "3: Elm, Boris"}},
		{"only blank", "\n \n,,\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := read(write(t, []byte(test.text)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDelimiter(t *testing.T) {
	tests := []struct {
		name, text string
		want       rune
	}{
		{"comma", "a,b\n1,2\n", ','},
		{"semicolon, decimal commas", "a;b;c\n1,5;2,5;3,5\n", ';'},
		{"tab", "a\tb\n1,2\t3;4\n", '\t'},
		{"bar", "a|b\n1|2\n", '|'},
		{"one column", "phone\n79000000101\n", ','},
		{"one column with a comma further down", "name\nAnna\nSmith, Brown\nVera\n", ','},
		{"a quoted header holds the other", "\"a;b;c\",d\n1,2\n", ','},
		{"as many of both in the header", "Name, first;Phone\nSmith, Anna;1\nVera;2\n", ';'},
		{"a title above", "Customers\nchatId;phone;name\n1;2;a, b\n3;4;c\n", ';'},
		{"a padded title above", "Customers, May;;;\nchatId;phone;name;x\n1;2;3;4\n", ';'},
		{"several in a cell", "chatId,phone\n1; 2,3\n4; 5,6\n", ','},
		{"named in the options", "a;b,c\n", '+'},
	}
	for _, test := range tests {
		opts := Options{}
		if test.want == '+' {
			opts.Delimiter = '+'
		}
		f, err := Open(write(t, []byte(test.text)), opts)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if f.Delimiter != test.want {
			t.Errorf("%s: got %q, want %q", test.name, f.Delimiter, test.want)
		}
		f.Close()
	}
	if _, err := Open(write(t, []byte("a")), Options{Delimiter: '§'}); codeOf(t, err) != "unsupported-format" {
		t.Errorf("a delimiter that is not ASCII: %v", err)
	}
}

func TestEncoding(t *testing.T) {
	const text = "chatId;name\n79000000101;Анна Щербакова\n79000000102;Юрий Цой\n"
	want := []string{"1: chatId|name", "2: 79000000101|Анна Щербакова", "3: 79000000102|Юрий Цой"}
	encode := func(name string) string {
		enc, err := encodingOf(name)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := enc.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	tests := []struct {
		name, raw, option, encoding string
		guessed                     bool
	}{
		{"UTF-8", text, "", "utf-8", false},
		{"UTF-8 with its mark", "\uFEFF" + text, "", "utf-8", false},
		{"the mark wins", "\uFEFF" + text, "windows-1251", "utf-8", false},
		{"UTF-16 little end first", "\xFF\xFE" + encode("utf-16le"), "", "utf-16le", false},
		{"UTF-16 big end first", "\xFE\xFF" + encode("utf-16be"), "", "utf-16be", false},
		{"UTF-16 without its mark", encode("utf-16le"), "", "utf-16le", false},
		{"UTF-16, the other, without its mark", encode("utf-16be"), "", "utf-16be", false},
		{"UTF-16 by name", encode("utf-16be"), "UTF-16BE", "utf-16be", false},
		{"UTF-32", "\xFF\xFE\x00\x00" + encode("utf-32le"), "", "utf-32le", false},
		{"windows-1251", encode("windows-1251"), "", "windows-1251", true},
		{"windows-1251 by name", encode("windows-1251"), "cp1251", "windows-1251", false},
		{"KOI8", encode("koi8-r"), "", "koi8-u", true},
		{"DOS", encode("ibm866"), "", "ibm866", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, []byte(test.raw))
			f, err := Open(path, Options{Encoding: test.option})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if f.Encoding != test.encoding || f.EncodingGuessed != test.guessed || f.EncodingGuessed != (f.Sample != "") {
				t.Errorf("encoding %s, guessed %v, sample %q", f.Encoding, f.EncodingGuessed, f.Sample)
			}
			got, err := read(path, Options{Encoding: test.option})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestEncodingIsAsked: where several encodings fit, the person is shown what each makes of it.
func TestEncodingIsAsked(t *testing.T) {
	tests := []struct {
		name, encoding, text string
		mentions             []string
	}{
		{"one Spanish name", "windows-1252", "name\nMuñoz\n", []string{"windows-1252: Muñoz", "windows-1250: Muńoz"}},
		{"one Russian name", "windows-1251", "name\nИя\n", []string{"windows-1251: Ия"}},
		{"Chinese", "gb18030", "name\n王小明\n李丽\n张伟\n刘洋\n", []string{"gb18030: 王小明"}},
		{"Chinese, traditional", "big5", "name\n功蓋天地\n王小明\n", []string{"big5:", "王小明"}},
		{"nothing known", "iso-8859-5", "name\n№§№§№\n§№§№\n", nil},
		{"Japanese", "shift_jis", "name\n山田太郎\nすずき\n", []string{"shift_jis: 山田太郎"}},
		{"Korean", "euc-kr", "name\n김철수\n이영희\n박민수\n", []string{"euc-kr: 김철수"}},
	}
	for _, test := range tests {
		enc, err := htmlindex.Get(test.encoding)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := enc.NewEncoder().String(test.text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = Open(write(t, []byte(raw)), Options{})
		if code := codeOf(t, err); code != "encoding" {
			t.Errorf("%s: got %q", test.name, code)
			continue
		}
		for _, m := range test.mentions {
			if !strings.Contains(told(err), m) {
				t.Errorf("%s: no %q in %v", test.name, m, told(err))
			}
		}
	}
	if _, err := Open(write(t, []byte("a")), Options{Encoding: "klingon"}); codeOf(t, err) != "encoding" {
		t.Errorf("an encoding that does not exist: %v", err)
	}
}

// TestForeign: files that are not lists are told apart and refused.
func TestForeign(t *testing.T) {
	ole := ole + strings.Repeat("\x00", 1<<16-20)
	tests := []struct{ name, data, code, text string }{
		{"empty", "", "corrupt", "empty"},
		{"old Excel", ole + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", "unsupported-format", ".xls"},
		{"password", ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "encrypted", "password"},
		{"older Excel", "\x09\x08\x10\x00\x00\x06\x05\x00", "unsupported-format", ".xls"},
		{"web page", "\r\n <HTML><table><tr><td>1", "unsupported-format", "web page"},
		{"web page in UTF-16", "\xFF\xFE<\x00h\x00t\x00m\x00l\x00>\x00", "unsupported-format", "web page"},
		{"XML of Excel 2003", "\uFEFF<?xml version=\"1.0\"?><Workbook/>", "unsupported-format", "XML"},
		{"gzip", "\x1F\x8B\x08\x00", "unsupported-format", "unpack"},
		{"PDF", "%PDF-1.7", "unsupported-format", "PDF"},
		{"SYLK", "ID;PWXL;N;E\r\n", "unsupported-format", "SYLK"},
		{"zip cut off", "PK\x03\x04\x14\x00\x06\x00", "corrupt", "cut off"},
		{"an empty zip", "PK\x05\x06" + strings.Repeat("\x00", 18), "unsupported-format", "zip"},
		{"noise", "\x01\x02\x03\x04\x00\x00\x05abc", "unsupported-format", "neither"},
	}
	for _, test := range tests {
		_, err := Open(write(t, []byte(test.data)), Options{})
		if code := codeOf(t, err); code != test.code || !strings.Contains(told(err), test.text) {
			t.Errorf("%s: %q: %v", test.name, code, err)
		}
	}
	if _, err := Open(t.TempDir(), Options{}); err == nil {
		t.Error("a folder was opened")
	}
}

// TestLongRecord: a line that never ends is refused, a quoted cell that never ends spoils its line.
func TestLongRecord(t *testing.T) {
	_, err := read(write(t, []byte("a,b\n"+strings.Repeat("x", maxToken+10)+"\n")), Options{})
	if code := codeOf(t, err); code != "too-large" {
		t.Errorf("a long line: %v", err)
	}
	rows, err := read(write(t, []byte("a,b\nc,\"d\n"+strings.Repeat("e,f\n", maxToken/3))), Options{})
	if err != nil || len(rows) != 2+maxToken/3 || !strings.Contains(rows[1], "never closed") {
		t.Errorf("a long quoted cell: %d rows, %v", len(rows), err)
	}
}
