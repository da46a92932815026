package importer_test

import (
	"strings"
	"testing"

	"contactcast/importer"
)

// A name's cell becomes the card's text, with a warning where something was decided.
func TestNameCells(t *testing.T) {
	tests := []struct{ cell, want, says, instead string }{
		{"Anna", "Anna", "", ""},
		// Nothing, as databases, pandas and people write it.
		{`\N`, "", "", ""}, {"NULL", "", "", ""}, {"null", "", "", ""}, {"(null)", "", "", ""}, {"[NULL]", "", "", ""},
		{"nan", "", "", ""}, {"NaN", "", "", ""}, {"NaT", "", "", ""}, {"<NA>", "", "", ""}, {"None", "", "", ""},
		{"N/A", "", "", ""}, {" n/a ", "", "", ""}, {"undefined", "", "", ""},
		{"-", "", "", ""}, {"--", "", "", ""}, {"—", "", "", ""}, {".", "", "", ""}, {"?", "", "", ""}, {"...", "", "", ""},
		{"NA", "", "left out of the card", ""}, {"n.a.", "", "left out of the card", ""},
		{"(blank)", "", "", ""}, {"(Blank)", "", "", ""}, {"(empty)", "", "", ""}, {"(пусто)", "", "", ""},
		{"unknown", "", "", ""}, {"Unknown", "", "", ""}, {"UNKNOWN", "", "", ""}, {"(unknown)", "", "", ""}, {"no name", "", "", ""},
		{"нет", "", "", ""}, {"Нет", "", "", ""}, {"нет данных", "", "", ""}, {"Без имени", "", "", ""}, {"не указано", "", "", ""}, {"неизвестно", "", "", ""},
		{"невідомо", "", "", ""}, {"немає", "", "", ""}, {"unbekannt", "", "", ""}, {"k.A.", "", "", ""}, {"keine Angabe", "", "", ""},
		{"Desconocido", "", "", ""}, {"sin nombre", "", "", ""}, {"não informado", "", "", ""}, {"inconnu", "", "", ""}, {"Non renseigné", "", "", ""},
		{"sconosciuto", "", "", ""}, {"bilinmiyor", "", "", ""}, {"未知", "", "", ""}, {"なし", "", "", ""}, {"없음", "", "", ""}, {"غير معروف", "", "", ""}, {"לא ידוע", "", "", ""},
		{"brak", "", "left out of the card", ""}, {"yok", "", "left out of the card", ""},
		// People.
		{"Unknown Pleasures", "Unknown Pleasures", "", ""}, {"Нетребко", "Нетребко", "", ""}, {"Brak", "Brak", "taken for a name", ""}, {"Blank", "Blank", "", ""},
		{"Null", "Null", "taken for a name", ""}, {"Nan", "Nan", "taken for a name", ""}, {"Na", "Na", "taken for a name", ""},
		{"Nonette", "Nonette", "", ""}, {"Anna-Nan", "Anna-Nan", "", ""}, {"J.", "J.", "", ""}, {"🌸", "🌸", "", ""}, {"-Anna", "-Anna", "", ""},
		{"Null Island", "Null Island", "", ""}, {"3", "3", "", ""}, {"N", "N", "", ""},
		// On one line.
		{"Anna\nMaria", "Anna Maria", "", ""}, {"Anna\r\nMaria", "Anna Maria", "", ""}, {"Anna \t Maria", "Anna Maria", "", ""},
		{"Anna\n\n\nMaria\n", "Anna Maria", "", ""}, {"Anna\u2028Maria", "Anna Maria", "", ""}, {"An\vna", "Anna", "", ""},
		{"Lis\x1b", "Lis", "", ""}, {"Anna\u0085Maria", "Anna Maria", "", ""}, {"An\ufeffna", "Anna", "", ""}, {"Anna  Maria", "Anna  Maria", "", ""},
		// Entities.
		{"O&#039;Brien", "O'Brien", "entities", "O'Brien"}, {"O&#x27;Brien", "O'Brien", "entities", "O'Brien"},
		{"Smith &amp; Co", "Smith & Co", "entities", "Smith & Co"}, {"Smith &amp;amp; Co", "Smith & Co", "entities", "Smith & Co"},
		{"J&ouml;rg", "Jörg", "entities", "Jörg"}, {"Anna&nbsp;", "Anna", "entities", "Anna"}, {"Anna&#10;Maria", "Anna Maria", "entities", "Anna Maria"},
		{"AT&T", "AT&T", "", ""}, {"Smith & Co; Sons", "Smith & Co; Sons", "", ""}, {"R&D;", "R&D;", "", ""}, {"&notanentity;", "&notanentity;", "", ""},
		// Tags stay, and are told.
		{"<b>Anna</b>", "<b>Anna</b>", "HTML tags", "Anna"}, {"Anna<br>Maria", "Anna<br>Maria", "HTML tags", "Anna Maria"},
		{`<span style="color:red">Anna</span> Lee`, `<span style="color:red">Anna</span> Lee`, "HTML tags", "Anna Lee"},
		{"Anna<br/>", "Anna<br/>", "HTML tags", "Anna"}, {"&lt;b&gt;Anna&lt;/b&gt;", "<b>Anna</b>", "HTML tags", "<b>Anna</b>"},
		{"<p></p>", "", "", ""}, {"<br>", "", "", ""}, {"Anna <3", "Anna <3", "", ""}, {"Anna <Lee>", "Anna <Lee>", "", ""}, {"A <a@b.example>", "A <a@b.example>", "", ""}, {"x<b", "x<b", "", ""},
		// UTF-8 taken for another encoding.
		{"JÃ¶rg", "JÃ¶rg", "decoded once more", "Jörg"}, {"JosÃ©", "JosÃ©", "decoded once more", "José"},
		{"JÃƒÂ¶rg", "JÃƒÂ¶rg", "decoded once more", "Jörg"}, {"Ð\u0090Ð½Ð½Ð°", "ÐÐ½Ð½Ð°", "decoded once more", "Анна"},
		{"РђРЅРЅР°", "РђРЅРЅР°", "decoded once more", "Анна"}, {"Oâ€™Brien", "Oâ€™Brien", "decoded once more", "O’Brien"},
		{"JOÃO", "JOÃO", "", ""}, {"Ãngela", "Ãngela", "", ""}, {"NESTLÉ®", "NESTLÉ®", "", ""}, {"CAFÉ", "CAFÉ", "", ""},
		{"Лі", "Лі", "", ""}, {"Їжакевич", "Їжакевич", "", ""}, {"Ёлкина", "Ёлкина", "", ""}, {"דנה", "דנה", "", ""}, {"Ångström", "Ångström", "", ""},
	}
	for _, test := range tests {
		rows := [][]string{{"chatId", "phoneContact", "lastName", "firstName"}, {"79000000101", "79000000201", test.cell, "Xenia"}}
		for _, path := range []string{write(t, "list.csv", csvText(t, rows)), workbook(t, rows)} {
			if strings.HasSuffix(path, ".xlsx") && strings.ContainsAny(test.cell, "\v\x1b\ufeff\r\u0085") {
				continue // XML has no such characters
			}
			row := rowsOf(t, path, importer.Options{})[0]
			if row.Problem != nil {
				t.Fatalf("%q: %v", test.cell, row.Problem)
			}
			if got := row.Message.Contact.LastName; got != test.want || !strings.Contains(warned(row), test.says) ||
				(len(row.Warnings) == 0) != (test.says == "") || row.Alternative != test.instead {
				t.Errorf("%q: got %q, %q, %q", test.cell, got, warned(row), row.Alternative)
			}
		}
	}
}

// A card whose names all mean nothing has none.
func TestNothingIsNoName(t *testing.T) {
	path := csvFile(t, "chatId,phoneContact,firstName,company,quotedMessageId", `79000000101,79000000201,\N,NULL,`, "79000000101,79000000201,Anna,-,NULL")
	rows := rowsOf(t, path, importer.Options{})
	if p := rows[0].Problem; p == nil || p.Code() != "missing" || p.Field != "name" {
		t.Errorf("got %+v", rows[0])
	}
	if m := rows[1].Message; m.Contact.Company != "" || m.QuotedMessageID != "" || rows[1].Problem != nil {
		t.Errorf("got %+v", rows[1])
	}
}
