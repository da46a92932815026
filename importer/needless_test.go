package importer_test

import (
	"strings"
	"testing"

	"contactcast/importer"
)

// headers of the one column of numbers, as forms and programs call it: none is asked about.
const onePhone = `Telefon Numaranız;Telefonunuz;מספר טלפון נייד;Celular com DDD;Telefone com DDD (WhatsApp);Telefon (Rechnung);Телефон (платежный адрес);Nomor Telepon Penerima;Alıcı;Alıcı Telefonu
What is your WhatsApp number?;Please enter your WhatsApp number including country code;WA;Cel;Zap;Сот. тел.;Телефон родителя;Parent Phone;Контакты;連絡先;संपर्क नंबर;E164;İletişim No
Numéro de téléphone portable du client;Votre numéro WhatsApp;Qual é o seu WhatsApp?;¿Cuál es tu número de teléfono?;Какой у вас номер телефона?;Ваш номер WhatsApp;Telefonnummer (mobil);Ihre Handynummer
Il tuo numero di telefono;Numer telefonu (z kierunkowym);Uw telefoonnummer;Ditt mobilnummer;Số điện thoại của bạn;ご連絡先電話番号;您的手机号码;연락처 (휴대폰);رقم هاتفك;رقم الواتس اب;מה מספר הטלפון שלך;आपका मोबाइल नंबर
Student phone;Guest Phone;Phone (Billing);Billing phone number;Buyer Phone Number;Телефон покупателя;Телефон получателя;Телефон заказчика;Телефон пациента;Telefono cliente;Celular del alumno;Telefone do aluno;Veli telefonu;No HP Orang Tua;No. WhatsApp Aktif;Numer kontaktowy klienta;Номер для связи;เบอร์ติดต่อ;Yetkili Telefon;Nº de contato;Nomor WA aktif`

func TestOnePhone(t *testing.T) {
	for _, header := range strings.FieldsFunc(onePhone, func(r rune) bool { return r == ';' || r == '\n' }) {
		t.Run(header, func(t *testing.T) {
			name := "Name"
			if header == "WA" {
				name = "Nama"
			}
			path := csvFile(t, name+";"+header, "Anna;+79000000101", "Boris;+79000000102")
			if got := outcome(t, path, importer.Options{Card: new(newCard())}); got != "chatId=B" {
				t.Errorf("got %q", got)
			}
		})
	}
}

// A column of one whole name and one of its parts say the same; a recipient who is a name is none.
var sameName = []struct {
	lines []string
	want  string
}{
	{[]string{"ФИО;Имя;Телефон;WhatsApp", "Лис Анна;Анна;+79000000101;+79000000102"}, "chatId=D phoneContact=C firstName=A; whole B"},
	{[]string{"Name,First Name,Phone,WhatsApp", "Ann Lee,Ann,+12025550111,+12025550112", "Bob Ray,Bob,+12025550113,+12025550114"}, "chatId=D phoneContact=C firstName=A; whole B"},
	{[]string{"Name,First Name,Phone,WhatsApp", "Lee,Ann,+12025550111,+12025550112"}, "duplicate-column firstName? A B"},
	{[]string{"name,display_name,company_name,phone,whatsapp", "Ann Lee,\"Acme, Ann Lee\",Acme,+12025550111,+12025550112"}, "chatId=E phoneContact=D firstName=A company=C; whole B"},
	{[]string{"Имя клиента;Контактное лицо;Телефон;WhatsApp", "Анна Лис;Анна Лис;+79000000101;+79000000102"}, "chatId=D phoneContact=C firstName=A; whole B"},
	{[]string{"Name,Full name,Phone,WhatsApp", "Ann,Bob Ray,+12025550111,+12025550112"}, "duplicate-column firstName? A B"},
	{[]string{"Adı;Soyadı;Firma Ünvanı;WhatsApp;Cep", "Ada;Ak;Acme;+905321234567;+905321234568"}, "chatId=D phoneContact=E firstName=A lastName=B company=C"},
	{[]string{"First name,Last name,Name of the firm,WhatsApp,Phone", "Ann,Lee,Acme,+12025550111,+12025550112"}, "chatId=D phoneContact=E firstName=A lastName=B; name C"},
	{[]string{"Nombres,Apellido Paterno,Apellido Materno,WhatsApp,Celular", "Ana,Ruiz,Gil,+34600111201,+34600111202"}, "chatId=D phoneContact=E firstName=A lastName=B; second C"},
	{[]string{"Given name,Maiden name,WhatsApp,Phone", "Ann,Lee,+12025550111,+12025550112"}, "chatId=C phoneContact=D firstName=A; name B"},
}

func TestSameName(t *testing.T) {
	for _, test := range sameName {
		t.Run(test.lines[0], func(t *testing.T) {
			if got := outcome(t, csvFile(t, test.lines...), importer.Options{}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A column that says recipient and holds names or places is asked about in a list of one row, too.
func TestOneRecipientName(t *testing.T) {
	for _, lines := range [][]string{
		{"Получатель;Телефон;Адрес", "Иванова Анна;+79000000101;Москва"},
		{"To,Phone,Recipient", "Rome,+12025550111,Ann"},
		{"Von;Telefon;An", "Berlin;+491713920021;Rom"},
		{"Destinatario;Teléfono", "Ana Ruiz;+34600111201"},
	} {
		if got := outcome(t, csvFile(t, lines...), importer.Options{Card: new(newCard())}); got != "missing-column chatId? B" && got != "duplicate-column chatId? A C" {
			t.Errorf("%s: got %q", lines[0], got)
		}
	}
}
