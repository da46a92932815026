package importer_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/importer/cells"
)

// Files as people keep them and programs export them.
func TestChatFiles(t *testing.T) {
	tests := []struct {
		name, region string
		want         []string
	}{
		{"C03_exclude_google_one.exclude.csv", "", persons("34600111201")},
		{"C04_exclude_blank_whatsapp.exclude.csv", "", persons("34600111201", "34600111202")},
		{"google-old.csv", "", persons("447911123456", "442079460958", "447911123457", "447911123458")},
		{"mailchimp-unsubscribed.csv", "", persons("12025550150", "12025550151")},
		{"hubspot.csv", "", persons("34911234567", "34600111201", "34600111202")},
		{"outlook-cp1252.csv", "", persons("4930901820", "491713920701", "491713920709")},
		{"ids.txt", "", persons("79000000101", "79000000102", "120363043968066561@g.us", "120000000000000@lid", "79000000103", "79000000104")},
		{"german-slash.csv", "DE", persons("491713920701", "491713920702", "491713920703", "491713920704", "491713920705")},
		{"sentences-ru.txt", "RU", persons("79000000101", "79000000102", "79000000103", "79000000104", "79000000105")},
		{"twilio-inbox.csv", "", persons("34600111201", "34911234567", "34600111202", "34600111203")},
		{"two.vcf", "", persons("447911123456", "447911123457")},
		{"json-cells.tsv", "", persons("447911123456", "442079460958", "447911123457", "447911123458")},
		{"numbered.txt", "", persons("491713920701", "491713920702", "491713920703", "491713920704", "491713920705")},
		{"markdown.md", "", persons("447911123456", "447911123457")},
		{"whatsapp-chat.txt", "", persons("491713920701", "491713920702", "491713920703", "491713920704")},
		{"salesforce.csv", "US", persons("12025550150", "12025550151", "442079460958")},
		{"shopify.csv", "", persons("447911123456", "447911123457")},
		{"facebook-leads.csv", "", persons("34600111201", "34600111202")},
		{"amocrm.csv", "RU", persons("79000000101", "79000000102", "79000000103", "79000000104")},
		{"excel-guards.csv", "", persons("491713920701", "491713920702", "491713920703")},
		{"arabic.txt", "", persons("966501234567", "966501234568", "966501234569")},
		{"report.csv", "", persons("491713920701", "491713920702")},
		{"respond-io.csv", "", persons("447911123456", "442079460958", "447911123457")},
		{"brazil-two-phones.csv", "BR", persons("5511996883193", "5511996883194", "551196883195")},
		{"windows-unicode.txt", "", persons("79000000101", "79000000102")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, err := importer.ReadChats(filepath.Join("testdata/chats", test.name), importer.Options{Region: test.region})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, chatIDs(list)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if files, err := os.ReadDir("testdata/chats"); err != nil || len(files) != len(tests) {
		t.Errorf("%d files, %v; want %d", len(files), err, len(tests))
	}
}

// All visible sheets count, hidden rows too, hidden sheets do not; what chooses the
// sheet and the rows of the list of recipients says nothing about this one.
func TestChatSheets(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	sheet := func(name string, rows ...string) {
		t.Helper()
		_, err := book.NewSheet(name)
		must(err, book.SetSheetCol(name, "A1", &rows))
	}
	sheet("2024", "Phone", "+34600111201", "nobody")
	sheet("2025", "+34600111202", "+34600111201", "+34600111203")
	sheet("all customers", "+34600111209")
	must(book.DeleteSheet("Sheet1"), book.SetRowVisible("2025", 3, false), book.SetSheetVisible("all customers", false))
	path := filepath.Join(t.TempDir(), "stop.xlsx")
	must(book.SaveAs(path))

	got, err := importer.ReadChats(path, importer.Options{Cells: cells.Options{Sheet: "Recipients", HiddenRows: cells.SkipHidden, Delimiter: ';'}})
	must(err)
	want := &importer.ChatList{Rows: 6, WithoutChat: 2, Chats: []importer.ListedChat{
		{ID: "34600111201@c.us", Sheet: "2024", Row: 2}, {ID: "34600111202@c.us", Sheet: "2025", Row: 1}, {ID: "34600111203@c.us", Sheet: "2025", Row: 3}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	must(book.SetCellStr("2025", "A4", "600 111 204"), book.SaveAs(path))
	_, err = importer.ReadChats(path, importer.Options{})
	trouble := &importer.ChatListError{Code: "unread-chat", File: path, Sheet: "2025", Row: 4, Column: "A", Cell: "600 111 204", National: true}
	if diff := cmp.Diff(error(trouble), err); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Numbers as workbooks store them: what is whole is read, under whatever format; what
// has lost digits, or was never stored, stops.
func TestChatNumbers(t *testing.T) {
	cell := func(xml string) []string { return []string{`<c t="str"><v>x</v></c>`, xml} }
	const phone = `<c t="str"><v>Phone</v></c>`
	whole := [][]string{cell(phone), cell(`<c><v>491713920701</v></c>`), cell(`<c><v>4.91713920702E+11</v></c>`),
		cell(`<c><f>1*491713920703</f><v>491713920703</v></c>`), cell(`<c t="inlineStr"><is><t>+49 171 3920704</t></is></c>`)}
	list, err := importer.ReadChats(rawWorkbook(t, whole), importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(persons("491713920701", "491713920702", "491713920703", "491713920704"), chatIDs(list)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for name, broken := range map[string]string{
		"a group's id as a number":  `<c><v>1.20363043968067E+17</v></c>`,
		"rounded":                   `<c t="str"><v>4.91714E+11</v></c>`,
		"a date":                    `<c s="1"><v>45000</v></c>`,
		"a failed formula":          `<c t="e"><v>#REF!</v></c>`,
		"a formula without a value": `<c><f>A1</f></c>`,
	} {
		_, err := importer.ReadChats(rawWorkbook(t, append(whole, cell(broken))), importer.Options{})
		if e, ok := errors.AsType[*importer.ChatListError](err); !ok || e.Code != importer.UnreadChat || e.Row != 6 || e.Column != "B" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A damaged file is nobody's list.
func TestChatsOfDamagedFiles(t *testing.T) {
	path := write(t, "stop.csv", "+34600111201\n\"+34600111202\n+34600111203\n")
	_, err := importer.ReadChats(path, importer.Options{})
	if e, ok := errors.AsType[*importer.ChatListError](err); !ok || e.Code != importer.BadRow {
		t.Errorf("a quote that is never closed: %v", err)
	}
	data, err := os.ReadFile(workbook(t, [][]string{{"+34600111201"}}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = importer.ReadChats(write(t, "cut.xlsx", string(data[:len(data)/2])), importer.Options{})
	if _, ok := errors.AsType[*cells.FileError](err); !ok {
		t.Errorf("half a workbook: %v", err)
	}
}
