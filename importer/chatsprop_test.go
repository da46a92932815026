package importer_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"contactcast/importer"
)

// Whatever a list looks like, every number that was put into it is found.
func TestEveryNumberIsFound(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		l := generatedList{region: rapid.SampledFrom([]string{"", "DE", "RU", "ES", "US"}).Draw(t, "region")}
		l.fill(t)
		path := l.save(t, dir)
		got, err := importer.ReadChats(path, importer.Options{Region: l.region})
		if err != nil && len(l.numbers) > 0 {
			t.Fatalf("%v\n%s", err, strings.Join(l.lines(), "\n"))
		}
		for _, number := range l.numbers {
			if !slices.ContainsFunc(got.Chats, func(c importer.ListedChat) bool { return c.ID == number+"@c.us" }) {
				t.Fatalf("%s is not among %v, with region %q, in\n%s", number, chatIDs(got), l.region, strings.Join(l.lines(), "\n"))
			}
		}
	})
}

// Whoever a list of recipients would be sent to is found when the same text stands in a list of chats.
func TestWhatIsSentToIsFound(t *testing.T) {
	dir := t.TempDir()
	texts := rapid.StringMatching(`(\+|00|tel:|\(|=)?[0-9]{1,4}([ ./-]|\) | \(|)?[0-9]{2,4}[ /-]?[0-9]{3,4}[ -]?[0-9]{0,4}(@c\.us|@lid|@g\.us)?`)
	rapid.Check(t, func(t *rapid.T) {
		text, region := texts.Draw(t, "text"), rapid.SampledFrom([]string{"", "RU", "DE", "US", "BR", "CN"}).Draw(t, "region")
		want, err := importer.ParseChat(text, region)
		if err != nil {
			return
		}
		path := filepath.Join(dir, "list.csv")
		if err := os.WriteFile(path, []byte("Phone\n"+text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := importer.ReadChats(path, importer.Options{Region: region})
		if err != nil || !slices.Contains(chatIDs(got), want) {
			t.Fatalf("%q is %s in region %q, and read as %+v, %v", text, want, region, got, err)
		}
	})
}

// generatedList is a list and the numbers that were put into it.
type generatedList struct {
	region  string
	rows    [][]string
	numbers []string
}

func (l *generatedList) lines() (lines []string) {
	for _, row := range l.rows {
		lines = append(lines, fmt.Sprintf("%q", row))
	}
	return lines
}

// fill draws columns of numbers, sentences and other things, with a header or without one.
func (l *generatedList) fill(t *rapid.T) {
	kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"number", "numbers", "note", "other", "other"}), 0, 4).Draw(t, "kinds")
	kinds = rapid.Permutation(append(kinds, "number")).Draw(t, "columns")
	others := make([]string, len(kinds)) // one kind of thing a column
	for i := range kinds {
		others[i] = rapid.SampledFrom([]string{"name", "label", "mail", "date", "count", "code", "moment"}).Draw(t, "other")
	}
	if rapid.Bool().Draw(t, "titled") {
		l.rows = append(l.rows, []string{"Do not write to (as of 31.12.2025)"})
	}
	if rapid.Bool().Draw(t, "headed") {
		l.rows = append(l.rows, l.header(t, kinds))
	}
	for range rapid.IntRange(1, 6).Draw(t, "rows") {
		row := make([]string, len(kinds))
		for i, kind := range kinds {
			row[i] = l.cell(t, kind, others[i])
		}
		l.rows = append(l.rows, row)
	}
}

func (l *generatedList) header(t *rapid.T, kinds []string) []string {
	row := make([]string, len(kinds))
	for i, kind := range kinds {
		names := []string{"Anything", "", "№", "Column 7"}
		if strings.HasPrefix(kind, "number") {
			names = append(names, "Phone", "Telefon", "chatId", "Phone 1 - Value", "Mobile")
		}
		row[i] = rapid.SampledFrom(names).Draw(t, "header")
	}
	return row
}

func (l *generatedList) cell(t *rapid.T, kind, other string) string {
	filled := rapid.IntRange(0, 3).Draw(t, "filled") > 0
	switch {
	case kind == "other":
		return otherThing(t, other)
	case !filled && kind == "note":
		return rapid.SampledFrom([]string{"", "since 2019", "3rd floor", "rang 2 x on 3.1.2026"}).Draw(t, "note")
	case !filled:
		return rapid.SampledFrom([]string{"", "n/a", "-", "none"}).Draw(t, "blank")
	case kind == "note":
		frame := rapid.SampledFrom([]string{
			"called %s yesterday", "since 2019: %s, asked twice", "%s (mobile)", "Tel. %s", "2026-01-31: no, says %s!", "STOP;%s", "her: %s; his: the same", "3) %s", "12. %s", "№ 7 - %s",
		}).Draw(t, "sentence")
		return fmt.Sprintf(frame, l.number(t))
	case kind == "numbers":
		joint := rapid.SampledFrom([]string{", ", "; ", " / ", "/", "\n", " ", " and ", " ::: ", " | ", ",", "   "}).Draw(t, "joint")
		return l.number(t) + joint + l.number(t)
	}
	return l.number(t)
}

func otherThing(t *rapid.T, kind string) string {
	n := rapid.IntRange(0, 9999).Draw(t, "n")
	switch kind {
	case "name":
		return rapid.SampledFrom([]string{"Ann", "Лев", "Müller & Söhne", "O'Neil, Bob", "R2D2"}).Draw(t, "name")
	case "label":
		return rapid.SampledFrom([]string{"Mobile", "Work", "", "* myContacts"}).Draw(t, "label")
	case "mail":
		return fmt.Sprintf("ann%d@example.com", n)
	case "date":
		return fmt.Sprintf("%02d.%02d.20%02d", n%28+1, n%12+1, n%30)
	case "code":
		return fmt.Sprintf("3EB0C%dD097B7C%dF030", n%10, n%10)
	case "moment":
		return fmt.Sprintf("2026-%02d-%02dT10:%02d:00+01:00", n%12+1, n%28+1, n%60)
	}
	return fmt.Sprint(n)
}

// number draws somebody's number and spells it.
func (l *generatedList) number(t *rapid.T) string {
	begins := rapid.SampledFrom([]string{"7916", "49171", "34600", "44792", "972502", "1415", "86138", "77011", "5511996", "52155"}).Draw(t, "country")
	length := map[byte]int{'7': 11, '3': 11, '1': 11, '4': 12, '9': 12, '8': 13, '5': 13}[begins[0]]
	digits := begins
	for len(digits) < length {
		digits += rapid.SampledFrom([]string{"2", "3", "4", "5", "6", "7"}).Draw(t, "digit")
	}
	l.numbers = append(l.numbers, digits)
	if national, ok := dialled(l.region, digits); ok && rapid.Bool().Draw(t, "national") {
		return spaced(t, national[:3], national[3:])
	}
	prefix := rapid.SampledFrom([]string{"+", "+", "00", "", "tel:+", "whatsapp:+", "p:+", "wa.me/", "https://wa.me/", "id", "code"}).Draw(t, "prefix")
	switch prefix {
	case "wa.me/", "https://wa.me/":
		return prefix + digits
	case "id":
		return digits + rapid.SampledFrom([]string{"@c.us", "@s.whatsapp.net", ":12@s.whatsapp.net", "@C.US"}).Draw(t, "end")
	case "code":
		return "+" + digits[:2] + " (" + digits[2:5] + ") " + digits[5:8] + "-" + digits[8:]
	}
	return prefix + spaced(t, digits[:2], digits[2:])
}

// dialled is a number as it is dialled in its own country.
func dialled(region, digits string) (string, bool) {
	trunk := map[string][2]string{"DE": {"49", "0"}, "RU": {"7", "8"}, "ES": {"34", ""}, "US": {"1", ""}}[region]
	national, ok := strings.CutPrefix(digits, trunk[0])
	return trunk[1] + national, ok && trunk[0] != "" && !(region == "RU" && digits[1] == '7')
}

// spaced puts the same sign between groups of digits.
func spaced(t *rapid.T, first, rest string) string {
	sign := rapid.SampledFrom([]string{"", " ", "-", ".", "\u00a0", "\u2011", "/", " / "}).Draw(t, "sign")
	if sign == "" {
		return first + rest
	}
	for len(rest) > 4 {
		n := rapid.IntRange(2, 4).Draw(t, "group")
		first, rest = first+sign+rest[:n], rest[n:]
		if strings.Contains(sign, "/") { // once, behind the area code
			return first + rest
		}
	}
	return first + sign + rest
}

// save writes the list in one of the forms of files.
func (l *generatedList) save(t *rapid.T, dir string) string {
	form := rapid.SampledFrom([]string{"comma", "semicolon", "tab", "utf-16", "xlsx"}).Draw(t, "form")
	if form == "xlsx" {
		return l.saveWorkbook(t, dir)
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.Comma = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t', "utf-16": '\t'}[form]
	err := w.WriteAll(l.rows)
	data := text.Bytes()
	if err == nil && form == "utf-16" {
		data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(data)
	}
	path := filepath.Join(dir, "list.csv")
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func (l *generatedList) saveWorkbook(t *rapid.T, dir string) string {
	book := excelize.NewFile()
	defer book.Close()
	for y, row := range l.rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("B%d", 2*y+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "list.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}
