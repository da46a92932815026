package importer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How a text that programs write for an empty cell is taken in a name.
const (
	aName = iota
	unlikelyEmpty
	likelyEmpty
	surelyEmpty
)

// emptiness reports whether a name is what databases, pandas, R and people write
// for nothing. Null, Nan and Na are people's names as well: they are told apart by case.
func emptiness(name string) int {
	switch name {
	case `\N`, "NULL", "null", "(null)", "(NULL)", "<null>", "<NULL>", "[null]", "[NULL]",
		"nan", "NaN", "NaT", "<NA>", "None", "none", "NONE", "nil", "undefined", "N/A", "n/a":
		return surelyEmpty
	case "NA", "n.a.", "N.A.", "N/a", "NIL", "brak", "yok":
		return likelyEmpty
	case "Null", "Nan", "NAN", "Na", "na", "Nil", "Brak", "BRAK", "Yok", "YOK":
		return unlikelyEmpty
	}
	if nothing(name) || name != "" && strings.Trim(name, "-–—_.…*?/\\") == "" {
		return surelyEmpty
	}
	return aName
}

// saidForNothing are the words by which people say that a name is not known, in whatever case
// and with or without brackets. Nobody is called so.
var saidForNothing = namesOfNothing(`(blank), (empty), (none), (null), unknown, no name, noname, not available, not specified, not provided, not given, name unknown, unknown name, no data,
	нет, нет имени, нет данных, без имени, имя неизвестно, неизвестно, неизвестный, неизвестен, не указано, не указан, не указана, не задано, отсутствует, пусто,
	невідомо, невідомий, немає, немає даних, без імені, не вказано,
	unbekannt, ohne namen, kein name, k.a., k. a., keine angabe, keine angaben, nicht angegeben,
	desconocido, sin nombre, sin datos, no especificado, no disponible, desconhecido, sem nome, não informado, nao informado, não especificado,
	inconnu, inconnue, sans nom, non renseigné, non renseigne, non spécifié, sconosciuto, senza nome, non specificato, non disponibile,
	nieznany, nieznane, brak danych, bez nazwy, nie podano, onbekend, niet opgegeven, geen naam, bilinmiyor, isimsiz, belirtilmemiş, neznámý, necunoscut, okänd, ukjent, ukendt, tuntematon, ismeretlen, άγνωστο,
	tidak ada, tidak diketahui, tanpa nama, không có, không rõ, 未知, 无, 無, 不明, 不詳, なし, 無し, 未入力, 없음, 미상, ไม่ระบุ, غير معروف, لا يوجد, غير محدد, לא ידוע, ללא שם, אין`)

func namesOfNothing(text string) map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Split(text, ",") {
		word = strings.TrimSpace(word)
		all[word], all["("+word+")"] = true, true
	}
	return all
}

// longestNothing is how many bytes such a word has at most.
const longestNothing = 48

// nothing reports whether a name is one of those words.
func nothing(name string) bool {
	if len(name) > longestNothing {
		return false
	}
	var small [2 * longestNothing]byte
	n := 0
	for _, r := range name {
		n += utf8.EncodeRune(small[n:], unicode.ToLower(r))
	}
	return saidForNothing[string(small[:n])]
}
