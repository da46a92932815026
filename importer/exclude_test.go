package importer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/importer"
)

func TestChats(t *testing.T) {
	tests := []struct {
		name  string
		rows  [][]string
		want  []string
		fails []string // parts of the errors, in order
	}{
		{"bare list", [][]string{{"79000000101"}, {"+7 900 000-01-02"}, {"79000000103@c.us"}, {"120363043968066561@g.us"}},
			[]string{"79000000101@c.us", "79000000102@c.us", "79000000103@c.us", "120363043968066561@g.us"}, nil},
		{"list below a title", [][]string{{"Do not write to"}, {""}, {"79000000101"}, {"nobody"}, {"79000000102"}},
			[]string{"79000000101@c.us", "79000000102@c.us"}, []string{"row 4"}},
		{"any column", [][]string{{"Anna", "x", "79000000101"}, {"79000000102", "y", ""}},
			[]string{"79000000101@c.us", "79000000102@c.us"}, nil},
		{"header", [][]string{{"Имя", "Телефон", "номер"}, {"Anna", "8 900 000-01-01", "79000000999"}, {"", "", ""}, {"Oleg", "нет", ""}, {"", "79000000102", ""}},
			[]string{"79000000101@c.us", "79000000102@c.us"}, []string{`row 4, column B, "нет"`}},
		{"two phone columns", [][]string{{"Phone", "Mobile"}, {"79000000101", "79000000102"}},
			[]string{"79000000101@c.us", "79000000102@c.us"}, nil},
		{"a list that was sent", [][]string{{"chatId", "phoneContact", "firstName"}, {"79000000101", "79000000201", "Anna"}},
			[]string{"79000000101@c.us"}, nil},
		{"report", asReport([][]string{{"chatId", "phoneContact"}, {"79000000101", "79000000201"}, {"nobody", ""}}, same),
			[]string{"79000000999@c.us", "79000000101@c.us", "79000000999@c.us"}, nil},
		{"two spellings", [][]string{{"+52 55 1234 5678"}}, []string{"525512345678@c.us", "5215512345678@c.us"}, nil},
		{"nothing", [][]string{{"Anna"}, {"Oleg"}}, nil, []string{"no chat id"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for name, path := range map[string]string{"csv": write(t, "stop.csv", csvText(t, test.rows)), "xlsx": workbook(t, test.rows)} {
				var got []string
				var fails []error
				for id, err := range importer.Chats(path, importer.Options{Region: "RU"}) {
					if err != nil {
						fails = append(fails, err)
						continue
					}
					got = append(got, id)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
				if !slices.EqualFunc(fails, test.fails, func(err error, part string) bool { return strings.Contains(err.Error(), part) }) {
					t.Errorf("%s: errors %q, want %q", name, fails, test.fails)
				}
			}
		})
	}
}

func TestChatsStops(t *testing.T) {
	path := csvFile(t, "79000000101", "79000000102")
	for id, err := range importer.Chats(path, importer.Options{}) {
		if id != "79000000101@c.us" || err != nil {
			t.Fatal(id, err)
		}
		break
	}
}

func TestChatsOfNoFile(t *testing.T) {
	for id, err := range importer.Chats("testdata/none.csv", importer.Options{}) {
		if err == nil {
			t.Errorf("a chat out of nothing: %s", id)
		}
		return
	}
	t.Error("no chats and no error")
}
