package importer

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// phoneKind is what a header that speaks of phones says of its numbers.
type phoneKind uint8

const (
	noPhone       phoneKind = iota
	faxPhone                // nobody is reached there
	oddPhone                // an office's, a second one, somebody else's: never taken without a question
	plainPhone              // a phone
	mobilePhone             // a mobile phone
	whatsAppPhone           // a number known to be on WhatsApp
)

// phoneWords are what a header's words say of a phone. A word that is in none of these lists
// makes a phone an odd one: it may be anybody's.
var phoneWords = struct{ phone, mobile, whatsApp, fax, never, weak, harmless wordList }{
	phone: newWordList(`tel telf tlf tlp telp tfno tfn ph phones fon fone msisdn rufnummer тел τηλ puh sdt dt thoai
		*phone *telefon *telefoon *telepon *telpon *telephon *телефон *τηλεφων *puhelin
		*هاتف *تليفون *تلفون *تلفن *טלפון *电话 *電話 *전화 *연락처 *โทร *फ़ोन *फोन`),
	mobile: newWordList(`handy gsm ponsel seluler bimbit mob моб
		mobil* mobiel* mobitel* celular* cellul* cellphone* movil* handy* handphone* telemovel* komork* мобил* мобіл* сотов* ұялы* κινητ* matkapuh*
		*נייד *סלולר *פלאפון *جوال *موبايل *موبایل *محمول *手机 *手機 *携帯 *移动 *行動 *휴대 *핸드폰 *모바일 *มือถือ *मोबाइल`),
	whatsApp: newWordList(`whats wpp wsp
		*whatsapp *whatsap *watsap *wapp *ватсап *вотсап *вацап *вотцап *вайтсап *واتس *וואטסאפ *ווטסאפ *ווצאפ`),
	fax: newWordList(`*fax faks факс* *فاكس *פקס *传真 *傳真 *ファックス *팩스`),
	// with one of these it is no number, but something about one
	never: newWordList(`type types typ tipo label labels country code verified verify valid validated validation status state consent opt optin optout date time last call calls
		note notes comment comments hash carrier provider operator model brand device app version message messages template text group groups name names count sent delivered read
		response bill has phonetic email mail bounced permission subscribed allowed preferred source category city region
		тип вид статус дата время оператор согласие сообщение сообщения группа имя код комментарий звонок звонка звонков есть ли страна регион подтвержден
		tip tarih turu fecha estado nombre data nome datum`),
	// with nothing of a phone beside them they may be anything
	weak: newWordList(`cep zap hp cell cel portable kom dong wa wp همراه`),
	harmless: newWordList(`tele aktif active activo ativo smart ال ה ו number numbers no nr num nmr nummer numero numeros numer numara numarasi nomor nombor номер номера нөмірі nomer cislo szam telefonszam so raqami raqam n nro tlfnr
		value primary main default contact contacts customer customers client clients lead user member subscriber guest participant attendee student patient buyer billing default person personal
		of the your my a and or s enter please c link ссылка ваш ваша вашего вашей свой укажите введите напишите tu su votre ihre deine seu uw anda twoj de do da del della des du di den der van la le el il e y et und
		контактный контактного контакта клиента клиентов покупателя абонента участника подписчика заказчика основной осн для связи контакт личный
		клієнта контактний основний kontakt kontaktowy kontaktni kunde kunden cliente clientes contacto contato contatto contactnummer klienta musteri musterinin iletisim irtibat kisi kontak pelanggan
		klant khach hang lien he dien principal principale hauptnummer haupt haupttelefon osoba e164 164 intl international format formatted unnamed
		رقم العميل بال مספר מס 号码 號碼 号 號 联系 客户 客户的 番号 お 번호 หมายเลข เบอร์ नंबर`),
}

// inBrackets are further words that change nothing about a phone where they only explain it.
var inBrackets = newWordList(`with without incl including country code codes required mandatory optional only digits digit spaces plus sign in and example eg e g ex format
	с кодом страны код в международном формате обязательно обязательное формат mit landervorwahl vorwahl landesvorwahl landercode pflichtfeld pflicht con codigo pais prefijo obligatorio com ddi ddd avec indicatif
	pays obligatoire ulke kodu ile zorunlu prefisso internazionale z kodem kraju met landcode on card kode negara ma quoc gia`)

// elsewhereWords say that nobody in particular, or somebody else, is reached at a phone.
var elsewhereWords = newWordList(`work office business company firm shop store branch home house landline switchboard reception hotline support service emergency other second secondary alternative alternate alt old former
	2 3 4 our us assistant secretary pager direct extension ext referr* seller* supplier* vendor* courier* driver* sender* manager* agent* rm owner* sales rep representative* operator*
	рабоч* служеб* офис* домашн* городск* другой друг* старый втор* добавоч* компани* организац* фирм* магазин* менеджер* агент* водител* курьер* отправит* поставщик* продав* ответствен* дополнит* запасн* наш* экстр*
	робоч* службов* домашн* міськ* інш*
	geschaft* buro* arbeit* dienst* firma firmen* zentrale* festnetz* privat* zweit* sonst* weiter* ander* berater* absender* verkauf* betreuer* notfall*
	bureau* travail professionnel* pro domicile fixe standard societe entreprise autre* second* expediteur* vendeur* urgence*
	trabajo oficina empresa* casa fijo fijos otro otra* particular asesor* vendedor* gerente* remitente* emergencia* escritorio trabalho comercial* residencial* fixo outro corretor* recado*
	ufficio lavoro azienda* aziendal* casa fisso altro altra* emergenza mittente
	praca praca sluzbow* biur* domow* stacjonarn* inny dodatkow* firmow*
	werk zakelijk* kantoor* thuis vast* ander* bedrijf* nood*
	is isyeri ofis* ev sabit diger sirket* acil* danisman* temsilci* gonderen* satici*
	kantor rumah lain* darurat pengirim* usaha toko penjual* sales
	公司* 办公* 辦公* 单位* 家庭* 住宅* 其他* 紧急* 緊急* 经理* 会社* 勤務先* 自宅* 固定* 代表* 회사* 사무실* 집 직장* 대표* 비상*
	عمل العمل المكتب مكتب منزل المنزل اخر الطوارئ עבודה משרד בבית בית נוסף חירום`)

// elsewhere reports whether a header says that its phone is not the person's own.
func elsewhere(header string) bool {
	outside, inside := splitHeader(header)
	words := append(outside, inside...)
	for _, word := range words {
		if word == "is" && hasWord(words, "what") {
			continue // elsewhere a Turkish word for work
		}
		if slices.ContainsFunc(append(roleParts(word), word), elsewhereWords.has) {
			return true
		}
	}
	return false
}

// wordList finds words: as they stand, by their beginning, or anywhere within.
type wordList struct {
	whole          map[string]bool
	begins, within []string
}

// newWordList reads words as they are written above: mobil* is a beginning, *phone stands anywhere.
func newWordList(text string) wordList {
	l := wordList{whole: map[string]bool{}}
	for _, w := range strings.Fields(text) {
		switch {
		case strings.HasPrefix(w, "*"):
			l.within = append(l.within, headerKey(w))
		case strings.HasSuffix(w, "*"):
			l.begins = append(l.begins, headerKey(w))
		default:
			l.whole[headerKey(w)] = true
		}
	}
	return l
}

// has reports whether a word is one of the list; word is a headerKey.
func (l wordList) has(word string) bool {
	if l.whole[word] {
		return true
	}
	for _, s := range l.begins {
		if strings.HasPrefix(word, s) {
			return true
		}
	}
	for _, s := range l.within {
		if strings.Contains(word, s) {
			return true
		}
	}
	return false
}

// around returns what stands before and behind the first stem found within a word.
func (l wordList) around(word string) (before, behind string, ok bool) {
	for _, s := range l.within {
		if before, behind, ok = strings.Cut(word, s); ok {
			return before, behind, true
		}
	}
	return "", "", false
}

// spoken is what a header says of phones.
type spoken struct {
	kind     phoneKind
	whatsApp bool
	about    bool // it speaks of phones, but of something about them: their type, whether they were verified
}

// phoneColumn reports what a header says of phones. What stands in brackets belongs to it:
// Phone (fax) is no phone.
func phoneColumn(header string) (s spoken) {
	outside, inside := splitHeader(header)
	phone, mobile, whatsApp, fax, weak, odd, never := false, false, false, false, false, false, false
	words := append(outside, inside...)
	for i, word := range words {
		bracketed := i >= len(outside)
		w := &phoneWords
		switch {
		case word == "app" && i > 0 && words[i-1] == "whats": // WhatsApp in two words
		case w.never.has(word) && !(bracketed && inBrackets.has(word)):
			never = true
			continue
		case w.whatsApp.has(word):
			whatsApp = true
		case w.fax.has(word):
			fax = true
		case w.mobile.has(word):
			mobile = true
		case w.phone.has(word):
			phone = true
		case w.weak.has(word):
			weak = true
		default:
			odd = odd || !harmless(word, bracketed)
			continue
		}
		odd = odd || qualified(word)
	}
	if weak && (phone || mobile || whatsApp || !odd && len(words) > 1) {
		mobile = mobile || !hasWord(outside, "wa")
		whatsApp = whatsApp || hasWord(outside, "wa")
	}
	s.whatsApp = whatsApp
	switch {
	case !phone && !mobile && !whatsApp && !fax:
		return s
	case never:
		s.about = true
	case fax:
		s.kind = faxPhone
	case odd:
		s.kind = oddPhone
	case whatsApp:
		s.kind = whatsAppPhone
	case mobile:
		s.kind = mobilePhone
	default:
		s.kind = plainPhone
	}
	return s
}

func hasWord(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// harmless reports whether a word leaves a phone what it is.
func harmless(word string, bracketed bool) bool {
	switch {
	case phoneWords.harmless.has(word), word == "1", bracketed && inBrackets.has(word):
		return true
	case bracketed && len(word) > 1 && strings.Trim(word, "0123456789x") == "": // an example of a number
		return true
	}
	return false
}

// qualified reports whether a word that speaks of phones says more in the same breath:
// Privattelefon, 公司电话.
func qualified(word string) bool {
	w := &phoneWords
	for _, l := range []*wordList{&w.whatsApp, &w.mobile, &w.phone} {
		if before, behind, ok := l.around(word); ok {
			return before != "" && !says(before) || behind != "" && !says(behind) && !inflection(behind)
		}
	}
	return false // found as a whole word or by its beginning
}

// says reports whether part of a word leaves a phone what it is.
func says(part string) bool {
	w := &phoneWords
	return w.harmless.has(part) || w.mobile.has(part) || w.phone.has(part) || w.whatsApp.has(part)
}

// inflection reports whether the end of a word is short enough to be its inflection. Other
// writings than the alphabets have none.
func inflection(end string) bool {
	runes := []rune(end)
	return len(runes) <= 3 && !unicode.In(runes[0], unicode.Han, unicode.Hangul, unicode.Thai, unicode.Hiragana, unicode.Katakana)
}

// splitHeader returns the words of a header as headerKey writes them, those outside and
// those inside brackets. Small letters before capitals and digits begin new words.
func splitHeader(header string) (outside, inside []string) {
	depth := 0
	var word strings.Builder
	var last rune
	flush := func() {
		if word.Len() > 0 {
			if depth > 0 {
				inside = append(inside, word.String())
			} else {
				outside = append(outside, word.String())
			}
			word.Reset()
		}
	}
	for _, r := range norm.NFKD.String(header) {
		switch {
		case r == '(' || r == '[' || r == '{':
			flush()
			depth++
		case r == ')' || r == ']' || r == '}':
			flush()
			depth = max(0, depth-1)
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if unicode.IsLower(last) && unicode.IsUpper(r) || unicode.IsNumber(last) != unicode.IsNumber(r) {
				flush()
			}
			if p := plainLetter(r); p != 0 {
				word.WriteRune(unicode.ToLower(p))
			}
		case unicode.IsMark(r) || plainLetter(r) == 0:
			continue // an accent, which stands behind its letter
		default:
			flush()
		}
		last = r
	}
	flush()
	return outside, inside
}
