package importer_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/importer"
)

// chatIDs are the ids of a list.
func chatIDs(list *importer.ChatList) []string {
	var ids []string
	for _, c := range list.Chats {
		ids = append(ids, c.ID)
	}
	return ids
}

func persons(numbers ...string) []string {
	for i := range numbers {
		if !strings.Contains(numbers[i], "@") {
			numbers[i] += "@c.us"
		}
	}
	return numbers
}

// Lists in the ways people and programs keep them.
func TestReadChats(t *testing.T) {
	tests := []struct {
		name    string
		region  string
		rows    [][]string
		want    []string
		without int
	}{
		{"one column", "", [][]string{{"79000000101"}, {"+7 900 000-01-02"}, {"79000000103@c.us"}, {"120363043968066561@g.us"}},
			persons("79000000101", "79000000102", "79000000103", "120363043968066561@g.us"), 0},
		{"a title, and somebody without a number", "", [][]string{{"Do not write to"}, {"79000000101"}, {"nobody"}, {"79000000102"}},
			persons("79000000101", "79000000102"), 2},
		{"any column", "", [][]string{{"Anna", "x", "79000000101"}, {"79000000102", "y", ""}},
			persons("79000000101", "79000000102"), 0},
		{"twice", "", [][]string{{"79000000101"}, {"+7 900 000 01 01"}}, persons("79000000101"), 0},
		{"ids of other programs", "", [][]string{{"whatsapp:+491713920501"}, {"https://wa.me/491713920502"}, {"wa.me/491713920503?text=Hi%2049"},
			{"https://api.whatsapp.com/send?phone=491713920504&text=1"}, {"491713920505@s.whatsapp.net"}, {"p:+491713920506"},
			{"491713920508:12@s.whatsapp.net"}, {"120000000000000@lid"}, {"tel:+49-171-3920509"}, {"491713920510@C.US"}, {"+49 171 3920511@c.us"}},
			persons("491713920501", "491713920502", "491713920503", "491713920504", "491713920505", "491713920506",
				"491713920508", "120000000000000@lid", "491713920509", "491713920510", "491713920511"), 0},
		{"sentences", "", [][]string{{"called +49 171 3920701 yesterday"}, {"since 2019: 491713920702, asked twice (24.12.2025)"},
			{"+49 171 3920703 und +49 171 3920704"}, {"491713920705/491713920706"}, {"+49 171 3920707 +49 171 3920708"},
			{"491713920709 491713920710"}, {"491713920711\n491713920712"}, {"+49 (0) 171 / 3920713"}, {"0049 171 3920714, ext. 12"}, {"+49 0171 3920715"}},
			persons("491713920701", "491713920702", "491713920703", "491713920704", "491713920705", "491713920706", "491713920707", "491713920708",
				"491713920709", "491713920710", "491713920711", "491713920712", "491713920713", "491713920714", "491713920715"), 0},
		{"a card in a cell", "", [][]string{{"BEGIN:VCARD\nVERSION:3.0\nTEL;TYPE=CELL;waid=491713920701:+49 171 3920701\nREV:20260131T100000Z\nEND:VCARD"}},
			persons("491713920701"), 0},
		{"national", "DE", [][]string{{"0171/3920701"}, {"0171 / 392 07 02"}, {"+49 171/3920703"}, {"0171 3920704; 0171 3920705"}, {"(0171) 3920706 privat"}},
			persons("491713920701", "491713920702", "491713920703", "491713920704", "491713920705", "491713920706"), 0},
		{"national and international at once", "CN", [][]string{{"13052345678"}}, persons("13052345678", "8613052345678"), 0},
		{"Google, labelled", "", [][]string{{"Name", "Phone 1 - Label", "Phone 1 - Value"}, {"X", "Mobile", "+34 600 111 201"}},
			persons("34600111201"), 1},
		{"Google, new export", "", [][]string{
			{"First Name", "Last Name", "Labels", "E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value"},
			{"Ann", "Lee", "* myContacts", "* ", "ann77@example.com", "Mobile", "+34 600 111 201 ::: +34 600 111 202", "Work", "+34 911 234 567"},
			{"Bob", "", "* myContacts", "* ", "bob1985@example.com", "", "", "", ""}},
			persons("34600111201", "34600111202", "34911234567"), 2},
		{"a blank WhatsApp cell", "", [][]string{{"Name", "WhatsApp", "Phone"}, {"X", "", "+34600111201"}, {"Y", "+34600111202", ""}},
			persons("34600111201", "34600111202"), 1},
		{"a second column nobody knows", "", [][]string{{"Name", "WhatsApp", "Ring"}, {"X", "+34600111201", "+34600111202"}, {"Y", "+34600111203", "n/a"}},
			persons("34600111201", "34600111202", "34600111203"), 1},
		{"Mailchimp, unsubscribed", "", [][]string{
			{"Email Address", "First Name", "Phone Number", "UNSUB_TIME", "UNSUB_REASON", "LEID", "EUID"},
			{"a.b@example.com", "Ann", "+1 202-555-0143", "2026-01-31 10:00:00", "no longer interested", "527430125", "8f0d1a2b3c"},
			{"c12345678901@example.com", "Cid", "", "2026-01-31 10:00:00", "never signed up", "527430126", "8f0d1a2b3d"}},
			persons("12025550143", "12345678901"), 1},
		{"HubSpot", "", [][]string{
			{"Record ID", "First Name", "Phone Number", "Mobile Phone Number", "WhatsApp Phone Number", "Email", "Create Date"},
			{"483920112233", "Ann", "", "", "+34600111201", "ann@example.com", "2026-01-31 10:00"},
			{"483920112234", "Bob", "", "+34 600 111 202", "", "bob@example.com", "2026-01-31 10:00"}},
			persons("34600111201", "34600111202"), 1},
		{"Outlook", "", [][]string{
			{"First Name", "Last Name", "Business Phone", "Home Phone", "Mobile Phone", "Birthday", "Notes"},
			{"Ann", "Lee", "+44 20 7946 0958", "", "+44 7911 123456", "0/0/00", "customer since 2019"},
			{"Bob", "", "", "", "", "31/12/1985", "no number: 3rd floor"}},
			persons("442079460958", "447911123456"), 2},
		{"a list that was sent", "", [][]string{{"chatId", "phoneContact", "firstName"}, {"79000000101", "79000000201", "Anna"}},
			persons("79000000101", "79000000201"), 1},
		{"report", "", asReport([][]string{{"chatId", "firstName"}, {"79000000101", "Anna"}, {"nobody", ""}}, same),
			persons("79000000999", "79000000101"), 1},
		{"lines quoted whole", "", [][]string{{"phone,name"}, {"79000000101,Anna"}, {"79000000102,Oleg"}}, persons("79000000101", "79000000102"), 1},
		{"floats", "", [][]string{{"phone"}, {"79000000101.0"}, {"79000000102,00"}}, persons("79000000101", "79000000102"), 1},
		{"groups' old ids", "", [][]string{{"79000000101-1600000000@g.us"}}, persons("79000000101-1600000000@g.us"), 0},
		{"invisible and foreign signs", "", [][]string{{"\u202a+972\u00a050\u2011234\u20115601\u202c"}, {"٩٧٢٥٠٢٣٤٥٦٠٢"}, {"＋７９００００００１０１"}},
			persons("972502345601", "972502345602", "79000000101"), 0},
		{"a header and nothing else", "", [][]string{{"Name", "Phone 1"}}, nil, 1},
		{"a header of other things, and nothing else", "", [][]string{{"Do not contact", "Comment"}}, nil, 1},
		{"a title above a header, and nothing else", "", [][]string{{"Do not write to"}, {"as of 31.12.2025"}, {"Name", "Phone"}}, nil, 3},
		{"numbered", "", [][]string{{"1) 79000000101"}, {"2. 79000000102"}, {"3 - 79000000103"}, {"4.79000000104"}, {"5.) +79000000105"}, {"6: 79000000106"},
			{"#7 79000000107"}, {"№8 79000000108"}, {"9) 6591234567"}, {"10) 7 900 000-01-10"}, {"1111. 00491713920711"}, {"12) Anna, 79000000112"}},
			persons("79000000101", "27900000102", "79000000102", "79000000103", "79000000104", "79000000105", "79000000106", "79000000107", "79000000108",
				"6591234567", "79000000110", "491713920711", "79000000112"), 0},
		{"numbered, national", "RU", [][]string{{"1) 8 900 000 01 01"}, {"2. 9000000102"}, {"3 - 8 (900) 000-01-03"}},
			persons("79000000101", "79000000102", "79000000103"), 0},
		{"with underlines", "", [][]string{{"+7_900_000_01_03"}, {"7900_0000104"}, {"IMG_20260131_79000000105_2.jpg"}}, persons("79000000103", "79000000104", "79000000105"), 0},
		{"the end of a chat id behind spaces", "", [][]string{{"7900 000 0101@c.us"}, {"+7 900 000 01 02 @c.us"}}, persons("79000000101", "79000000102"), 0},
		{"a country's trunk zero and dialling prefixes", "", [][]string{{"011 49 171 3920701"}, {"8 10 49 171 3920702"}, {"4901713920703"}},
			persons("491713920701", "491713920702", "491713920703"), 0},
		{"a Russian number that looks Vietnamese", "", [][]string{{"8 495 123-45-67"}}, persons("84951234567", "74951234567"), 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, path := range map[string]string{"csv": write(t, "stop.csv", csvText(t, test.rows)), "xlsx": workbook(t, test.rows)} {
				got, err := importer.ReadChats(path, importer.Options{Region: test.region})
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if diff := cmp.Diff(test.want, chatIDs(got)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
				if got.Rows != len(test.rows) || got.WithoutChat != test.without {
					t.Errorf("%s: %d of %d rows without a chat, want %d of %d", name, got.WithoutChat, got.Rows, test.without, len(test.rows))
				}
			}
		})
	}
}

// Who is meant and cannot be read stops.
func TestReadChatsStops(t *testing.T) {
	tests := []struct {
		name, region string
		rows         [][]string
		want         importer.ChatListError
	}{
		{"nothing", "", [][]string{{"Anna"}, {"Oleg"}}, importer.ChatListError{Code: "no-chats"}},
		{"a header and people without numbers", "", [][]string{{"Name", "Phone"}, {"Anna", ""}}, importer.ChatListError{Code: "no-chats"}},
		{"national, below a header", "", [][]string{{"Name", "Phone"}, {"A", "+34600111201"}, {"B", "600 111 202"}, {"C", "600111203"}},
			importer.ChatListError{Code: "unread-chat", Row: 3, Column: "B", Cell: "600 111 202", National: true, More: 1}},
		{"national, no header", "", [][]string{{"+34600111201"}, {"600111202"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "600111202", National: true}},
		{"no header, few digits", "", [][]string{{"+34600111201"}, {"1234"}}, importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "1234"}},
		{"only national numbers", "", [][]string{{"Phone"}, {"600111202"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "600111202", National: true}},
		{"the end of a number looks German", "", [][]string{{"+7 495 123 45 67"}, {"0 495 123 45 68"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "0 495 123 45 68", National: true}},
		{"a second number in a column nobody knows", "", [][]string{{"A", "+34600111201", "+34600111202"}, {"B", "+34600111203", "600111204"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "C", Cell: "600111204", National: true}},
		{"a second number in the cell", "", [][]string{{"Phone"}, {"+49 171 3920701, 0171 3920702"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "+49 171 3920701, 0171 3920702", National: true}},
		{"a group's id without its end", "", [][]string{{"79000000101"}, {"120363043968066561"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "120363043968066561", Group: true}},
		{"nothing but such ids", "", [][]string{{"120363043968066561"}}, importer.ChatListError{Code: "no-chats", Group: true}},
		{"a group's id that lost digits", "", [][]string{{"79000000101"}, {"12345@g.us"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "12345@g.us"}},
		{"nothing but national numbers", "", [][]string{{"600111202"}}, importer.ChatListError{Code: "no-chats", National: true}},
		{"a national number behind a digit", "", [][]string{{"79000000101"}, {"5 - 4951234567"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "5 - 4951234567", National: true}},
		{"an area code in brackets, and a digit too many", "", [][]string{{"79000000101"}, {"(44) 79111234567"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "(44) 79111234567"}},
		{"rounded", "DE", [][]string{{"phone"}, {"491713920701"}, {"4.91714E+11"}},
			importer.ChatListError{Code: "unread-chat", Row: 3, Column: "A", Cell: "4.91714E+11"}},
		{"rounded, no header", "DE", [][]string{{"491713920701"}, {"4,9e11"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "4,9e11"}},
		{"a letter for a digit", "", [][]string{{"491713920701"}, {"4917139207O2"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "4917139207O2"}},
		{"a letter for a digit, between spaces", "", [][]string{{"491713920701"}, {"+49 171 39207O2"}},
			importer.ChatListError{Code: "unread-chat", Row: 2, Column: "A", Cell: "+49 171 39207O2"}},
		{"a failed formula", "", [][]string{{"phone"}, {"491713920701"}, {"#REF!"}},
			importer.ChatListError{Code: "unread-chat", Row: 3, Column: "A", Cell: "#REF!"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, "stop.csv", csvText(t, test.rows))
			list, err := importer.ReadChats(path, importer.Options{Region: test.region})
			e, ok := errors.AsType[*importer.ChatListError](err)
			if !ok {
				t.Fatalf("read as %+v, %v", list, err)
			}
			test.want.File = path
			if diff := cmp.Diff(&test.want, e); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What may be a number, and need not be one, is counted and named.
func TestReadChatsCountsTheUnread(t *testing.T) {
	path := write(t, "stop.csv", "Name,WhatsApp,Ring,No.\nA,+34600111201,600111202,1234567\nB,+34600111204,,12\nC,,600 111 203,13\n")
	list, err := importer.ReadChats(path, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := importer.UnreadCell{Row: 2, Column: "C", Cell: "600111202", National: true}
	if list.Unread != 3 || list.FirstUnread != want || list.WithoutChat != 2 {
		t.Errorf("%+v", list)
	}
	if list, err = importer.ReadChats(path, importer.Options{Region: "ES"}); err != nil || len(list.Chats) != 4 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestReadChatsOfNoFile(t *testing.T) {
	if list, err := importer.ReadChats("testdata/none.csv", importer.Options{}); err == nil {
		t.Errorf("chats out of nothing: %+v", list)
	}
}
