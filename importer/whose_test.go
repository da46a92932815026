package importer_test

import (
	"testing"

	"contactcast/importer"
)

// lists of two people in a row, the one who gets the card and the one on it: the name on the card goes with
// the card's number, or it is asked for.
var twoPeople = []struct {
	header, row string
	phone       string // Options.Map[PhoneContact]
	name        string // Options.Map[FirstName]
	want        string
}{
	{"Client;Client mobile;Relationship manager;RM mobile", "Anna;+491713920021;Bob Smith;+491713920022", "RM mobile", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Клиент;Телефон клиента;Менеджер;Телефон менеджера", "Анна;+79000000101;Пётр;+79000000102", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Cliente;Teléfono cliente;Asesor;Teléfono del asesor", "Ana;+34600111201;Luis;+34600111202", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Nome do cliente;Telefone do cliente;Corretor;Celular do corretor", "Ana;+5511912345671;Luis;+5511912345672", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Client Name,Client Phone,Agent Name,Agent Phone", "Ann,+12025550111,Bob,+12025550112", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Kundenname,Kundentelefon,Berater,Beraterhandy", "Anna,+491713920021,Bob,+491713920022", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Client,WhatsApp,Agent mobile", "Ann,+12025550111,+12025550112", "C", "", "missing-column firstName? A"},
	{"Name,WhatsApp,Mother's phone", "Ann,+12025550111,+12025550112", "C", "", "missing-column firstName? A"},
	{"Customer,WhatsApp,Salesperson,Contact phone", "Anna,+491713920021,Bob,+491713920022", "", "", "missing-column firstName? A C"},
	{"Nome;WhatsApp;Nome contato;Telefone contato", "Ana;+5511912345671;Luis;+5511912345672", "", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Nombre,WhatsApp,Nombre contacto,Teléfono contacto", "Ana,+34600111201,Luis,+34600111202", "", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Кому;ФИО;Визитка;Телефон визитки", "+79000000101;Анна;Пётр;+79000000102", "", "", "chatId=A phoneContact=D firstName=C; name B"},
	{"Телефон получателя;Имя получателя;Телефон контакта;Имя контакта;Фамилия контакта", "+79000000101;Анна;+79000000102;Пётр;Сидоров", "", "", "chatId=A phoneContact=C firstName=D lastName=E; name B"},
	{"Name,WhatsApp,Contact last name,Contact phone", "Anna,+491713920021,Smith,+491713920022", "", "", "chatId=B phoneContact=D lastName=C; name A"},
	{"To,Name,Card phone,Card name", "+12025550111,Ann,+12025550112,Bob", "", "", "chatId=A phoneContact=C firstName=D; name B"},
	{"To,Card first name,Card last name,Card phone,Name", "+12025550111,Bob,Ray,+12025550112,Ann", "", "", "chatId=A phoneContact=D firstName=B lastName=C"},
	{"Имя;WhatsApp;Фамилия менеджера;Телефон", "Анна;+79000000101;Ли;+79000000102", "", "", "chatId=B phoneContact=D firstName=A; name C"},
	{"客户姓名,客户电话,经理姓名,经理电话", "李雷,+8613800000001,韩梅梅,+8613800000002", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Name 1,Phone 1,Name 2,Phone 2", "Ann,+12025550111,Bob,+12025550112", "Phone 2", "", "chatId=B phoneContact=D firstName=C; name A"},
	{"Client name,WhatsApp,Agent name,Phone", "Ann,+12025550111,Bob,+12025550112", "", "", "missing-column firstName? A C"},
	{"First Name,Last Name,WhatsApp,Referrer First Name,Referrer Last Name,Referrer phone", "Ann,Lee,+12025550111,Bob,Ray,+12025550112", "F", "", "chatId=C phoneContact=F firstName=D lastName=E; name A; name B"},
	{"Учень;Телефон клієнта;Вчитель;Телефон вчителя", "Оля;+380671234567;Іван;+380671234568", "D", "", "chatId=B phoneContact=D firstName=C"},
	{"שם הלקוח,WhatsApp,שם הסוכן,טלפון הסוכן", "דנה,+972501234567,רון,+972501234568", "D", "", "chatId=B phoneContact=D firstName=C; name A"},
	// The operator's word counts, and draws no other person's name after it.
	{"Client first name,Client last name,Client WhatsApp,Agent name,Agent phone", "Ann,Lee,+12025550111,Bob,+12025550112", "E", "Agent name", "chatId=C phoneContact=E firstName=D; name A; name B"},
	{"Name,WhatsApp,Agent phone", "Ann,+12025550111,+12025550112", "C", "Name", "chatId=B phoneContact=C firstName=A"},
	{"Client,Client WhatsApp,Company,Manager,Manager phone", "Ann,+12025550111,Acme,Bob,+12025550112", "E", "", "chatId=B phoneContact=E firstName=D; name C; name A"},
	// A plain list is none of these.
	{"Recipient,Contact phone,First name,Last name", "+12025550111,+12025550112,Ann,Lee", "", "", "chatId=A phoneContact=B firstName=C lastName=D"},
	{"Recipient,Name,Contact phone", "+12025550111,Ann,+12025550112", "", "", "chatId=A phoneContact=C firstName=B"},
	{"Recipient,Contact name,Phone", "+12025550111,Ann,+12025550112", "", "", "chatId=A phoneContact=C firstName=B"},
	{"Клиент;WhatsApp;Телефон;Менеджер", "Анна;+79000000101;+79000000102;Пётр", "", "", "chatId=B phoneContact=C firstName=A"},
	{"Name,WhatsApp,Office phone,Company", "Ann,+12025550111,+12025550112,Acme", "C", "", "chatId=B phoneContact=C firstName=A company=D"},
	{"First name,Last name,WhatsApp,Phone 2", "Ann,Lee,+12025550111,+12025550112", "D", "", "chatId=C phoneContact=D firstName=A lastName=B"},
}

func TestTwoPeople(t *testing.T) {
	for _, test := range twoPeople {
		t.Run(test.header, func(t *testing.T) {
			m := map[importer.Field]string{}
			if test.phone != "" {
				m[importer.PhoneContact] = test.phone
			}
			if test.name != "" {
				m[importer.FirstName] = test.name
			}
			if got := outcome(t, csvFile(t, test.header, test.row), importer.Options{Map: m}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
