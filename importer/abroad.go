package importer

import (
	"slices"
	"strings"

	"contactcast/importer/phone"
	"contactcast/internal/words"
)

// countryColumn is a column that says which country a row's people, or their numbers, are of.
type countryColumn struct {
	index  int
	header string
	code   bool // its digits are country codes even without +
	surely bool // its header leaves no doubt that what it holds is a country
}

// Words of a header that speaks of countries, of country codes, and of something else in spite of them.
var (
	countryWords = newWordList(`country countries ctry nation land pais paises pays paese kraj negara ulke stat страна страны стране країна країни ел елі държава zeme zemi krajina krajiny tara tarii orszag drzava riik valsts salis maa χωρα davlat olke
		*国家 *国別 *国名 *國家 *국가 *ประเทศ *دولة *الدولة *بلد *کشور *ארץ *מדינה *देश`)
	dialWords = newWordList(`ddi isd idd landervorwahl* landesvorwahl* landerkennzahl* landeskennzahl* landervorwahlen auslandsvorwahl* landkode* landskod* landsnummer* landnummer* landcode* landekode* landenummer* callingcode* dialcode* countrycode* *国番号 *国际区号 *국가번호`)
	codeWords = newWordList(`code codes codigo cod kod kodu kode kody код коды коди prefix prefixes prefijo prefisso prefixo prefiks indicatif vorwahl* *vorwahl kengetal dial dialing dialling calling cc *コード *代码 *区号 *코드 *번호 *番号 *رمز *كود *קידומת`)
	elseWords = newWordList(`birth born origin nationality citizenship visa passport destination geburt* рождения гражданство nacimiento naissance nascita nascimento travel`)
)

// countriesIn returns the columns that are not read and speak of countries.
func countriesIn(columns []column, m mapping) (found []countryColumn) {
	for _, c := range columns {
		outside, inside := splitHeader(c.header)
		all := append(outside, inside...)
		said := func(l wordList) bool { return slices.ContainsFunc(all, l.has) }
		country, dial, code := said(countryWords), said(dialWords), said(codeWords)
		if m.fieldOf(c.index) != "" || !country && !dial && !code || said(elseWords) || c.numbers() {
			continue
		}
		found = append(found, countryColumn{c.index, trim(c.header), dial || country && code, country || dial})
	}
	return found
}

// abroad returns the problem of a number that was completed as one of the region while its
// row speaks of another country. What a country's column holds and nobody knows is told.
func (r *reader) abroad(row *Row, n phone.Number) *Problem {
	if len(r.countries) == 0 || !n.Completed() {
		return nil
	}
	for _, c := range r.countries {
		text := trim(r.source[c.index])
		if text == "" || emptiness(text) > unlikelyEmpty {
			continue
		}
		said := text
		if c.code && digitsOnly(text, 1, 4) && text[0] != '0' {
			said = "+" + text
		}
		switch where := r.phones.Names(said); {
		case where == phone.Abroad && (c.surely || strings.HasPrefix(said, "+") || strings.HasPrefix(said, "00")):
			return problem("invalid-phone/other-country", "header", c.header, "country", text, "region", r.phones.Region())
		case where == phone.NoCountryKnown && c.surely:
			row.warn("", words.New("warn/country-unknown", "header", c.header, "region", r.phones.Region()))
		}
	}
	return nil
}
