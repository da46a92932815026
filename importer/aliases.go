package importer

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// What a header may mean beside the fields: a phone or a name of nobody in
// particular. Which field it is depends on the other headers.
const (
	anyPhone Field = "phone"
	anyName  Field = "name"
)

// headerNames are the names by which people call the fields: first GREEN-API's own, then
// by language, English, Russian, Spanish, Portuguese, German, French, Hebrew, Arabic, Turkish,
// Kazakh, Indonesian. Case, spaces, punctuation and accents do not matter.
var headerNames = []struct {
	field Field
	names string
}{
	{ChatID, `chatId
		chat, recipient, recipient id, recipient phone, recipient number, send to, to, whatsapp, whatsapp id, whatsapp number, whatsapp phone, wa id
		получатель, телефон получателя, номер получателя, кому, адресат, чат, ид чата, id чата, ватсап, вотсап, номер whatsapp, телефон whatsapp
		destinatario, teléfono del destinatario, número del destinatario, para, enviar a, id de chat, id del chat, número de whatsapp
		destinatário, telefone do destinatário, número do destinatário, enviar para, id do chat, número do whatsapp
		Empfänger, Empfängernummer, Telefon des Empfängers, Nummer des Empfängers, an, WhatsApp-Nummer
		destinataire, téléphone du destinataire, numéro du destinataire, envoyer à, id du chat, numéro whatsapp
		נמען, מספר נמען, מספר הנמען, טלפון נמען, טלפון הנמען, אל, מזהה צ'אט, וואטסאפ, ווטסאפ, ווצאפ
		المستلم, رقم المستلم, هاتف المستلم, المرسل إليه, إلى, معرف الدردشة, واتساب, رقم الواتساب, رقم واتساب
		alıcı, alıcı numarası, alıcı telefonu, kime, sohbet kimliği, whatsapp numarası
		алушы, алушының телефоны, алушының нөмірі, кімге, чат идентификаторы, whatsapp нөмірі
		penerima, nomor penerima, telepon penerima, kepada, id obrolan, nomor whatsapp, no whatsapp, nomor wa, no wa`},
	{PhoneContact, `phoneContact
		contact phone, phone of contact, phone of the contact, card phone, phone on the card, phone in the card
		телефон контакта, номер контакта, телефон в карточке, телефон карточки, телефон визитки
		teléfono del contacto, número del contacto, teléfono de la tarjeta
		telefone do contato, telefone do contacto, número do contato, telefone do cartão
		Telefon des Kontakts, Telefonnummer des Kontakts, Nummer des Kontakts, Telefon auf der Karte
		téléphone du contact, numéro du contact, téléphone de la carte
		טלפון איש קשר, טלפון של איש הקשר, מספר איש קשר
		هاتف جهة الاتصال, رقم جهة الاتصال, رقم هاتف جهة الاتصال
		kişi telefonu, kişinin telefonu, kişi numarası, kartvizit telefonu
		контакт телефоны, контактінің телефоны, контакт нөмірі
		telepon kontak, nomor kontak, nomor telepon kontak`},
	{anyPhone, `phone
		phone number, phone no, telephone, telephone number, tel, mobile, mobile phone, mobile number, cell, cell phone, contact number, msisdn
		телефон, номер телефона, тел, мобильный, мобильный телефон, моб тел, сотовый, сотовый телефон, контактный телефон
		teléfono, número de teléfono, teléfono móvil, móvil, celular, teléfono de contacto
		telefone, número de telefone, telemóvel, fone, telefone celular, telefone de contato, telefone de contacto
		Telefon, Telefonnummer, Rufnummer, Handy, Handynummer, Mobil, Mobiltelefon, Mobilnummer
		téléphone, numéro de téléphone, tél, portable, téléphone portable, numéro de portable
		טלפון, מספר טלפון, נייד, טלפון נייד, סלולרי, פלאפון
		هاتف, الهاتف, رقم الهاتف, جوال, الجوال, رقم الجوال, موبايل, رقم الموبايل, الهاتف المحمول
		telefon numarası, cep, cep telefonu, cep numarası, gsm
		телефон нөмірі, ұялы телефон, ұялы, байланыс телефоны
		telepon, nomor telepon, no telepon, no telp, hp, no hp, nomor hp, ponsel, nomor ponsel, handphone`},
	{FirstName, `firstName
		first name, given name, forename
		имя
		nombre, nombre de pila
		nome, primeiro nome, nome próprio
		Vorname
		prénom
		שם פרטי
		الاسم الأول
		ad, adı, isim, ismi
		аты, есімі
		nama depan`},
	{anyName, `name
		full name, contact name, display name, contact
		фио, полное имя, имя контакта, имя и фамилия, фамилия и имя, фамилия имя, имя фамилия, фамилия имя отчество, контакт
		nombre completo, nombre y apellido, nombre y apellidos, nombre del contacto, contacto
		nome completo, nome do contato, nome do contacto, contato
		vollständiger Name, Kontaktname, Kontakt
		nom complet, nom du contact, nom et prénom, prénom et nom
		שם, שם מלא, שם איש קשר, איש קשר
		الاسم, الاسم الكامل, اسم جهة الاتصال, جهة الاتصال
		ad soyad, adı soyadı, tam ad, kişi, kişi adı
		аты-жөні, толық аты, контакт аты
		nama, nama lengkap, nama kontak, kontak`},
	{MiddleName, `middleName
		middle name, patronymic
		отчество
		segundo nombre
		nome do meio, segundo nome
		zweiter Vorname, Zweitname, mittlerer Name
		deuxième prénom, second prénom
		שם אמצעי
		الاسم الأوسط, اسم الأب
		ikinci ad, ikinci adı, orta ad
		әкесінің аты
		nama tengah`},
	{LastName, `lastName
		last name, surname, family name
		фамилия
		apellido, apellidos
		sobrenome, apelido, último nome
		Nachname, Familienname, Zuname
		nom, nom de famille
		שם משפחה
		اسم العائلة, اللقب, الكنية, الاسم الأخير
		soyad, soyadı, soyisim
		тегі
		nama belakang, nama keluarga`},
	{Company, `company
		company name, organization, organization name, organisation, organisation name, org, firm, business, business name, employer
		компания, название компании, организация, название организации, фирма, место работы
		empresa, nombre de la empresa, compañía, organización
		nome da empresa, companhia, organização
		Firma, Firmenname, Unternehmen
		société, entreprise, compagnie, raison sociale
		חברה, שם חברה, שם החברה, ארגון
		شركة, الشركة, اسم الشركة, المؤسسة, المنظمة
		şirket, şirket adı, firma adı, kurum
		компания атауы, ұйым, мекеме
		perusahaan, nama perusahaan, organisasi`},
	{QuotedMessageID, `quotedMessageId
		quoted message id, quoted message, quoted id, quote, quote id, reply to
		цитируемое сообщение, ид цитируемого сообщения, id цитируемого сообщения, цитата, ответ на
		mensaje citado, id del mensaje citado, id de mensaje citado, respuesta a
		mensagem citada, id da mensagem citada, resposta a
		zitierte Nachricht, ID der zitierten Nachricht, Zitat, Antwort auf
		message cité, id du message cité, réponse à
		הודעה מצוטטת, מזהה הודעה מצוטטת, תגובה להודעה
		الرسالة المقتبسة, معرف الرسالة المقتبسة, رد على
		alıntılanan mesaj, alıntılanan mesaj kimliği, yanıtlanan mesaj
		дәйексөз, дәйексөз хабарлама, дәйексөз хабарламаның id
		pesan yang dikutip, id pesan yang dikutip, kutipan, balasan untuk`},
}

// alias is one name of a field.
type alias struct {
	field Field
	text  string // as it stands above
	key   string // as it is compared
}

var (
	aliases  = listAliases()
	meanings = indexAliases()
)

func listAliases() (all []alias) {
	for _, h := range headerNames {
		for _, name := range strings.FieldsFunc(h.names, func(r rune) bool { return r == ',' || r == '\n' }) {
			name = strings.TrimSpace(name)
			all = append(all, alias{h.field, name, headerKey(name)})
		}
	}
	return all
}

func indexAliases() map[string]Field {
	index := make(map[string]Field, len(aliases))
	for _, a := range aliases {
		index[a.key] = a.field
	}
	return index
}

// headerKey is what is compared of a header: its letters and digits, without
// case, accents and vowel points.
func headerKey(header string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ı':
			return 'i'
		case unicode.IsLetter(r), unicode.IsNumber(r):
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(header))
}
