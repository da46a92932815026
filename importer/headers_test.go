package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contactcast/importer"
	"contactcast/internal/words"
)

// Each line is a header in one language, in the order recipient, card's number,
// first, middle and last name, company, quoted message.
func TestHeadersInLanguages(t *testing.T) {
	headers := map[string]string{
		"API":        "chatId,phoneContact,firstName,middleName,lastName,company,quotedMessageId",
		"English":    "Recipient,Contact phone,First Name,Middle Name,Last Name,Company,Quoted message ID",
		"untidy":     " CHAT_ID* ,Phone Contact:,first-name,MIDDLENAME,(Surname),Organisation,reply to",
		"Russian":    "Получатель,Телефон контакта,Имя,Отчество,Фамилия,Организация,Цитируемое сообщение",
		"Spanish":    "Destinatario,Teléfono del contacto,Nombre,Segundo nombre,Apellidos,Empresa,Mensaje citado",
		"no accents": "Destinatario,Telefono del contacto,Nombre,Segundo nombre,Apellidos,Compania,Mensaje citado",
		"Portuguese": "Destinatário,Telefone do contato,Nome,Nome do meio,Sobrenome,Empresa,Mensagem citada",
		"German":     "Empfänger,Telefon des Kontakts,Vorname,Zweiter Vorname,Nachname,Firma,Zitierte Nachricht",
		"French":     "Destinataire,Téléphone du contact,Prénom,Deuxième prénom,Nom,Société,Message cité",
		"Hebrew":     "נמען,טלפון איש קשר,שם פרטי,שם אמצעי,שם משפחה,חברה,הודעה מצוטטת",
		"Arabic":     "المستلم,هاتف جهة الاتصال,الاسم الأول,اسم الأب,اسم العائلة,الشركة,الرسالة المقتبسة",
		"Turkish":    "ALICI,Kişi telefonu,Adı,İkinci adı,SOYADI,Şirket,Alıntılanan mesaj",
		"Kazakh":     "Алушы,Контакт телефоны,Аты,Әкесінің аты,Тегі,Ұйым,Дәйексөз",
		"Indonesian": "Penerima,Telepon kontak,Nama depan,Nama tengah,Nama belakang,Perusahaan,Kutipan",
	}
	for language, header := range headers {
		t.Run(language, func(t *testing.T) {
			var got []importer.Field
			for _, c := range open(t, csvFile(t, header), importer.Options{}).Mapping {
				got = append(got, c.Field)
			}
			if diff := cmp.Diff(importer.Fields(), got); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

func TestVagueHeaders(t *testing.T) {
	tests := []struct {
		header string
		want   string // field=letter, in the order of the fields
	}{
		// A phone is the recipient's, unless there is a recipient besides.
		{"phone,phoneContact,name", "chatId=A phoneContact=B firstName=C"},
		{"chatId,phone,name", "chatId=A phoneContact=B firstName=C"},
		{"Кому,Телефон,ФИО", "chatId=A phoneContact=B firstName=C"},
		{"name,Mobile,Contact phone", "chatId=B phoneContact=C firstName=A"},
		{"WhatsApp,Tel.,Firma", "chatId=A phoneContact=B company=C"},
		// What stands in brackets explains the name before it.
		{"Recipient (required) *,Phone (with country code),Name (on the card)", "chatId=A phoneContact=B firstName=C"},
		// A name is the first name, unless it repeats the parts.
		{"chatId,phone,name,last name", "chatId=A phoneContact=B firstName=C lastName=D"},
		{"chatId,phone,name,first name,last name", "chatId=A phoneContact=B firstName=D lastName=E"},
		{"chatId,Telefon,Vorname,Name", "chatId=A phoneContact=B firstName=C lastName=D"},
		{`chatId,phone,First / Last`, "chatId=A phoneContact=B firstName=C"},
		{`chatId,phone,Apellidos & Nombres,Empresa`, "chatId=A phoneContact=B firstName=C company=D"},
		{"WhatsApp__c,Mob No,Name", "chatId=A phoneContact=B firstName=C"},
		{"chatId,Contact No,Фамилия,Имя Отчество", "chatId=A phoneContact=B firstName=D lastName=C"},
		{"chatId,téléphone,prénom,nom", "chatId=A phoneContact=B firstName=C lastName=D"},
	}
	for _, test := range tests {
		t.Run(test.header, func(t *testing.T) {
			if got := letters(open(t, csvFile(t, test.header, "a,b,c,d"), importer.Options{})); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// letters is a table's mapping as "field=letter ...".
func letters(table *importer.Table) string {
	var all []string
	for _, c := range table.Mapping {
		all = append(all, string(c.Field)+"="+c.Letter)
	}
	return strings.Join(all, " ")
}

func TestQuestions(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		opts  importer.Options
		code  string
		row   int
		says  string
	}{
		{"two columns", []string{"chatId,phoneContact,firstName,phoneContact"}, importer.Options{},
			"duplicate-column", 1, `which column is the card's number (phoneContact)? B "phoneContact" D "phoneContact"`},
		{"two phones", []string{"chatId,Phone,Mobile,name"}, importer.Options{},
			"duplicate-column", 1, `which column is the card's number (phoneContact)? B "Phone" C "Mobile"`},
		{"two phones for two", []string{"Phone,Mobile,name"}, importer.Options{},
			"duplicate-column", 1, `which column is the recipient (chatId)? A "Phone" B "Mobile"`},
		{"a fax", []string{"Name,Phone (fax),WhatsApp"}, importer.Options{},
			"missing-column", 1, `B "Phone (fax)"`},
		{"an office", []string{"Nom,Téléphone (bureau)", "Anne,+33 1 99 00 00 01"}, importer.Options{Card: new(newCard())},
			"missing-column", 1, `B "Téléphone (bureau)"`},
		{"a recipient who is a name", []string{"Получатель,Телефон", "Анна,+79000000101", "Пётр,+79000000102"}, importer.Options{Card: new(newCard())},
			"missing-column", 1, `B "Телефон"`},
		{"first name twice", []string{"chatId,phone,first name,name"}, importer.Options{},
			"duplicate-column", 1, `which column is firstName? C "first name" D "name"`},
		{"near miss", []string{"chatId,phonContact,firstName"}, importer.Options{},
			"missing-column", 1, "no column for the card's number (phoneContact)"},
		{"near miss in Russian", []string{"Получатль,Телефон контакта,Имя"}, importer.Options{},
			"missing-column", 1, "no column for the recipient (chatId)"},
		{"no name", []string{"chatId,phoneContact,comment"}, importer.Options{},
			"missing-column", 1, "no column for the card's name (firstName, middleName, lastName or company)"},
		{"one phone for two", []string{"phone,name"}, importer.Options{},
			"missing-column", 1, "no column for the card's number (phoneContact)"},
		{"below a title", []string{"Our customers,,", "chatId,whose,firstName", "79000000101,79000000201,Anna"}, importer.Options{},
			"missing-column", 2, "no column for the card's number (phoneContact)"},
		{"no header", []string{"79000000101,79000000201,Anna"}, importer.Options{}, "no-header", 0, "no row names the columns"},
		{"a header in no language of ours", []string{"", "Kwa,Nambari,Jina", "79000000101,79000000201,Amina"}, importer.Options{}, "no-header", 2, "no row names the columns"},
		{"a header below data", []string{"Anna,79000000101", "Boris,79000000102", "name,phone"}, importer.Options{Card: new(newCard())},
			"no-header", 0, "row 3 reads like a header, but row 1 above it looks like data"},
		{"a first row without a number", []string{"Jan,WhatsApp,", "Eva,WhatsApp,79000000101", "Lou,Mobile,79000000102"}, importer.Options{Card: new(newCard())},
			"no-header", 1, "no row names the columns"},
		{"empty file", nil, importer.Options{}, "no-header", 0, "no row names the columns"},
		{"blank header row", []string{"chatId,phoneContact,firstName", ",,", "79000000101,79000000201,Anna"}, importer.Options{HeaderRow: 2},
			"no-header", 2, "row 2"},
		{"header row beyond the end", []string{"chatId,phoneContact,firstName"}, importer.Options{HeaderRow: 9}, "no-header", 9, "row 9"},
		{"header row of data", []string{"chatId,phoneContact,firstName", "79000000101,79000000201,Anna"}, importer.Options{HeaderRow: 2},
			"no-header", 2, "row 2"},
		{"map names nothing", []string{"chatId,phoneContact,firstName"}, importer.Options{Map: map[importer.Field]string{importer.Company: "Shop"}},
			"missing-column", 1, `no column is called "Shop", which was to be company`},
		{"map names two", []string{"chatId,phoneContact,firstName,note,Note"}, importer.Options{Map: map[importer.Field]string{importer.Company: "note"}},
			"duplicate-column", 1, `which column is company? D "note" E "Note"`},
		{"columns without a name", []string{"1,2"}, importer.Options{Columns: []string{"chatId", "phoneContact"}},
			"missing-column", 0, "no column for the card's name (firstName, middleName, lastName or company)"},
		{"columns twice", []string{"1,2,3"}, importer.Options{Columns: []string{"chatId", "phoneContact", "chatId", "name"}},
			"duplicate-column", 0, "which column is the recipient (chatId)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := question(t, csvFile(t, test.lines...), test.opts)
			if q.Code != test.code || q.Row != test.row || !strings.Contains(asked(q), test.says) {
				t.Errorf("got %s in row %d: %s; want %s in row %d: %s", q.Code, q.Row, asked(q), test.code, test.row, test.says)
			}
		})
	}
}

// asked is what a question asks for, with its candidates.
func asked(q *importer.QuestionError) string {
	text := words.English().Sentence(q.Fact())
	for _, c := range q.Candidates {
		text += fmt.Sprintf(" %s %q", c.Letter, c.Header)
	}
	return text
}

// Every answer to a question about columns that share a header is a letter.
func TestMapByLetter(t *testing.T) {
	path := csvFile(t, "name,phone,phone,x", "Anna,79000000101,79000000201,79000000301")
	q := question(t, path, importer.Options{})
	if len(q.Candidates) != 2 || q.Candidates[0].Name != "B" || q.Candidates[1].Name != "C" {
		t.Fatalf("candidates %+v", q.Candidates)
	}
	for _, answer := range []struct{ chat, card, want string }{
		{"B", "C", "chatId=B phoneContact=C firstName=A"},
		{"c", "D", "chatId=C phoneContact=D firstName=A"},
	} {
		table := open(t, path, importer.Options{Map: map[importer.Field]string{importer.ChatID: answer.chat, importer.PhoneContact: answer.card}})
		if got := letters(table); got != answer.want {
			t.Errorf("%v is read as %s", answer, got)
		}
	}
	if got := letters(open(t, csvFile(t, "C,name,phone,mobile"), importer.Options{Map: map[importer.Field]string{importer.ChatID: "C", importer.PhoneContact: "mobile"}})); got != "chatId=A phoneContact=D firstName=B" {
		t.Errorf("a header comes before a letter: %s", got)
	}
}

func TestHeaderBelowTitles(t *testing.T) {
	path := csvFile(t, "Customers of May,,", "", "Phone list,,name", "chatId;phoneContact", "chatId,phoneContact,firstName,note", "79000000101,79000000201,Anna,x")
	table := open(t, path, importer.Options{})
	if table.HeaderRow != 5 || letters(table) != "chatId=A phoneContact=B firstName=C" {
		t.Errorf("header in row %d, %s", table.HeaderRow, letters(table))
	}
	if diff := cmp.Diff([]string{"note"}, table.Ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

func TestHints(t *testing.T) {
	tests := []struct {
		lines []string
		opts  importer.Options
		want  string
	}{
		{[]string{"chatId,phoneContact,firstName,compny,lastNmae,comment"}, importer.Options{}, "near D company; near E lastName"},
		{[]string{"chatId,phoneContact,firstName,Response 1,Contact ID", "79000000101,79000000201,A,79000000301,x7"}, importer.Options{}, ""},
		{[]string{"Phone: +49 30 1112223,", "chatId,phoneContact,firstName,compny", "79000000101,79000000201,A,B"}, importer.Options{}, "near D company"},
		{[]string{"chatId,phoneContact,company,Jina la mteja"}, importer.Options{}, ""},
		{[]string{"chatId,phoneContact,company,Jina", "79000000101,79000000201,A,Amina Juma", "79000000102,79000000201,A,Juma Ali"}, importer.Options{}, "name D firstName"},
		{[]string{"chatId,phoneContact,firstName,Pet's name"}, importer.Options{}, "name D firstName C"},
		{[]string{"chatId,phoneContact,firstName,lastName,name"}, importer.Options{}, ""},
		{[]string{"chatId,phoneContact,Full name,last name"}, importer.Options{}, "whole D lastName C"},
		{[]string{"Nombres,Apellido Paterno,Ap Materno nombre,WhatsApp,Celular"}, importer.Options{}, "name C middleName"},
		{[]string{"Nombres,Apellido Paterno,Apellido Materno,WhatsApp,Celular"}, importer.Options{}, "second C lastName B"},
		{[]string{"name,Phone,WhatsApp", "A,79000000101,79000000102"}, importer.Options{Card: new(newCard())}, "other B chatId C"},
		{[]string{"First Name,Last Name,Company,Mobile Phone"}, importer.Options{Set: map[importer.Field]string{importer.PhoneContact: "+79000000201", importer.FirstName: "S"}},
			"set-card B lastName; set-card C company"},
	}
	for _, test := range tests {
		var got []string
		for _, h := range open(t, csvFile(t, test.lines...), test.opts).Hints {
			got = append(got, strings.TrimSpace(string(h.Kind)+" "+h.Letter+" "+string(h.Field)+" "+h.Chosen))
		}
		if got := strings.Join(got, "; "); got != test.want {
			t.Errorf("%s: hints %q, want %q", test.lines[0], got, test.want)
		}
	}
}

func TestMapFreesTheHeader(t *testing.T) {
	table := open(t, csvFile(t, "Recipient,Phone,Mobile,Name"), importer.Options{
		Map: map[importer.Field]string{importer.PhoneContact: "mobile"},
	})
	if got := letters(table); got != "chatId=A phoneContact=C firstName=D" {
		t.Errorf("the named column should win over the usual one: %s", got)
	}
	table = open(t, csvFile(t, "Company,Phone,Name"), importer.Options{
		Map: map[importer.Field]string{importer.ChatID: "Company", importer.PhoneContact: "Phone"},
	})
	if got := letters(table); got != "chatId=A phoneContact=B firstName=C" {
		t.Errorf("a named header should mean nothing else: %s", got)
	}
}

func TestContradictingOptions(t *testing.T) {
	card := newCard()
	for name, opts := range map[string]importer.Options{
		"set and map":          {Set: map[importer.Field]string{importer.Company: "A"}, Map: map[importer.Field]string{importer.Company: "B"}},
		"set and card":         {Set: map[importer.Field]string{importer.Company: "A"}, Card: &card},
		"map and card":         {Map: map[importer.Field]string{importer.FirstName: "A"}, Card: &card},
		"set unknown":          {Set: map[importer.Field]string{"colour": "red"}},
		"map unknown":          {Map: map[importer.Field]string{"colour": "red"}},
		"map to nothing":       {Map: map[importer.Field]string{importer.Company: " "}},
		"columns and map":      {Columns: []string{"chatId"}, Map: map[importer.Field]string{importer.Company: "B"}},
		"columns unknown":      {Columns: []string{"chatId", "colour"}},
		"set a bad number":     {Set: map[importer.Field]string{importer.PhoneContact: "12"}},
		"set a short number":   {Set: map[importer.Field]string{importer.PhoneContact: "+65 9123 4567"}},
		"set nobody":           {Set: map[importer.Field]string{importer.ChatID: ""}},
		"region of no country": {Region: "XX"},
	} {
		if table, err := importer.Open(csvFile(t, "chatId,phoneContact,firstName"), opts); err == nil {
			table.Close()
			t.Errorf("%s was accepted", name)
		}
	}
}

func FuzzHeader(f *testing.F) {
	f.Add("chatId,phoneContact,firstName")
	f.Add("Получатель;Телефон;ФИО")
	f.Add("row,status,idMessage,errorCode,error,attempts,acceptedAt,delivery,sentTo,chatId,phone,name")
	f.Fuzz(func(t *testing.T, header string) {
		table, err := importer.Open(write(t, "list.csv", header+"\n"), importer.Options{})
		if err != nil {
			if refused := fileError(t, err); refused.Code() == "" {
				t.Errorf("%q is refused without a code: %v", header, refused)
			}
			return
		}
		defer table.Close()
		if len(table.Mapping) < 3 {
			t.Errorf("%q gave only %v", header, table.Mapping)
		}
	})
}

// A text that is no table is called what it is.
func TestDocuments(t *testing.T) {
	for text, says := range map[string]string{
		"\uFEFFBEGIN:VCARD\r\nVERSION:3.0\r\n":          ".vcf",
		"BEGIN:VCALENDAR\r\n":                           ".ics",
		"[\n  {\"phone\": 1}]":                          "JSON",
		"{\"phone\":\"1\"}\n{\"phone\":\"2\"}\n":        "JSON",
		"\xFF\xFE[\x00{\x00\"\x00a\x00\"\x00:\x001\x00": "JSON",
	} {
		if got := refusal(t, write(t, "list.csv", text), importer.Options{}); got.Code() != "unsupported-format" || !strings.Contains(told(got.Reason), says) {
			t.Errorf("%q: %s: %s", text, got.Code(), told(got.Reason))
		}
	}
	if got := letters(open(t, csvFile(t, "[name],{phone},phoneContact"), importer.Options{})); got != "chatId=B phoneContact=C firstName=A" {
		t.Errorf("a list is no JSON: %s", got)
	}
}
