package importer_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"contactcast/importer"
	"contactcast/internal/card"
	"contactcast/internal/words"
)

func newCard() card.Contact {
	return card.Contact{PhoneContact: 79000000201, FirstName: "Anna", Company: "Example"}
}

func TestProblems(t *testing.T) {
	const header = "chatId,phoneContact,firstName,company,quotedMessageId"
	tests := []struct {
		row    string
		want   importer.Problem
		says   string // part of the text
		region string
	}{
		{",79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("missing"), Column: "A"}, "recipient", ""},
		{"79000000101,\u00a0,Anna", importer.Problem{Field: "phoneContact", Reason: words.New("missing"), Column: "B", Cell: "\u00a0"}, "country code", ""},
		{"79000000101,79000000201,\u200b,", importer.Problem{Field: "name", Reason: words.New("missing"), Column: "C"}, "firstName", ""},
		{"89000000101,79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("invalid-phone"), Column: "A", Cell: "89000000101"}, "say-country", ""},
		{"79000000101,8 900 000-02-01,Anna", importer.Problem{Field: "phoneContact", Reason: words.New("invalid-phone"), Column: "B", Cell: "8 900 000-02-01"}, "say-country", ""},
		{"79000000101,+65 9123 4567,Anna", importer.Problem{Field: "phoneContact", Reason: words.New("phone-length"), Column: "B", Cell: "+65 9123 4567"}, "10-12", ""},
		{"79000000101,+86 138 1234 5678,Anna", importer.Problem{Field: "phoneContact", Reason: words.New("phone-length"), Column: "B", Cell: "+86 138 1234 5678"}, "11-13", ""},
		{"79000000101,#N/A,Anna", importer.Problem{Field: "phoneContact", Reason: words.New("cell-error"), Column: "B", Cell: "#N/A"}, "formula", ""},
		{"79000000101,79000000201,Anna,#ССЫЛКА!", importer.Problem{Field: "company", Reason: words.New("cell-error"), Column: "D", Cell: "#ССЫЛКА!"}, "formula", ""},
		{"7.9E+10,79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("precision-lost"), Column: "A", Cell: "7.9E+10"}, "text", ""},
		{"79000000101/79000000102,79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("ambiguous-phone"), Column: "A", Cell: "79000000101/79000000102"}, "more than one", ""},
		{"13052345678,79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("ambiguous-phone"), Column: "A", Cell: "13052345678"}, "country code", "CN"},
		{"79000000101@с.us,79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("invalid-chat-id"), Column: "A", Cell: "79000000101@с.us"}, "Cyrillic", ""},
		{"79000000101,79000000201,Anna,,1.20363E+17", importer.Problem{Field: "quotedMessageId", Reason: words.New("precision-lost"), Column: "E", Cell: "1.20363E+17"}, "text", ""},
		{"120363043968066561,79000000201,Anna", importer.Problem{Field: "chatId", Reason: words.New("invalid-chat-id"), Column: "A", Cell: "120363043968066561"}, "@g.us", ""},
	}
	for _, test := range tests {
		t.Run(test.row, func(t *testing.T) {
			rows := rowsOf(t, csvFile(t, header, test.row), importer.Options{Region: test.region})
			if len(rows) != 1 || rows[0].Problem == nil || rows[0].Number != 2 {
				t.Fatalf("got %+v, want a problem in row 2", rows)
			}
			got := *rows[0].Problem
			if !strings.Contains(told(got.Reason), test.says) {
				t.Errorf("%q does not say %q", told(got.Reason), test.says)
			}
			got.Reason = words.New(words.Code(got.Code()))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("problem (-want +got):\n%s", diff)
			}
		})
	}
}

// Numbers in a workbook are what they are stored as, as far as a program stores them.
func TestNumbersInWorkbooks(t *testing.T) {
	tests := []struct {
		chat, company any
		want          string // the chat id or the error's code
	}{
		{79000000101, 1024, "79000000101@c.us"},
		{79000000101.0, 0.1 + 0.2*1.5, "79000000101@c.us"},
		{120363043968066561, 1, "precision-lost"},
		{7900000010.5, 1, "invalid-phone"},
		{-79000000101, 1, "invalid-phone"},
		{true, true, "invalid-phone"},
		{time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), 1, "invalid-phone"},
	}
	for _, test := range tests {
		book := excelize.NewFile()
		err := errors.Join(
			book.SetSheetRow("Sheet1", "A1", &[]any{"chatId", "phoneContact", "company"}),
			book.SetSheetRow("Sheet1", "A2", &[]any{test.chat, 79000000201, test.company}),
		)
		path := filepath.Join(t.TempDir(), "list.xlsx")
		if err = errors.Join(err, book.SaveAs(path), book.Close()); err != nil {
			t.Fatal(err)
		}
		row := rowsOf(t, path, importer.Options{})[0]
		got := row.Message.ChatID
		if row.Problem != nil {
			got = row.Problem.Code()
		}
		if got != test.want {
			t.Errorf("%v: got %s, want %s", test.chat, got, test.want)
		}
	}
}

func TestChatIDs(t *testing.T) {
	tests := []struct{ cell, want string }{ // an id, or an error's code
		{"79000000101", "79000000101@c.us"},
		{"+7 900 000-01-01", "79000000101@c.us"},
		{"79000000101@c.us", "79000000101@c.us"},
		{" 79000000101@c.us\u200f", "79000000101@c.us"},
		{"'79000000101@c.us", "79000000101@c.us"},
		{"120363043968066561@g.us", "120363043968066561@g.us"},
		{"79000000702-1581234048@g.us", "79000000702-1581234048@g.us"},
		{"79000000702\u20111581234048@g.us", "79000000702-1581234048@g.us"},
		{"120650379300963@lid", "120650379300963@lid"},
		{"anna@gmail.com", "invalid-chat-id"},
		{"@c.us", "invalid-chat-id"},
		{"1234567@c.us", "invalid-chat-id"},
		{"1234567890123456@c.us", "invalid-chat-id"},
		{"+79000000101@c.us", "invalid-chat-id"},
		{"79000000101@C.US", "invalid-chat-id"},
		{"79000000101@c.us@c.us", "invalid-chat-id"},
		{"79000000101@c.us; 79000000102@c.us", "invalid-chat-id"},
		{"79000000101@s.whatsapp.net", "79000000101@c.us"},
		{"79000000101:12@s.whatsapp.net", "79000000101@c.us"},
		{"79000000101.0:12@s.whatsapp.net", "79000000101@c.us"},
		{"79000000101:12@c.us", "79000000101@c.us"},
		{"120650379300963:7@lid", "120650379300963@lid"},
		{"+79000000101@s.whatsapp.net", "invalid-chat-id"},
		{"79000000101:1234@s.whatsapp.net", "invalid-chat-id"},
		{"79000000101.12@s.whatsapp.net", "invalid-chat-id"},
		{"1234567@s.whatsapp.net", "invalid-chat-id"},
		{"79000000101@S.WHATSAPP.NET", "invalid-chat-id"},
		{"120363043968066561:7@g.us", "invalid-chat-id"},
		{"79000000101@broadcast", "invalid-chat-id"},
		{"https://wa.me/79000000101?text=a@b", "79000000101@c.us"},
		{"whatsapp:+79000000101", "79000000101@c.us"},
		{"https://chat.whatsapp.com/79000000101", "invalid-phone"},
		{"79000000101@newsletter", "invalid-chat-id"},
		{"7900000010l@c.us", "invalid-chat-id"},
		{"79000000702-158123404@g.us", "invalid-chat-id"},
		{"79000000702-1581234048", "invalid-chat-id"},
		{"1234@lid", "invalid-chat-id"},
	}
	for _, test := range tests {
		path := write(t, "list.csv", csvText(t, [][]string{{"chatId", "phoneContact", "firstName"}, {test.cell, "79000000201", "Anna"}}))
		row := rowsOf(t, path, importer.Options{})[0]
		got := row.Message.ChatID
		if row.Problem != nil {
			got = row.Problem.Code()
		}
		if got != test.want {
			t.Errorf("%q: got %s, want %s", test.cell, got, test.want)
		}
	}
}

func TestLookAlikeLetters(t *testing.T) {
	for end, says := range map[string]string{
		"с.us": `"с`, "g.uѕ": "Cyrillic", "lіd": "Cyrillic", "c.υs": "Greek", "ｃ.us": `Latin 'c'`,
	} {
		row := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName", "79000000101@"+end+",79000000201,Anna"), importer.Options{})[0]
		if row.Problem == nil || !strings.Contains(strings.ReplaceAll(told(row.Problem.Reason), "'", `"`), strings.ReplaceAll(says, "'", `"`)) {
			t.Errorf("%s: %v does not say %s", end, row.Problem, says)
		}
	}
}

func TestWarnings(t *testing.T) {
	tests := []struct{ row, says, alternative string }{
		{"79000000101,79000000201,Anna", "", ""},
		{"+52 55 1234 5678,79000000201,Anna", "chatId: WhatsApp knows some Mexican numbers", "5215512345678"},
		{"79000000101,525512345678,Anna", "phoneContact: WhatsApp knows some Mexican numbers", "5215512345678"},
		{"89000000101@c.us,79000000201,Anna", "chatId: no such number", ""},
		{"79000000101,79000000201,Anna,,,", "", ""},
	}
	for _, test := range tests {
		row := rowsOf(t, csvFile(t, "chatId,phoneContact,company", strings.Replace(test.row, ",,Anna", ",Co,Anna", 1)), importer.Options{})[0]
		if row.Problem != nil {
			t.Errorf("%s: %v", test.row, row.Problem)
			continue
		}
		if !strings.Contains(warned(row), test.says) || (test.says == "") != (len(row.Warnings) == 0) || row.Alternative != test.alternative {
			t.Errorf("%s: got %q, %q", test.row, warned(row), row.Alternative)
		}
	}
}

func TestPhoneDigits(t *testing.T) {
	path := csvFile(t, "chatId,phoneContact,firstName", "+65 9123 4567,+65 9123 4567,Anna")
	row := rowsOf(t, path, importer.Options{MinDigits: 10, MaxDigits: 13})[0]
	want := card.Card{ChatID: "6591234567@c.us", Contact: card.Contact{PhoneContact: 6591234567, FirstName: "Anna"}}
	if diff := cmp.Diff(want, row.Message); diff != "" || row.Problem != nil {
		t.Errorf("%v (-want +got):\n%s", row.Problem, diff)
	}
}

func TestPhoneDigitsAsTheOperatorSays(t *testing.T) {
	path := csvFile(t, "chatId,phoneContact,firstName", "79000000101,79000000201,Anna")
	row := rowsOf(t, path, importer.Options{MinDigits: 9, MaxDigits: 10})[0]
	want := words.New("phone-length/allowed", "least", 9, "most", 10, "digits", 11, "widened", "9-11")
	if row.Problem == nil || row.Problem.Code() != "phone-length" || row.Problem.Reason.String() != want.String() {
		t.Errorf("got %v, want %v", row.Problem, want)
	}
}

func TestNamesAreTrimmedAndNothingElse(t *testing.T) {
	name := "  \u200f\u00a0Anna\u200dMaria \U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F\u00a0\u200b "
	path := write(t, "list.csv", csvText(t, [][]string{{"chatId", "phoneContact", "firstName"}, {"79000000101", "79000000201", name}}))
	row := rowsOf(t, path, importer.Options{})[0]
	if want := strings.Trim(name, " \u200f\u00a0\u200b"); row.Message.Contact.FirstName != want {
		t.Errorf("got %q, want %q", row.Message.Contact.FirstName, want)
	}
	if row.Source[2] != name {
		t.Errorf("the source's text changed: %q", row.Source[2])
	}
}

func TestLineBreaksInNames(t *testing.T) {
	path := csvFile(t, "chatId,phoneContact,company", "79000000101,79000000201,\"Example\r\nof\rtwo\nlines\r\n\"")
	row := rowsOf(t, path, importer.Options{})[0]
	if got := row.Message.Contact.Company; got != "Example of two lines" {
		t.Errorf("got %q", got)
	}
}

func TestSourceKeepsEveryCell(t *testing.T) {
	rows := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName,note,", "79000000101", "79000000102,79000000201,Anna,x,,behind", "a,b"), importer.Options{})
	want := [][]string{
		{"79000000101", "", "", "", ""},
		{"79000000102", "79000000201", "Anna", "x", "", "behind"},
		{"a", "b", "", "", ""},
	}
	for i, row := range rows {
		if diff := cmp.Diff(want[i], row.Source); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", row.Number, diff)
		}
	}
}

func TestBlankRowsAreNone(t *testing.T) {
	rows := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName", ",,", " ,\u00a0,\u200b", "79000000101,79000000201,Anna"), importer.Options{})
	if len(rows) != 1 || rows[0].Number != 4 || rows[0].Problem != nil {
		t.Errorf("got %+v, want row 4 alone", rows)
	}
}

func TestLargeCards(t *testing.T) {
	const header = "chatId,phoneContact,firstName"
	for _, test := range []struct {
		name    string
		refused bool
	}{
		{strings.Repeat("a", 90_000), false},
		{strings.Repeat("a", 100_000), true},
		{strings.Repeat("<", 20_000), true}, // six bytes each in JSON
	} {
		row := rowsOf(t, csvFile(t, header, "79000000101,79000000201,"+test.name), importer.Options{})[0]
		if got := row.Problem != nil && row.Problem.Code() == "bad-row"; got != test.refused {
			t.Errorf("%d bytes of %q: %v", len(test.name), test.name[:1], row.Problem)
		}
	}
}

// Where the card's number is the same for all, the names of the sheet are its recipients'.
func TestSet(t *testing.T) {
	path := csvFile(t, "phone,name,company", "79000000101,Anna,Shop", "79000000102,,")
	set := map[importer.Field]string{importer.PhoneContact: "+7 900 000-02-01", importer.Company: " Example "}
	table := open(t, path, importer.Options{Set: set})
	if got := letters(table); got != "chatId=A" {
		t.Errorf("mapping %s", got)
	}
	if !slices.Equal(table.Ignored, []string{"name", "company"}) {
		t.Errorf("ignored %q", table.Ignored)
	}
	var got []card.Card
	for row, err := range table.Rows() {
		if err != nil || row.Problem != nil {
			t.Fatal(err, row.Problem)
		}
		got = append(got, row.Message)
	}
	the := card.Contact{PhoneContact: 79000000201, Company: "Example"}
	want := []card.Card{{ChatID: "79000000101@c.us", Contact: the}, {ChatID: "79000000102@c.us", Contact: the}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	table = open(t, path, importer.Options{Set: set, Map: map[importer.Field]string{importer.FirstName: "name"}})
	if got := letters(table); got != "chatId=A firstName=B" {
		t.Errorf("a name that the operator maps is the card's: %s", got)
	}
	if q := question(t, path, importer.Options{Set: map[importer.Field]string{importer.PhoneContact: "+79000000201"}}); len(q.Lacking) != 1 || q.Lacking[0] != "name" {
		t.Errorf("a card without a name: %+v", q)
	}
}

// A doubt about a value that is the same in every row is told once.
func TestSetWithAWarning(t *testing.T) {
	opts := importer.Options{Set: map[importer.Field]string{importer.PhoneContact: "+52 55 1234 5678", importer.FirstName: "Ana"}}
	path := csvFile(t, "phone", "79000000101")
	if notes := open(t, path, opts).Notes; len(notes) != 1 || !strings.Contains(told(notes[0]), "Mexican") {
		t.Errorf("notes %q", notes)
	}
	if row := rowsOf(t, path, opts)[0]; row.Problem != nil || len(row.Warnings) > 0 || row.Alternative != "" {
		t.Errorf("got %+v", row)
	}
}

func TestCardForAll(t *testing.T) {
	the := newCard()
	path := csvFile(t, "Имя,Телефон,Компания,reply to", "Олег,+7 900 000-01-01,Завод,ABC", "Яна,12,,")
	table := open(t, path, importer.Options{Card: &the})
	if got := letters(table); got != "chatId=B quotedMessageId=D" || len(table.Notes) != 1 {
		t.Errorf("mapping %s, notes %q", got, table.Notes)
	}
	rows := rowsOf(t, path, importer.Options{Card: &the})
	want := card.Card{ChatID: "79000000101@c.us", Contact: the, QuotedMessageID: "ABC"}
	if diff := cmp.Diff(want, rows[0].Message); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	if rows[1].Problem == nil || rows[1].Message != (card.Card{}) {
		t.Errorf("a row with a problem has no message: %+v", rows[1])
	}
}

func TestColumns(t *testing.T) {
	path := csvFile(t, "79000000101,x,79000000201,Anna", "79000000102,y,79000000202,Oleg,behind")
	table := open(t, path, importer.Options{Columns: []string{"chatId", "-", "phone", "name"}})
	if got := letters(table); got != "chatId=A phoneContact=C firstName=D" || table.HeaderRow != 0 {
		t.Errorf("mapping %s, header row %d", got, table.HeaderRow)
	}
	var numbers []int
	for row, err := range table.Rows() {
		if err != nil || row.Problem != nil || len(row.Warnings) > 0 {
			t.Fatal(err, row)
		}
		numbers = append(numbers, row.Number)
	}
	if !slices.Equal(numbers, []int{1, 2}) {
		t.Errorf("rows %v", numbers)
	}
}

// A quote that is never closed spoils the row it opens in and takes nobody's row with it.
func TestUnclosedQuote(t *testing.T) {
	rows := rowsOf(t, csvFile(t, "chatId,phoneContact,firstName", `79000000101,79000000201,"Anna`, "79000000102,79000000202,Oleg"), importer.Options{})
	if len(rows) == 0 || rows[0].Problem == nil || rows[0].Problem.Code() != "bad-row" || rows[0].Problem.Field != "" || rows[0].Number != 2 {
		t.Errorf("got %+v, want a bad row 2", rows)
	}
}
