package importer_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"contactcast/importer"
)

// exports are header rows as programs write them, each with a row below it; what they lead to
// is the mapping, or the question with its candidates: with one card for all, and with the
// card's number in a column of its own, which the operator names.
var exports = []struct{ program, header, row, card, names string }{
	{"Google Contacts", "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street",
		"Ana,,Ruiz,,,,,Acme,CEO,,,,* myContacts,Work,a@example.com,Mobile,+34 600 111 201,X", "chatId=Q", "chatId=Q phoneContact=S firstName=A middleName=B lastName=C company=H"},
	{"Google Contacts, two phones", "First Name,Last Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value", "Ana,Ruiz,Mobile,+34 600 111 201,Work,+34 910 000 001", "missing-column chatId? D F", "missing-column chatId? D F"},
	{"Google Contacts, old", "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name", "Ana Ruiz,Ana,,Ruiz,,* My,Work,a@example.com,Mobile,+34 600 111 201,Acme", "chatId=J", "chatId=J phoneContact=L firstName=B middleName=C lastName=D company=K"},
	{"Outlook", "First Name,Middle Name,Last Name,Title,Suffix,Nickname,E-mail Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Company,Job Title,Notes",
		"Ann,,Lee,,,,a@example.com,,,+1 202-555-0110,,+1 202-555-0111,,,,,,,,,Acme,CEO,", "chatId=L; other J", "chatId=L phoneContact=X firstName=A middleName=B lastName=C company=U; other J"},
	{"Outlook in German", "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Telefon geschäftlich,Telefon privat,Mobiltelefon,Fax geschäftlich,E-Mail-Adresse", "Herr,Jörg,,Klein,,Acme,,,X 1,+49 30 5550101,,+49 171 3920701,,a@example.com", "chatId=L; other J", "chatId=L phoneContact=O firstName=B middleName=C lastName=D company=F; other J"},
	{"Outlook in French", "Titre,Prénom,Deuxième prénom,Nom,Société,Service,Rue (bureau),Téléphone (bureau),Téléphone (domicile),Tél. mobile,Télécopie (bureau),Adresse de messagerie", "M.,Luc,,Petit,Acme,,X,+33 1 99 00 00 01,,+33 6 39 98 00 01,,a@example.com", "chatId=J; other H", "chatId=J phoneContact=M firstName=B middleName=C lastName=D company=E; other H"},
	{"iCloud", "First name,Last name,Company,Mobile,Home,Work,iPhone,Email", "Ann,Lee,Acme,+1 202-555-0111,,,,a@example.com", "chatId=D", "chatId=D phoneContact=I firstName=A lastName=B company=C"},
	{"HubSpot", "Record ID,First Name,Last Name,Phone Number,Mobile Phone Number,WhatsApp Phone Number,Associated Company,Contact owner,Lead Status", "101,Ann,Lee,+1 202-555-0121,+1 202-555-0122,+1 202-555-0123,Acme,Bob Ray,New", "chatId=F; other D; other E", "chatId=F phoneContact=J firstName=B lastName=C company=G; other D; other E"},
	{"HubSpot in Spanish", "ID de registro;Nombre;Apellidos;Correo;Número de teléfono;Estado del lead", "1;Ana;Ruiz;a@example.com;+34600111201;Nuevo", "chatId=E", "chatId=E phoneContact=G firstName=B lastName=C"},
	{"Salesforce", "Salutation,First Name,Last Name,Account Name,Phone,Mobile,Email,Lead Source", "Ms,Ann,Lee,Acme,+1 202-555-0121,+1 202-555-0122,a@example.com,Web", "duplicate-column chatId? E F", "duplicate-column chatId? E F"},
	{"Zoho", "Record Id,First Name,Last Name,Account Name,Email,Phone,Home Phone,Mobile,Fax,Mailing City", "zcrm_1,Ann,Lee,Acme,a@example.com,,,+1 202-555-0122,,Rome", "chatId=H", "chatId=H phoneContact=K firstName=B lastName=C company=D"},
	{"Bitrix24", "ID;Обращение;Имя;Отчество;Фамилия;Дата рождения;Мобильный телефон;Рабочий телефон;Домашний телефон;Номер факса;Другой телефон;Компания", "1;;Анна;;Лис;;+79000000101;+74950000101;;;;Лист", "chatId=G; other H", "chatId=G phoneContact=M firstName=C middleName=D lastName=E company=L; other H"},
	{"amoCRM", "ID;Тип;Полное имя контакта;Имя;Фамилия;Компания контакта;Рабочий телефон;Рабочий прямой телефон;Мобильный телефон;Факс;Домашний телефон;Другой телефон;Ответственный", "1;контакт;Анна Лис;Анна;Лис;Лист;;;'+79000000101;;;;Пётр", "chatId=I", "chatId=I phoneContact=N firstName=D lastName=E company=F"},
	{"amoCRM, work phone only", "ID;Имя;Фамилия;Рабочий телефон;Мобильный телефон", "1;Анна;Лис;'+79000000101;", "duplicate-column chatId? D E", "duplicate-column chatId? D E"},
	{"Shopify customers", "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address City,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent", "'1,Ann,Lee,a@example.com,no,Acme,X,Rome,+12025550111,'+12025550122,no,1.00", "duplicate-column chatId? I J", "duplicate-column chatId? I J"},
	{"Shopify orders", "Name,Email,Financial Status,Billing Name,Billing Phone,Shipping Name,Shipping Phone,Phone", "#1001,a@example.com,paid,Ann Lee,+12025550111,Bob Ray,+12025550112,", "duplicate-column chatId? E G", "duplicate-column chatId? E G"},
	{"WooCommerce", "Order ID,Billing First Name,Billing Last Name,Billing Company,Billing Phone,Billing Email,Shipping First Name,Shipping Last Name", "7,Ann,Lee,Acme,+12025550111,a@example.com,Ann,Lee", "chatId=E", "chatId=E phoneContact=I firstName=B lastName=C company=D"},
	{"WooCommerce, meta", "billing_first_name,billing_last_name,billing_company,billing_phone", "Ann,Lee,Acme,+12025550111", "chatId=D", "chatId=D phoneContact=E firstName=A lastName=B company=C"},
	{"WooCommerce, brackets", "First Name (Billing),Last Name (Billing),Company (Billing),Phone (Billing),First Name (Shipping),Last Name (Shipping)", "Ann,Lee,Acme,+12025550111,Bob,Ray", "chatId=D", "chatId=D phoneContact=G firstName=A lastName=B company=C"},
	{"Mailchimp", "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME", "a@example.com,Ann,Lee,X,+12025550111,,2,2026-01-01", "chatId=E", "chatId=E phoneContact=I firstName=B lastName=C"},
	{"Facebook leads", "id\tcreated_time\tad_name\tcampaign_name\tform_name\tplatform\tfull_name\tphone_number\tcompany_name", "l:1\t2026-01-01T10:00:00\tA\tB\tC\tfb\tAnna Lis\tp:+79000006401\tLeaf", "chatId=H", "chatId=H phoneContact=J firstName=G company=I"},
	{"Facebook leads in Spanish", "id\tcreated_time\tad_name\tplatform\tnombre_completo\tnúmero_de_teléfono\tciudad", "l:1\t2026-01-01\tA\tfb\tAna Ruiz\tp:+34600111201\tSevilla", "chatId=F", "chatId=F phoneContact=H firstName=E"},
	{"Facebook leads in Turkish", "id\tcreated_time\tplatform\ttam_ad\ttelefon_numarası", "l:1\t2026-01-01\tfb\tCan Ak\tp:+905321234567", "chatId=E", "chatId=E phoneContact=F firstName=D"},
	{"1C", "Контрагент;Контактное лицо;Телефон;ИНН;Адрес", "ООО Лист;Анна Лис;+79000000101;7700000000;Москва", "chatId=C", "chatId=C phoneContact=F firstName=B company=A"},
	{"1C, counterparties", "Код;Наименование;Полное наименование;ИНН;Телефон", "00-1;Лист;ООО «Лист»;7700000000;+79000000101", "chatId=E", "chatId=E phoneContact=F firstName=B"},
	{"Odoo", "Display Name,Company Name,Phone,Mobile,Email,City", "Ann Lee,Acme,,+12025550111,a@example.com,Rome", "chatId=D", "chatId=D phoneContact=G firstName=A company=B"},
	{"Mautic", "id,title,firstname,lastname,company,position,email,mobile,phone,points,fax", "1,Ms,Ann,Lee,Acme,CEO,a@example.com,+12025550111,+12025550112,5,", "duplicate-column chatId? H I", "duplicate-column chatId? H I"},
}

func TestExporters(t *testing.T) {
	for _, e := range exports {
		t.Run(e.program, func(t *testing.T) {
			if got := outcome(t, csvFile(t, e.header, e.row), importer.Options{Card: new(newCard())}); got != e.card {
				t.Errorf("with a card for all: got %q, want %q", got, e.card)
			}
			sign := ","
			for _, other := range []string{";", "\t"} {
				if strings.Contains(e.header, other) {
					sign = other
				}
			}
			path := csvFile(t, e.header+sign+"Our line", e.row+sign+"+79000000201")
			if got := outcome(t, path, importer.Options{Map: map[importer.Field]string{importer.PhoneContact: "Our line"}}); got != e.names {
				t.Errorf("with a number of its own: got %q, want %q", got, e.names)
			}
		})
	}
}

// outcome is a mapping with its hints, or a question, in short.
func outcome(t *testing.T, path string, opts importer.Options) string {
	table, err := importer.Open(path, opts)
	if q, ok := errors.AsType[*importer.QuestionError](err); ok {
		text := q.Code
		for _, f := range q.Lacking {
			text += " " + string(f)
		}
		if q.Field != "" {
			text += " " + string(q.Field) + "?"
		}
		for _, c := range q.Candidates {
			text += " " + c.Letter
		}
		return text
	}
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	text := letters(table)
	for _, h := range table.Hints {
		text += fmt.Sprintf("; %s %s", h.Kind, h.Letter)
	}
	return text
}
