package importer

import "strings"

// errorNames are the texts of cells whose formula failed, as spreadsheet
// programs write them into CSV files: English, Russian, Spanish, Portuguese,
// German, French, Turkish.
var errorNames = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#NAME?": true, "#NULL!": true, "#NUM!": true,
	"#SPILL!": true, "#CALC!": true, "#FIELD!": true, "#BLOCKED!": true, "#CONNECT!": true, "#BUSY!": true,
	"#UNKNOWN!": true, "#GETTING_DATA": true, "#ERROR!": true, "#PYTHON!": true, "Err:502": true, "Err:508": true,
	"#Н/Д": true, "#ССЫЛКА!": true, "#ЗНАЧ!": true, "#ДЕЛ/0!": true, "#ИМЯ?": true, "#ПУСТО!": true, "#ЧИСЛО!": true,
	"#N/D": true, "#¡REF!": true, "#¡VALOR!": true, "#¡DIV/0!": true, "#¿NOMBRE?": true, "#¡NULO!": true, "#¡NUM!": true,
	"#VALOR!": true, "#NOME?": true, "#NULO!": true, "#NÚM!": true,
	"#NV": true, "#BEZUG!": true, "#WERT!": true, "#ZAHL!": true,
	"#VALEUR!": true, "#NOM?": true, "#NOMBRE!": true, "#NUL!": true,
	"#YOK": true, "#BAŞV!": true, "#DEĞER!": true, "#SAYI/0!": true, "#AD?": true, "#BOŞ!": true, "#SAYI!": true,
}

func errorName(text string) bool {
	if strings.IndexByte(text, '#') < 0 && !strings.Contains(text, "Err:") { // all but all cells
		return false
	}
	return errorNames[trim(text)]
}
