package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"contactcast/importer"
)

// A number is completed as one of the region unless its row speaks of another country.
func TestCountryBesideRegion(t *testing.T) {
	tests := []struct{ region, header, cell, number, want string }{
		{"IN", "Country Code", "+44", "7911123456", "invalid-phone"},
		{"IN", "Country Code", "44", "7911123456", "invalid-phone"},
		{"IN", "Country Code", "+91", "9876543210", "919876543210@c.us"},
		{"IN", "Country Code", "91", "9876543210", "919876543210@c.us"},
		{"IN", "Country Code", "", "9876543210", "919876543210@c.us"},
		{"IN", "Country Code", "-", "9876543210", "919876543210@c.us"},
		{"IN", "Country Code", "+44", "+447911123456", "447911123456@c.us"},
		{"IN", "Country Code", "44", "+919876543210", "919876543210@c.us"},
		{"DE", "Country", "UK", "07911123456", "invalid-phone"},
		{"DE", "Country", "United Kingdom", "01711234567", "invalid-phone"},
		{"DE", "Billing Country", "AT", "01711234567", "invalid-phone"},
		{"DE", "Country/Region", "Germany", "01711234567", "491711234567@c.us"},
		{"DE", "Land", "Österreich", "01711234567", "invalid-phone"},
		{"DE", "Land", "Deutschland", "01711234567", "491711234567@c.us"},
		{"DE", "Ländervorwahl", "+43", "01711234567", "invalid-phone"},
		{"DE", "Vorwahl", "+43", "01711234567", "invalid-phone"},
		{"DE", "Vorwahl", "0171", "01711234567", "491711234567@c.us"},
		{"DE", "Country of birth", "Austria", "01711234567", "491711234567@c.us"},
		{"BR", "DDI", "351", "11912345678", "invalid-phone"},
		{"BR", "DDI", "55", "11912345678", "5511912345678@c.us"},
		{"BR", "País", "Portugal", "11912345678", "invalid-phone"},
		{"AR", "Prefijo", "11", "11 2345-6789", "541123456789@c.us"},
		{"RU", "Страна", "Казахстан", "9000000101", "79000000101@c.us"},
		{"RU", "Страна", "Узбекистан", "9000000101", "invalid-phone"},
		{"RU", "Код страны", "998", "9000000101", "invalid-phone"},
		{"RU", "Код страны", "7", "9000000101", "79000000101@c.us"},
	}
	for _, test := range tests {
		path := csvFile(t, "chatId;phoneContact;firstName;"+test.header, test.number+";+491713920501;Anna;"+test.cell)
		row := rowsOf(t, path, importer.Options{Region: test.region})[0]
		if test.want != "invalid-phone" {
			if row.Problem != nil || row.Message.ChatID != test.want {
				t.Errorf("%v: got %q, %v", test, row.Message.ChatID, row.Problem)
			}
			continue
		}
		p := row.Problem
		if p == nil || p.Code() != test.want || p.Field != "chatId" || p.Column != "A" {
			t.Errorf("%v: got %q, %v", test, row.Message.ChatID, p)
			continue
		}
		if strings.Contains(told(p.Reason), "says") && !strings.Contains(told(p.Reason), test.header) {
			t.Errorf("%v: %s", test, told(p.Reason))
		}
	}
}

// The card's number is held to its row's country as well; a country that nobody knows is told.
func TestCountryOfTheCard(t *testing.T) {
	path := csvFile(t, "chatId,phoneContact,firstName,Country", "+491713920501,01713920502,Anna,Austria", "+491713920501,01713920502,Anna,Bavaria")
	rows := rowsOf(t, path, importer.Options{Region: "DE"})
	if p := rows[0].Problem; p == nil || p.Field != "phoneContact" || !strings.Contains(told(p.Reason), `"Austria"`) || !strings.Contains(told(p.Reason), "DE") {
		t.Errorf("got %v", p)
	}
	if rows[1].Problem != nil || !strings.Contains(warned(rows[1]), "not known as a country") {
		t.Errorf("got %v, %s", rows[1].Problem, warned(rows[1]))
	}
}

// Of which countries numbers without + are is told, column by column.
func TestCountriesOfBareNumbers(t *testing.T) {
	tests := []struct {
		name, region string
		numbers      []string
		want         string
	}{
		{"with +", "", []string{"+491713920501", "5321234567@c.us"}, ""},
		{"as they are dialled", "DE", []string{"0171 3920501", "0171 3920502"}, ""},
		{"one country", "", []string{"5321234567", "5352345678"}, "chatId CU 2 [2 3] false"},
		{"two", "", []string{"491713920501", "79000000101", "+447911123456"}, "chatId DE 1 [2] false, RU 1 [3] false"},
		{"few among many", "", []string{"491713920501", "491713920502", "5321234567", "491713920503"}, "chatId DE 3 [2 3 5] false, CU 1 [4] true"},
		{"beside the region's", "ID", []string{"081234567890", "081234567891", "6281234567892", "491713920501"}, "chatId ID 3 [2 3 4] false, DE 1 [5] true"},
	}
	for _, test := range tests {
		lines := []string{"chatId,phoneContact,firstName"}
		for _, n := range test.numbers {
			lines = append(lines, n+",+79000000201,Anna")
		}
		table := open(t, csvFile(t, lines...), importer.Options{Region: test.region})
		for _, err := range table.Rows() {
			if err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, column := range table.Countries() {
			var counts []string
			for _, c := range column.Counts {
				counts = append(counts, fmt.Sprintf("%s %d %v %v", c.Country, c.Count, c.Rows, c.Few))
			}
			got = append(got, string(column.Field)+" "+strings.Join(counts, ", "))
		}
		if strings.Join(got, "; ") != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
