package cells

import (
	"math"
	"strings"
	"unicode"
)

// language is what the detection of an encoding knows of a language: its letters
// outside ASCII, the most frequent first.
type language struct {
	script  *unicode.RangeTable
	letters string
}

var languages = []language{
	{unicode.Cyrillic, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},      // Russian
	{unicode.Cyrillic, "оанивіетрслкдмпузьяйгбчцхжїюєшщфґ"},      // Ukrainian
	{unicode.Cyrillic, "аиоентрсвлкдпмзгяъбучщцйхжшфью"},         // Bulgarian
	{unicode.Cyrillic, "аоиенрстјувкмлпдгзбшчћцхжљњђфџѓќѕ"},      // Serbian, Macedonian
	{unicode.Cyrillic, "анаіыерстлкводмпуязгьйбчцшжэюёхфўщ"},     // Belarusian
	{unicode.Hebrew, "יראולהמנבשתדקכחעפםטגצסזןךףץ"},              // Hebrew
	{unicode.Arabic, "امليدرنحوبسعتةفقهشكأىجزخصطغضثإآئءظؤذچپگژ"}, // Arabic, Persian
	{unicode.Greek, "αιοσενςηρτυλκπμάίόγδθβχέήφύώωξζψϊϋ"},        // Greek
	{unicode.Thai, "านรกวสพมงทยอลชัดิ์ีคะตุปบเ่แณขจ้ธศูญษถผฐฉภหใไโซึืฒฤฌฮฝๆ"},
	{unicode.Latin, "üöäß"},                 // German
	{unicode.Latin, "éèçïëôêîâàûùüœÿæ"},     // French
	{unicode.Latin, "íáéóñúü"},              // Spanish
	{unicode.Latin, "ãçáéóíêõâúôàü"},        // Portuguese
	{unicode.Latin, "àèìòùé"},               // Italian
	{unicode.Latin, "öäåéü"},                // Swedish, Finnish, Estonian
	{unicode.Latin, "øåæéöä"},               // Danish, Norwegian
	{unicode.Latin, "óíáðþéöúæý"},           // Icelandic
	{unicode.Latin, "ëéïèöü"},               // Dutch
	{unicode.Latin, "łąóęśńżćźé"},           // Polish
	{unicode.Latin, "áíéěčřšžýůúňťďóľĺôäŕ"}, // Czech, Slovak
	{unicode.Latin, "áéóöíüőúű"},            // Hungarian
	{unicode.Latin, "ășşîâțţ"},              // Romanian
	{unicode.Latin, "ćčšžđ"},                // Croatian, Slovene
	{unicode.Latin, "ışğüöçİâî"},            // Turkish
	{unicode.Latin, "ėšžūįčųąę"},            // Lithuanian
	{unicode.Latin, "āīšēņļžūķģčō"},         // Latvian
	{unicode.Latin, "õäöüšž"},               // Estonian
}

// Logarithms of how probable unlikely things are.
const (
	strangeLetter = -9.0  // a letter that the language does not have
	strangeSign   = -9.0  // any other sign
	signInside    = -14.0 // a sign between two letters
	loneLetter    = -6.0  // a letter that stands for itself
	edgeSign      = -4.0  // a sign or a quotation mark where one may be
	notText       = -20.0 // what no text holds in this encoding
	noBreak       = -1.0  // a no-break space, which many programs write
	thirdLetter   = -5.0  // the same letter three times running
	caseJump      = -9.0  // a capital after a small letter
	smallStart    = -1.5  // a word that does not start with a capital: most are names
	mixedScripts  = -14.0 // letters of two scripts in one word
	otherLanguage = -4.0  // a word that is not in the file's main language
)

// model is a language ready for scoring.
type model struct {
	language
	log map[rune]float64
}

func models() []model {
	var all []model
	for _, l := range languages {
		m := model{l, map[rune]float64{}}
		letters := []rune(l.letters)
		sum := float64(len(letters)*(len(letters)+1)) / 2
		for i, r := range letters {
			if _, twice := m.log[r]; !twice {
				m.log[r] = math.Log(float64(len(letters)-i) / sum)
			}
		}
		all = append(all, m)
	}
	return all
}

// neverFirst are letters that no word starts with.
const neverFirst = "ьъыςךםןףץةى"

// score is the logarithm of how probable a word is in the language. Only its
// characters outside ASCII count.
func (m model) score(word []rune) float64 {
	total, mixed := 0.0, false
	small := false // the letter before is a small one
	for i, r := range word {
		letter := unicode.IsLetter(r) || unicode.IsMark(r)
		switch p, own := m.log[r]; {
		case i > 1 && r >= 0x80 && letter && word[i-1] == r && word[i-2] == r:
			total += thirdLetter
		case r < 0x80:
			mixed = mixed || letter && m.script != unicode.Latin
		case own:
			total += p
		case letter && m.log[unicode.ToLower(r)] != 0:
			total += m.log[unicode.ToLower(r)]
		case letter:
			total += strangeLetter
			mixed = mixed || !unicode.Is(m.script, r)
		default:
			total += signScore(r, word, i)
		}
		if small && unicode.IsUpper(r) && (r >= 0x80 || word[i-1] >= 0x80) {
			total += caseJump
		}
		small = unicode.IsLower(r)
	}
	if len(word) == 1 && unicode.IsLetter(word[0]) {
		total += loneLetter
	}
	if mixed {
		total += mixedScripts
	}
	if unicode.IsLower(word[0]) {
		total += smallStart
	}
	if strings.ContainsRune(neverFirst, unicode.ToLower(word[0])) {
		total += strangeLetter
	}
	return total
}

// Signs outside ASCII that lists of people hold, and where: before, beside and behind words.
const (
	opening = "«„“‘№\u00ad\u200e\u200f"
	apart   = "\u00a0–—•·€£¥§®©™°"
	closing = "»”’…´\u00ad\u200e\u200f"
)

// signScore judges the sign r at word[i].
func signScore(r rune, word []rune, i int) float64 {
	before := i > 0 && unicode.IsLetter(word[i-1])
	behind := i < len(word)-1 && unicode.IsLetter(word[i+1])
	switch {
	case unreadable(r):
		return notText
	case i > 0 && word[i-1] == r: // lines of signs
		return 0
	case r == '\u00a0':
		return noBreak
	case strings.ContainsRune(apart, r) && !(before && behind),
		r == '’' && before && behind,
		!before && strings.ContainsRune(opening, r),
		!behind && strings.ContainsRune(closing, r):
		return edgeSign
	case before && behind:
		return signInside
	}
	return strangeSign
}
