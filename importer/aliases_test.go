package importer

import (
	"strings"
	"testing"
)

// Every name means one field in its language, however it is written: with other case, spaces
// and punctuation.
func TestAliases(t *testing.T) {
	for i, v := range vocabulary {
		field := map[string]Field{}
		for _, a := range aliases {
			if a.language != i {
				continue
			}
			if other, ok := field[a.key]; ok && other != a.field {
				t.Errorf("%s: %q stands for %s and again for %s", v.language, a.text, other, a.field)
			}
			field[a.key] = a.field
			if a.key == "" {
				t.Errorf("%s: %q has no letters", v.language, a.text)
			}
			for _, written := range []string{
				strings.ToUpper(a.text),
				strings.ToLower(a.text),
				" * " + strings.ReplaceAll(a.text, " ", "_") + ":\u00a0",
				strings.ReplaceAll(a.text, " ", ""),
				"(" + strings.Join(strings.Fields(a.text), "-\u200f") + ")",
			} {
				if got := headerKey(written); got != a.key {
					t.Errorf("%q is compared as %q, %q as %q", written, got, a.text, a.key)
				}
			}
		}
		for f := range v.names {
			if !isField(f) && f != anyPhone && f != anyName && f != surname && f != anyParty && f != otherColumn {
				t.Errorf("%s has names for %s, which is never looked for", v.language, f)
			}
		}
	}
	for _, f := range Fields() {
		if fieldNamed(string(f)) != f {
			t.Errorf("%s is not known by its own name", f)
		}
	}
}

// The language is that of the whole row.
func TestHeaderMeanings(t *testing.T) {
	tests := []struct {
		header string
		want   []Field
	}{
		{"Nome;Celular;CEP;Cidade", []Field{FirstName, anyPhone, otherColumn, otherColumn}},
		{"Ad;Soyad;Cep", []Field{FirstName, LastName, anyPhone}},
		{"Ad;Cep", []Field{FirstName, anyPhone}},
		{"First;Last;Cell", []Field{FirstName, LastName, anyPhone}},
		{"Contact;Number", []Field{"", ""}},
		{"an;x", []Field{"", ""}},
		{"an;Vorname", []Field{ChatID, FirstName}},
		{"To;Whose;Who", []Field{"", "", ""}},
		{"To;Phone", []Field{ChatID, anyPhone}},
		{"Nombre;Celular", []Field{FirstName, anyPhone}},
		{"Nom;Prénom;Téléphone", []Field{surname, FirstName, anyPhone}},
		{"名字;电话", []Field{FirstName, anyPhone}},
		{"名字;名;電話番号", []Field{LastName, FirstName, anyPhone}},
	}
	for _, test := range tests {
		headers := strings.Split(test.header, ";")
		keys := make([]string, len(headers))
		for i, h := range headers {
			keys[i] = headerKey(h)
		}
		for i, f := range headerMeanings(keys) {
			if f != test.want[i] {
				t.Errorf("%s: %q means %q, want %q", test.header, headers[i], f, test.want[i])
			}
		}
	}
}

// What a header says of phones, brackets included.
func TestPhoneColumn(t *testing.T) {
	for kind, headers := range map[phoneKind][]string{
		plainPhone: {"Phone", "Phone Number", "phone_number", "Phone 1 - Value", "Telefon", "Номер телефона", "Téléphone", "Billing Phone", "Phone (billing)", "Phone (with country code)",
			"Телефон клиента", "customerPhone", "Telefonnummer", "Tel.", "Tel. Nr.", "Số điện thoại", "رقم الهاتف", "联系电话", "電話番号", "Phone (required)", "Phone (79001234567)", "Kontakttelefon",
			"Phone Number (E.164)", "Ваш номер телефона", "Teléfono de contacto", "Primary Phone", "Teléfono (con código de país)"},
		mobilePhone: {"Mobile", "Mobile Phone Number", "Mobile phone", "Handynummer", "Мобильный телефон", "Cell Phone", "Mobiltelefon", "Telefone celular", "Téléphone portable", "Cep Telefonu", "Phone (mobile)",
			"手机号码", "No. HP", "Telefon komórkowy", "Мобільний телефон", "mobilephone", "טלפון נייד"},
		whatsAppPhone: {"WhatsApp", "WhatsApp Phone Number", "whatsapp_number", "Номер WhatsApp", "Phone (WhatsApp)", "No. WA", "Nomor WhatsApp", "WhatsApp-Nummer", "Mobile/WhatsApp", "WhatsApp link", "Ватсап", "واتساب"},
		faxPhone:      {"Phone (fax)", "Fax", "Fax Number", "Номер факса", "Telefax"},
		oddPhone: {"Téléphone (bureau)", "Work Phone", "Phone (office)", "Home Phone", "Business Phone 2", "Phone 2", "Phone 2 - Value", "Рабочий телефон", "Другой телефон", "Telefon (geschäftlich)", "Teléfono fijo",
			"Company Main Phone", "Assistant's Phone", "Manager phone", "Телефон менеджера", "Privattelefon", "公司电话", "Teléfono (oficina)", "Default Address Phone", "Shipping Phone", "iş telefonu", "Work Mobile", "Phone (2)"},
		noPhone: {"Name", "Phone 1 - Label", "Phone Type", "Country", "WhatsApp opt-in", "Phone verified", "Тип телефона", "Phonetic First Name", "CEP", "Email", "Cell", "Date of last phone call", "Automobile", "Phone country code"},
	} {
		for _, h := range headers {
			if got := phoneColumn(h).kind; got != kind {
				t.Errorf("%q is of kind %d, want %d", h, got, kind)
			}
		}
	}
}
