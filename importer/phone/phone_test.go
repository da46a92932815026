package phone_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"contactcast/importer/phone"
	"contactcast/internal/words"
)

func TestParse(t *testing.T) {
	tests := []struct {
		region, text string
		want         string // digits, or an error's code
	}{
		// International as written.
		{"", "+79000000101", "79000000101"},
		{"", "79000000101", "79000000101"},
		{"", "+7 (900) 000-01-01", "79000000101"},
		{"", "(+7) 900 000 01 01", "79000000101"},
		{"", "7.900.000.01.83", "79000000183"},
		{"", "007 900 000 01 01", "79000000101"},
		{"DE", "00 7 900 000 01 01", "79000000101"},
		{"", "+49 (0) 151 12345678", "4915112345678"},
		{"", "tel:+49-151-12345678", "4915112345678"},
		{"", "+390612345678", "390612345678"},
		{"", "+65 9123 4567", "6591234567"},
		{"", "+44 7700 900123", "447700900123"},

		// What exporters put around numbers.
		{"", `="79000000301"`, "79000000301"},
		{"", "=79000000301", "79000000301"},
		{"", "'+79000000301", "79000000301"},
		{"", "\t79000000301", "79000000301"},
		{"", "79000000701.0", "79000000701"},
		{"", "79000000701,00", "79000000701"},

		// A number that lacks its area code, or has too few or too many digits, is none of its region.
		{"FR", "06 12 34 56 7", "invalid-phone"},
		{"FR", "06 12 34 56 78", "33612345678"},
		{"UA", "067123456", "invalid-phone"},
		{"UA", "06712345678", "invalid-phone"},
		{"UA", "0671234567", "380671234567"},
		{"PL", "0-601-234-560", "invalid-phone"},
		{"PL", "601-234-560", "48601234560"},
		{"CO", "03001234567", "invalid-phone"},
		{"CO", "3001234567", "573001234567"},
		{"IN", "98765432", "invalid-phone"},
		{"IN", "98765432101", "invalid-phone"},
		{"IN", "9876543210", "919876543210"},
		{"IN", "09876543210", "919876543210"},
		{"IT", "1234567", "invalid-phone"},
		{"IT", "3401234567", "393401234567"},
		{"DE", "3920021", "invalid-phone"},
		{"DE", "1713920021", "491713920021"}, // the spreadsheet program dropped the 0
		{"DE", "030 1234567", "49301234567"},
		{"BR", "912345678", "invalid-phone"},
		{"BR", "(11) 2345-6789", "551123456789"},
		{"BR", "(31) 9688-3193", "553196883193"},
		{"AR", "15 2345-6789", "invalid-phone"},
		{"MX", "55 1234 5678", "525512345678"},

		// Another group behind a number is an extension, or the end of another one.
		{"", "+49 171 3920021-22", "ambiguous-phone"},
		{"", "+49 171 392 00 21 00", "ambiguous-phone"},
		{"", "+49 171 392 00 21", "491713920021"},
		{"", "+7 900 000-01-01-02", "ambiguous-phone"},

		// With a word for what it is, or a sign that is one too many.
		{"", "+491713920021 (WhatsApp)", "491713920021"},
		{"", "+49 171 3920021 (mobile)", "491713920021"},
		{"", "+49 171 3920021 mob.", "491713920021"},
		{"", "whatsapp +491713920021", "491713920021"},
		{"", "M: +49 171 3920021", "491713920021"},
		{"", "моб. +49 171 3920021", "491713920021"},
		{"", "491713920021+", "491713920021"},
		{"", "+491713920021,", "491713920021"},
		{"", "+491713920021; ", "491713920021"},
		{"", "+491713920021 (Anna)", "invalid-phone"},
		{"", "wa", "invalid-phone"},
		{"", "(WhatsApp)", "invalid-phone"},

		// Behind an 8, as they were dialled between cities before the 0 stood alone.
		{"UA", "80671234569", "380671234569"},
		{"UA", "8 (067) 123-45-61", "380671234561"},
		{"UA", "8-044-123-45-67", "380441234567"},
		{"UA", "806712345", "invalid-phone"},
		{"UA", "8067123456", "invalid-phone"},
		{"", "80671234569", "invalid-phone"},
		{"DE", "801713920021", "invalid-phone"},

		// A link and what it is shown as: one number twice is that number.
		{"", `=HYPERLINK("https://wa.me/491713920021","+491713920021")`, "491713920021"},
		{"", `=HYPERLINK("https://wa.me/491713920021";"+49 171 3920021")`, "491713920021"},
		{"", `'=hyperlink( "tel:+491713920021" , "0171 3920021" )`, "491713920021"},
		{"", `=HYPERLINK("https://wa.me/491713920021","Write")`, "491713920021"},
		{"", `=HYPERLINK("https://wa.me/491713920021")`, "491713920021"},
		{"", `=ГИПЕРССЫЛКА("https://wa.me/79000000101";"+7 900 000-01-01")`, "79000000101"},
		{"", `=HYPERLINK("https://wa.me/491713920021","+491713920022")`, "ambiguous-phone"},
		{"", `=HYPERLINK("https://example.com/","+491713920021")`, "invalid-phone"},
		{"", "[+491713920021](tel:+491713920021)", "491713920021"},
		{"", "[Anna](https://wa.me/491713920021)", "491713920021"},
		{"", "[+491713920021](tel:+491713920022)", "ambiguous-phone"},
		{"", `<a href="tel:+491713920021">+49 171 3920021</a>`, "491713920021"},
		{"", `<a target="_blank" href='https://wa.me/491713920021'>WhatsApp</a>`, "491713920021"},
		{"", "+49 171 3920021 <tel:+491713920021>", "491713920021"},
		{"", "+49 171 3920021 <tel:+491713920022>", "ambiguous-phone"},

		// As other programs write them.
		{"", "whatsapp:+491713920501", "491713920501"},
		{"", "WhatsApp: +49 171 3920501", "491713920501"},
		{"DE", "whatsapp:01713920501", "491713920501"},
		{"", "whatsapp:01713920501", "invalid-phone"},
		{"", "tel:491713920501", "491713920501"},
		{"", "TEL://+49-171-3920501", "491713920501"},
		{"", "callto:+491713920501", "491713920501"},
		{"", "Тел.: +7 900 000-01-01", "79000000101"},
		{"", "p:+491713920501", "491713920501"},
		{"", "p:491713920501", "491713920501"},
		{"", `"+491713920501"`, "491713920501"},
		{"", `="+491713920501"`, "491713920501"},
		{"", "https://wa.me/491713920501", "491713920501"},
		{"", "http://www.wa.me/491713920501/", "491713920501"},
		{"", "wa.me/+491713920501", "491713920501"},
		{"", "WA.ME/491713920501?text=Hi%2049", "491713920501"},
		{"", "https://wa.me/c/491713920501", "491713920501"},
		{"DE", "https://wa.me/491713920501", "491713920501"},
		{"", "https://api.whatsapp.com/send?phone=491713920501&text=1", "491713920501"},
		{"", "https://api.whatsapp.com/send/?text=Hi&phone=%2B49%20171%203920501&type=phone_number&app_absent=0", "491713920501"},
		{"", "https://web.whatsapp.com/send?phone=+491713920501", "491713920501"},
		{"", "whatsapp://send?phone=491713920501", "491713920501"},
		{"", "intent://send?phone=491713920501#Intent;package=com.whatsapp;scheme=whatsapp;end", "491713920501"},
		{"", "491713920501@s.whatsapp.net", "491713920501"},
		{"", "491713920501:12@s.whatsapp.net", "491713920501"},
		{"", "491713920501.0:12@s.whatsapp.net", "491713920501"},
		{"", "491713920501@c.us", "491713920501"},
		{"", "5215512345678@c.us", "5215512345678"},
		{"DE", "491713920501:3@c.us", "491713920501"},

		// Nothing that other programs write becomes another number.
		{"", "https://wa.me/01713920501", "invalid-phone"},
		{"", "https://wa.me/message/ABCDEF123456", "invalid-phone"},
		{"", "https://wa.me/qr/4917139205012345", "invalid-phone"},
		{"", "https://wa.me/p/4917139205/491713920501", "ambiguous-phone"},
		{"", "https://wa.me/?text=491713920501", "invalid-phone"},
		{"", "https://chat.whatsapp.com/491713920501", "invalid-phone"},
		{"", "https://t.me/491713920501", "invalid-phone"},
		{"", "https://wa.me/491713920501 https://wa.me/491713920502", "ambiguous-phone"},
		{"", "https://wa.me/491713920501, +491713920502", "ambiguous-phone"},
		{"", "https://wa.me/491713920501?text=call+491713920502", "ambiguous-phone"},
		{"", "https://api.whatsapp.com/send?phone=491713920501&phone=491713920502", "ambiguous-phone"},
		{"", "whatsapp:+491713920501,whatsapp:+491713920502", "ambiguous-phone"},
		{"", "whatsapp:+491713920501whatsapp:+491713920502", "ambiguous-phone"},
		{"", "tel:+49-171-3920501;ext=12", "invalid-phone"},
		{"", "fax:+491713920501", "invalid-phone"},
		{"", "l:491713920501", "invalid-phone"},
		{"", "p:", "invalid-phone"},
		{"", "120363043968066561@g.us", "invalid-phone"},
		{"", "120650379300963@lid", "invalid-phone"},
		{"", "491713920501-1581234048@g.us", "ambiguous-phone"},
		{"", "491713920501@gmail.com", "invalid-phone"},
		{"", "491713920501@s.whatsapp.net;491713920502@s.whatsapp.net", "ambiguous-phone"},
		{"", "1234567@s.whatsapp.net", "invalid-phone"},
		{"", "89000000101@s.whatsapp.net", "invalid-phone"},
		{"", "123456:12@s.whatsapp.net", "invalid-phone"},

		// The slash behind an area code.
		{"", "+49 171/392 07 01", "491713920701"},
		{"", "+49 (0) 171 / 392 08 01", "491713920801"},
		{"", "0049 171/3920701", "491713920701"},
		{"", "+49/1713920701", "491713920701"},
		{"", "+49 33203/12345", "493320312345"},
		{"DE", "0171/3920702", "491713920702"},
		{"DE", "0171 / 392 08 02", "491713920802"},
		{"DE", "(0171)/3920702", "491713920702"},
		{"DE", "030/12345-67", "49301234567"},
		{"DE", "033203/12345", "493320312345"},
		{"AT", "0664/1234567", "436641234567"},
		{"RU", "8495/1234567", "74951234567"},
		{"RU", "495/1234567", "74951234567"},
		{"US", "202/555-0123", "12025550123"},
		{"", "0171/3920702", "invalid-phone"},
		{"", "7900/1234567", "invalid-phone"},
		{"", "+49 171 3920701/02", "ambiguous-phone"},
		{"", "+49 171 3920701/2", "ambiguous-phone"},
		{"DE", "0171 3920701/02", "ambiguous-phone"},
		{"DE", "0171 3920701 / 0172 3920702", "ambiguous-phone"},
		{"DE", "03012/03013", "ambiguous-phone"},
		{"DE", "123456/654321", "ambiguous-phone"},
		{"DE", "0171/3920701, 0172/3920702", "ambiguous-phone"},
		{"DE", "0171/3920701/3920702", "ambiguous-phone"},
		{"DE", "12/31/2026", "invalid-phone"},

		// What nobody sees.
		{"", "\u202a+972 50-234-5601\u202c", "972502345601"},
		{"", "\u2066+972\u00a050\u00a0234\u00a05702\u2069", "972502345702"},
		{"", "97250\u200b2345603", "972502345603"},
		{"", "972\u2011502345703", "972502345703"},
		{"", "٩٧٢٥٠٢٣٤٥٦٠١", "972502345601"},
		{"", "＋７９００００００１０１", "79000000101"},

		// Never a country that was not written.
		{"", "89000000185", "invalid-phone"},
		{"", "9000000283", "invalid-phone"},
		{"", "9161234567", "invalid-phone"},
		{"", "050-234-5601", "invalid-phone"},
		{"", "11987654321", "invalid-phone"},
		{"", "13812345678", "invalid-phone"},
		{"", "+89000000185", "invalid-phone"},
		{"", "+0079000000101", "invalid-phone"},

		// National with a region.
		{"RU", "8 900 000-02-81", "79000000281"},
		{"RU", "9000000283", "79000000283"},
		{"RU", "9607654321", "79607654321"},
		{"KZ", "8 701 123 45 67", "77011234567"},
		{"RU", "79000000101", "79000000101"},
		{"RU", "79000000101", "79000000101"},
		{"RU", "972502345601", "972502345601"},
		{"RU", "8 900 000 02", "invalid-phone"},
		{"RU", "+7 900 000-02-8", "invalid-phone"},
		{"RU", "71234567890", "71234567890"},
		{"ru", "89000000101", "79000000101"},
		{"IL", "050-234-5601", "972502345601"},
		{"DE", "0151 12345678", "4915112345678"},
		{"DE", "4915112345678", "4915112345678"},
		{"DE", "79000000101", "79000000101"},
		{"US", "(202) 555-0123", "12025550123"},
		{"BR", "(55) 99688-3193", "5555996883193"},
		{"BR", "553196883193", "553196883193"},
		{"MX", "5215512345678", "5215512345678"},
		{"AR", "011 15-2345-6789", "5491123456789"},
		{"MX", "55 1234 5678", "525512345678"},
		{"CN", "13812345678", "8613812345678"},
		{"CN", "13052345678", "ambiguous-phone"},
		{"IN", "9198765432", "919198765432"},
		{"US", "6592234567", "ambiguous-phone"},
		{"IL", "12", "invalid-phone"},

		// Not one number.
		{"", "+7 900 000-04-51, +7 900 000-05-51", "ambiguous-phone"},
		{"", "79000000352; 79000000353", "ambiguous-phone"},
		{"", "79000000454/79000000455", "ambiguous-phone"},
		{"", "79000000456\n79000000457", "ambiguous-phone"},
		{"", "79000000459 79000000460", "ambiguous-phone"},
		{"", "+79000000459+79000000460", "ambiguous-phone"},
		{"RU", "8 900 000-04-51 | 8 900 000-05-51", "ambiguous-phone"},

		// Not a number.
		{"", "", "invalid-phone"},
		{"", "нет", "invalid-phone"},
		{"", "12", "invalid-phone"},
		{"RU", "7 900 123 45 6O", "invalid-phone"},
		{"RU", "Анна 89001234568", "invalid-phone"},
		{"RU", "+7 900 123-45-67 доб. 5", "invalid-phone"},
		{"US", "1-800-FLOWERS", "invalid-phone"},
		{"", "-79000000545", "invalid-phone"},
		{"", "7+9000000545", "invalid-phone"},
		{"", "79000000543.5", "invalid-phone"},
		{"", "2026-01-31", "invalid-phone"},
		{"", "2026-01-31 10:00:00", "invalid-phone"},
		{"", "+44 07700 900123", "invalid-phone"},
		{"", "+54 11 15 2345-6789", "invalid-phone"},
		{"", "1234567890123456789", "invalid-phone"},
		{"", "TRUE", "invalid-phone"},

		// Digits that are gone.
		{"", "7.9E+10", "precision-lost"},
		{"", "7,90E+10", "precision-lost"},
		{"RU", "7.9e10", "precision-lost"},
		{"", "+7E10", "precision-lost"},
	}
	for _, test := range tests {
		t.Run(test.region+" "+test.text, func(t *testing.T) {
			if got := outcome(t, test.region, test.text); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// outcome is the digits, or the error's code.
func outcome(t *testing.T, region, text string) string {
	t.Helper()
	n, err := parser(t, region).Parse(text)
	if err == nil {
		return n.Digits
	}
	e, ok := errors.AsType[*phone.Error](err)
	if !ok {
		t.Fatalf("error %v (%T) is no *phone.Error with a text", err, err)
	}
	return e.Code.ErrorCode()
}

func parser(t testing.TB, region string) *phone.Parser {
	t.Helper()
	p, err := phone.NewParser(region)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWarnings(t *testing.T) {
	tests := []struct{ text, warning, alternative string }{
		{"+79000000101", "", ""},
		{"+52 55 1234 5678", "Mexican", "5215512345678"},
		{"+52 1 55 1234 5678", "Mexican", "525512345678"},
		{"5215512345678", "Mexican", "525512345678"},
		{"+54 9 11 2345-6789", "Argentine", "541123456789"},
		{"+54 11 2345-6789", "Argentine", "5491123456789"},
		{"+55 31 99688-3193", "Brazilian", "553196883193"},
		{"+55 31 9688-3193", "Brazilian", "5531996883193"},
		{"553196883193", "Brazilian", "5531996883193"},
		{"+55 11 99688-3193", "", ""},
		{"+55 11 9688-3193", "Brazilian", "5511996883193"},
		{"+55 11 2688-3193", "", ""},
		{"+44 7700 900123", "given out", ""},
		{"+7 123 456 78 90", "given out", ""},
	}
	p := parser(t, "")
	for _, test := range tests {
		n, err := p.Parse(test.text)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if !strings.Contains(words.English().Sentence(words.New(n.Warning)), test.warning) || (n.Warning == "") != (test.warning == "") || n.Alternative != test.alternative {
			t.Errorf("%s: got %q, %q; want %q, %q", test.text, n.Warning, n.Alternative, test.warning, test.alternative)
		}
	}
}

func TestKnown(t *testing.T) {
	p := parser(t, "")
	if n := p.Known("79000000101"); n != (phone.Number{Digits: "79000000101"}) {
		t.Errorf("got %+v", n)
	}
	if n := p.Known("89000000101"); n.Digits != "89000000101" || n.Warning == "" {
		t.Errorf("a code of no country passed without a warning: %+v", n)
	}
}

func TestUnknownRegion(t *testing.T) {
	for _, region := range []string{"XX", "RUS", "7", "001"} {
		if _, err := phone.NewParser(region); err == nil {
			t.Errorf("region %q was accepted", region)
		}
	}
}

// Asking twice, and asking a parser that has heard everything else, gives the same answer.
func TestMemoryDoesNotShow(t *testing.T) {
	p := parser(t, "DE")
	rapid.Check(t, func(rt *rapid.T) {
		text := numberLike().Draw(rt, "text")
		fresh, freshErr := parser(t, "DE").Parse(text)
		got, err := p.Parse(text)
		if got != fresh || (err == nil) != (freshErr == nil) {
			rt.Fatalf("got %v, %v; a fresh parser %v, %v", got, err, fresh, freshErr)
		}
	})
}

// What was understood once is understood again, with + before it, to the same number.
func TestParseAgain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		region := rapid.SampledFrom([]string{"", "RU", "DE", "US", "MX", "AR", "BR", "IL", "IT"}).Draw(rt, "region")
		checkAgain(rt, parser(t, region), numberLike().Draw(rt, "text"))
	})
}

// However a number is spelled, it is read as that number or not at all. # stands
// for the number; a region completes national ones, which bare digits may be.
func TestSpellings(t *testing.T) {
	numbers := []string{
		"79001234567", "491713920501", "4930123456", "905321234567", "972502345601", "12025550123", "5511996883193",
		"5215512345678", "5491123456789", "8613812345678", "6591234567", "390612345678", "998901234567",
	}
	bare := []string{
		"#", "whatsapp:#", "tel:#", "p:#", "https://wa.me/#", "wa.me/#?text=Call%20me", "https://wa.me/c/#", `="#"`, "'#", "#.0", "#,00",
		"whatsapp://send?phone=#", "https://api.whatsapp.com/send?phone=#", "https://web.whatsapp.com/send/?phone=#&text",
	}
	coded := []string{
		"+#", "00#", "whatsapp:+#", "tel:+#", "p:+#", "sms:+#", "WhatsApp: +#", `"+#"`, "https://wa.me/+#",
		"https://api.whatsapp.com/send?text=1&phone=%2B#", "#@s.whatsapp.net", "#:12@s.whatsapp.net", "#.0:1@s.whatsapp.net", "#@c.us",
	}
	regions := []string{"", "RU", "DE", "US", "BR", "MX", "TR", "IL", "IT", "CN"}
	rapid.Check(t, func(rt *rapid.T) {
		number := rapid.SampledFrom(numbers).Draw(rt, "number")
		written := number
		spelling := rapid.SampledFrom(append(bare, coded...)).Draw(rt, "spelling")
		for range rapid.IntRange(0, 3).Draw(rt, "signs") {
			if strings.ContainsAny(spelling, "@0") {
				break // ids and numbers stored as such have no signs
			}
			at := rapid.IntRange(1, len(written)-1).Draw(rt, "at")
			written = written[:at] + rapid.SampledFrom([]string{" ", "-", ".", "/", ") ", "\u00a0"}).Draw(rt, "sign") + written[at:]
		}
		region := ""
		if slices.Contains(coded, spelling) {
			region = rapid.SampledFrom(regions).Draw(rt, "region")
		}
		text := strings.Replace(spelling, "#", written, 1)
		n, err := parser(t, region).Parse(text)
		if err == nil && n.Digits != number || err != nil && written == number {
			rt.Fatalf("%q became %s, %v", text, n.Digits, err)
		}
	})
}

type failer interface{ Fatalf(string, ...any) }

func checkAgain(t failer, p *phone.Parser, text string) {
	n, err := p.Parse(text)
	if err != nil {
		return
	}
	if strings.Trim(n.Digits, "0123456789") != "" || len(n.Digits) < 8 || len(n.Digits) > 15 {
		t.Fatalf("%q became %q", text, n.Digits)
	}
	again, err := p.Parse("+" + n.Digits)
	if err != nil || again.Digits != n.Digits || again.Warning != n.Warning {
		t.Fatalf("%q became %+v, and that became %+v, %v", text, n, again, err)
	}
}

func numberLike() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{
		"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "521", "900", "55", "49",
		" ", "-", ".", "(", ")", "(0)", "+", ",", "\u00a0", "\u200e", "e", "٣",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(part, 0, 16).Draw(t, "parts"), "")
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"+7 (900) 000-01-01", "=\"79000000101\"", "8 900 000-01-01, 8", "7.9E+10", "+49 (0)151"} {
		f.Add(text)
	}
	p := parser(f, "")
	ru := parser(f, "RU")
	us := parser(f, "US")
	f.Fuzz(func(t *testing.T, text string) {
		checkAgain(t, p, text)
		checkAgain(t, ru, text)
		checkAgain(t, us, text)
	})
}

func BenchmarkParseDistinct(b *testing.B) {
	p := parser(b, "")
	digits := []byte("79000000000")
	for i := 0; b.Loop(); i++ {
		for k, v := 10, i; k > 4; k, v = k-1, v/10 {
			digits[k] = byte('0' + v%10)
		}
		if _, err := p.Parse(string(digits)); err != nil {
			b.Fatal(err)
		}
	}
}
