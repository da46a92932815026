package importer

import (
	"slices"
	"strings"
	"unicode"
)

// role is what a header says of whose name or phone its column holds: Agent in Agent's phone.
type role struct {
	words  []string // without those for names and phones
	person bool     // one of them is a word for a person other than "contact"
}

// roleWords are the words that tell one person of a row from another, those that say nothing
// of it, and those for names and phones within longer words.
var roleWords = struct{ person, plain, within wordList }{
	person: newWordList(`client* customer* kunde* kund klient* клиент* клієнт* cliente* musteri* pelanggan* klant* buyer* guest* student* pupil* patient* parent* mother* father* child* spouse* wife husband
		member* tenant* owner* landlord* driver* teacher* doctor* agent* manager* broker* realtor* advisor* adviser* consultant* seller* sales salesperson* salesman rep representative* employee* operator* responsible
		assistant* coach* tutor* trainer* relationship account referr* referrer* sender* courier* guardian* partner* supervisor* colleague* friend* candidate* applicant* passenger* referee* participant* attendee* recipient*
		менеджер* агент* риелтор* риэлтор* покупат* продав* заказчик* замовник* водител* водій* учител* вчител* учени* студент* пациент* пацієнт* врач* лікар* родител* мам* мат* матери отц* отец пап* ребен* дитин* муж жен*
		ответствен* відповідальн* сотрудник* працівник* оператор* эксперт* тренер* наставник* куратор* получател* отримувач* отправител* відправник* владел* власник* арендат* консультант* партнер* представител* пассажир* гост*
		asesor* corredor* corretor* vendedor* gerent* agente* comercial* alumn* aluno* paciente* padre* madre* pai mae tutor* inquilin* propietari* proprietari* profesor* professor* conductor* motorista* consultor* comprador* empleado* funcionario* destinatari* responsabl* responsavel encargado* representante*
		conseiller* vendeur* agents eleve* etudiant* parents proprietaire* locataire* patient* medecin* commercial* gestionnaire* responsable* destinataire* chauffeur* courtier*
		berater* betreuer* makler* verkaufer* schuler* eltern mutter vater fahrer* lehrer* arzt* mieter* eigentumer* vermieter* mitarbeiter* empfanger* absender* kauf* bearbeiter* vertreter*
		consulent* venditor* agenzi* studente* paziente* genitor* inquilino* proprietario* referente* commerciale* autista*
		danisman* temsilci* ogrenci* veli* hasta* anne* baba* surucu* satici* alici* sorumlu* personel* doktor* ogretmen* kiraci* yetkili*
		doradc* opiekun* sprzedawc* uczen* ucznia rodzic* kierowc* wlascicel* najemc* pacjent* pracownik* odbiorc*
		verkoper* adviseur* makelaar* leerling* ouder* chauffeur* medewerker* huurder* eigenaar* ontvanger*
		penjual* siswa murid* orangtua orang wali* supir sopir dokter* pasien* karyawan* pembeli* penerima* agen
		khach nhanvien 客户 客戶 顾客 顧客 经理 經理 销售 銷售 业务 業務 代理* 老师 老師 学生 學生 家长 家長 司机 司機 お客様 担当 担当者 営業 保護者 生徒 患者 고객 담당자 학생 학부모 보호자
		العميل عميل الزبون الوكيل وكيل المندوب المدير الطالب المريض السائق البائع לקוח* הלקוח סוכן* הסוכן מנהל* מוכר נציג* הורה תלמיד*`),
	plain: newWordList(`of the your my our you a an and or s in on for to from name names full person personal number numbers no nr num nmr first last second middle whole display value main primary default is what
		имя имени фамилия отчество фио полное для и в на от номер номера ім я повне та ваш ваше ваша ваши ва
		de do da del della dei des du di d den der die das van la le el il lo y et und e en em na z w dla o ve ile ya
		nombre nombres apellido apellidos nome nomes sobrenome apelido nom prenom vorname nachname vor cognome nominativo adi ad soyad soyadi isim isms nama lengkap naam voornaam achternaam imie nazwisko imiona completo completa complet
		numero numeros nummer numer numara numarasi nomor so raqami tel phone cell cel hp wa app whats mobile gsm телефон шт
		ال رقم اسم مס مספר של שם מלא פרטי משפחה 的 の ご お 様 さん 방 님`),
	within: newWordList(`*mobilnummer *handy *familienname *nachname *vorname *telefonnummer *handynummer *name *nummer *navn *namn *naam *姓名 *名前 *氏名 *名字 *名称 *電話番号 *电话号码 *電話號碼 *手机号码 *手机号 *手機號碼 *号码 *號碼 *番号 *이름 *성명 *성함 *번호`),
}

// roleOf returns whose name or phone a header speaks of.
func roleOf(header string) (r role) {
	outside, inside := splitHeader(header)
	for _, word := range append(outside, inside...) {
		for _, part := range roleParts(word) {
			if !roleWords.plain.has(part) && !phoneWord(part) {
				r.words = append(r.words, part)
				r.person = r.person || roleWords.person.has(part)
			}
		}
	}
	return r
}

// roleParts cuts the words for names and phones out of a longer word: Beraterhandy, 经理电话.
func roleParts(word string) []string {
	w := &phoneWords
	for _, l := range []*wordList{&roleWords.within, &w.whatsApp, &w.mobile, &w.phone} {
		before, behind, ok := l.around(word)
		if !ok {
			continue
		}
		var parts []string
		if before != "" {
			parts = append(parts, roleParts(before)...)
		}
		if behind != "" && !inflection(behind) {
			parts = append(parts, roleParts(behind)...)
		}
		return parts
	}
	return []string{word}
}

// phoneWord reports whether a word is one for phones.
func phoneWord(word string) bool {
	w := &phoneWords
	return w.phone.has(word) || w.mobile.has(word) || w.whatsApp.has(word) || w.fax.has(word) || w.weak.has(word)
}

// none reports whether a header does not say whose its column is.
func (r role) none() bool { return len(r.words) == 0 }

// same reports whether two headers speak of one person: in the same words, whatever their
// endings, or one by the other's initials.
func (r role) same(o role) bool {
	switch {
	case r.none() || o.none():
		return false
	case initials(r.words, o.words) || initials(o.words, r.words):
		return true
	}
	return r.within(o) && o.within(r)
}

// within reports whether all words stand in o, too, but for those for persons beside another
// of them: Sales manager, Manager.
func (r role) within(o role) bool {
	found := false
	for _, w := range r.words {
		switch {
		case slices.ContainsFunc(o.words, func(other string) bool { return sameWord(w, other) }):
			found = true
		case !roleWords.person.has(w):
			return false
		}
	}
	return found
}

// apart reports whether two headers speak of two people.
func (r role) apart(o role) bool { return (r.person || o.person) && !r.same(o) }

// sameWord reports whether two words differ in no more than their endings.
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	if n > 0 && unicode.In(x[0], unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		return n == min(len(x), len(y))
	}
	return n >= 4 && len(x)-n <= 3 && len(y)-n <= 3
}

// initials reports whether one word is made of the first letters of several.
func initials(word, words []string) bool {
	if len(word) != 1 || len(words) < 2 {
		return false
	}
	var first strings.Builder
	for _, w := range words {
		first.WriteRune([]rune(w)[0])
	}
	return first.String() == word[0]
}
