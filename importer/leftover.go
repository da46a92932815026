package importer

import (
	"slices"
	"strings"
	"unicode"
)

// leftOver mentions the columns that are not read though they might be meant: those almost
// called like a field, other phones than the one chosen, and names of people.
func (u *understanding) leftOver() {
	near := u.nearMisses()
	for _, c := range u.columns {
		switch {
		case u.mapping.fieldOf(c.index) != "" || u.mentioned(c):
		case near[c.index] != "":
			u.hint(HintNear, c, near[c.index], -1)
			u.hints[len(u.hints)-1].Usual = u.usual(c, near[c.index])
		case u.gaveWay(c):
			u.hint(HintOther, c, ChatID, u.mapping[ChatID])
		case u.missedCompany(c):
			u.hint(HintName, c, Company, -1)
		case u.secondSurname(c):
			u.hint(HintSecond, c, LastName, u.mapping[LastName])
		case u.missedName(c):
			f, instead := u.nameField(c), -1
			if at, taken := u.mapping[f]; taken {
				instead = at
			}
			u.hint(HintName, c, f, instead)
		}
	}
}

// mentioned reports whether there is a hint about a column already.
func (u *understanding) mentioned(c column) bool {
	letter := columnLetters(u.offset + c.index)
	return slices.ContainsFunc(u.hints, func(h Hint) bool { return h.Letter == letter })
}

// gaveWay reports whether a column holds phones, and another was chosen for the chats by its
// header alone.
func (u *understanding) gaveWay(c column) bool {
	if u.question != nil || u.settled(ChatID) || c.phone <= faxPhone || c.number == 0 {
		return false
	}
	chosen := u.columns[u.mapping[ChatID]]
	return chosen.field != ChatID
}

// missedCompany reports whether a column speaks of a company, and the card has none.
func (u *understanding) missedCompany(c column) bool {
	_, has := u.mapping[Company]
	if has || u.fixed[Company] || u.setCard || c.field != "" || c.phone != noPhone || c.number > 0 {
		return false
	}
	outside, inside := splitHeader(c.header)
	words := append(outside, inside...)
	return slices.ContainsFunc(words, companyStems.has) && (len(words) == 1 || nameHeader(c.header) || slices.ContainsFunc(words, companyNames.has))
}

// secondSurname reports whether a column holds a further surname, as Spanish and Portuguese names have.
func (u *understanding) secondSurname(c column) bool {
	at, last := u.mapping[LastName]
	_, middle := u.mapping[MiddleName]
	return last && !middle && !u.fixed[LastName] && c.phone == noPhone && c.number == 0 && c.field != otherColumn &&
		namePart(c.header) == LastName && namePart(u.columns[at].header) == LastName && u.columns[at].index < c.index && secondWords.has(lastWord(c.header))
}

// lastWord is the last word of a header that tells one surname from another.
func lastWord(header string) (last string) {
	outside, inside := splitHeader(header)
	for _, w := range append(outside, inside...) {
		if secondWords.has(w) {
			last = w
		}
	}
	return last
}

// missedName reports whether a column looks like a person's name that is not on the card,
// by its header, or by its values where a name is wanting.
func (u *understanding) missedName(c column) bool {
	if u.fixed[FirstName] || u.setCard || c.phone != noPhone || c.number > 0 {
		return false
	}
	at, first := u.mapping[FirstName]
	_, last := u.mapping[LastName]
	if c.field != otherColumn && nameHeader(c.header) && first && roleOf(c.header).apart(roleOf(u.columns[at].header)) {
		return true
	}
	switch c.field {
	case otherColumn:
		return !last && nameHeader(c.header) && surnameOf(c.header) == LastName
	case anyPhone, ChatID, PhoneContact, QuotedMessageID, Company:
		return false
	case anyName, surname, anyParty:
		return !(first && last)
	case "":
	default:
		return true
	}
	if nameHeader(c.header) {
		return true
	}
	whole := first && isWhole(u.columns[u.mapping[FirstName]].field)
	return !whole && !(first && last) && u.nameValues(c)
}

func isWhole(f Field) bool { return f == anyName || f == surname || f == anyParty }

// surnameOf is namePart, for which a maiden name is a last name, too.
func surnameOf(header string) Field {
	outside, inside := splitHeader(header)
	if slices.ContainsFunc(append(outside, inside...), maidenNames.has) {
		return LastName
	}
	return namePart(header)
}

// nameField is the name that a left column would be: the part that it says it is, a third one
// between the others, and the first name if it is a whole name or somebody else's.
func (u *understanding) nameField(c column) Field {
	at, first := u.mapping[FirstName]
	_, last := u.mapping[LastName]
	part := namePart(c.header)
	switch {
	case first && roleOf(u.columns[at].header).apart(roleOf(c.header)):
		return part
	case first && last:
		return MiddleName
	case first && nameHeader(c.header) && part == FirstName:
		return FirstName
	case first:
		return LastName
	}
	return part
}

var (
	companyStems = newWordList(`company firm business organi* employer firma firmen* unternehm* sirket* kurum* empresa* compania* entreprise* societe* azienda* aziendal* ditta bedrijf* компани* организац* организ* фирм* предприят* підприєм* perusahaan* 公司* 会社* 企業* 企业* 회사* الشركة שركة חברה החברה spolk* yritys foretag* virksomhed* bedrift*`)
	companyNames = newWordList(`unvan* adi ad nombre nome nom nama naam navn namn nazwa name name's название наименование назва denomina* bezeichnung title`)
	secondWords  = newWordList(`materno materna segundo second secondary 2 otro mother`)
	maidenNames  = newWordList(`maiden birth geburtsname девич* дівоч* jeune soltera nubile panienskie kizlik`)
)

// nameStems begin the words for a person's name, and notPeople those for the names of other things.
var (
	nameStems = newWordList(`name names nm nom noms nome nomes naziv ad adi isim ismi nama namn navn nimi nev nume ime аты ім імя ho ten שם 姓 名
		firstname* lastname* surname* forename* fullname* nombre* apellid* cognom* sobrenom* apelid* prenom* vornam* nachnam* familiennam* naam* achternaam* voornaam* imie* imion* nazwisk*
		имя* имени* имен* фио* фамил* отчеств* прізв* soyad* soyis* prenum* jmeno* prijmen* meno* priezv* fornavn* fornamn* etternavn* efternamn* etunimi* sukunimi* keresztnev* vezetek* ονομα* επων* име* презим* prezime* familiya*
		*姓名 *名前 *氏名 *이름 *성명 *اسم *نام *ชื่อ *नाम`)
	notPeople = newWordList(`file files user users login product item event campaign list form domain host group project brand store shop company organization organisation business firm account
		server sheet template course service city street country region state department plan package channel source bank school department class team page ad adset set tag
		файла товара продукта услуги группы компании организации фирмы магазина города события проекта empresa produto producto firmy produktu azienda prodotto firma urun sirket entreprise societe produit produk toko perusahaan
		email mail phone tel number id code no nr prefix suffix title phonetic nick nickname short`)
)

// nameHeader reports whether a header speaks of a person's name.
func nameHeader(header string) bool {
	outside, inside := splitHeader(header)
	words := append(outside, inside...)
	return slices.ContainsFunc(words, nameStems.has) && !slices.ContainsFunc(words, notPeople.has)
}

// nameValues reports whether a column's values look like people's names: few words in
// letters, each with a capital where the writing has them, and not always the same.
func (u *understanding) nameValues(c column) bool {
	for i, v := range c.values {
		words := strings.Fields(v)
		if len(words) == 0 || len(words) > 4 || len(v) > 60 || slices.Contains(c.values[:i], v) {
			return false
		}
		for _, w := range words {
			first := []rune(w)[0]
			if !unicode.IsLetter(first) || unicode.IsLower(first) || strings.ContainsAny(w, "0123456789@/:_%€$#") {
				return false
			}
		}
	}
	return len(c.values) > 1
}
