package cells

import "testing"

// TestNumberFormats: the stored number counts, and a format that pads it or puts
// marks around it is kept.
func TestNumberFormats(t *testing.T) {
	const phone = "79001234567"
	tests := []struct {
		code, raw string
		kind      Kind
		want      string
	}{
		{"General", phone, Number, phone},
		{"0", phone, Number, phone},
		{"@", phone, Number, phone},
		{"00000000000", phone, Number, phone},
		{"0000000000", "547651772", Number, "0547651772"},
		{"[Red]0000000000;-0", "547651772", Number, "0547651772"},
		{"[$-419]0000000000", "547651772", Number, "0547651772"},
		{"+0", phone, Number, "+79001234567"},
		{`\+0`, phone, Number, "+79001234567"},
		{`"+7 "(000) 000-00-00`, "9001234567", Number, "+7 (900) 123-45-67"},
		{"+0 (000) 000-00-00", phone, Number, "+7 (900) 123-45-67"},
		{`+0\ \(000\)\ 000\-00\-00`, phone, Number, "+7 (900) 123-45-67"},
		{`"8"0000000000`, "9001234567", Number, "89001234567"},
		{"(###) ###", "4", Number, "() 4"},
		{"#,##0", phone, Number, phone},
		{"0.00E+00", phone, Number, phone},
		{"0.00E+00", "7.9001234567E10", Number, phone},
		{"0.00", "79001234567.0", Number, phone},
		{"#,##0.00_)", phone, Number, phone},
		{"0%", "0.5", Number, "0.5"},
		{`0" pcs"`, "5", Number, "5"},
		{`"1. "0`, phone, Number, phone},
		{`0"5"00`, "123", Number, "123"},
		{"[<=9999999]###-####;(###) ###-####", phone, Number, phone},
		{`[>79999999999]"big";0`, phone, Number, phone},
		{`[$€-2]0`, phone, Number, phone},
		{"dd.mm.yyyy", "45306", Date, "2024-01-15"},
		{"dd.mm.yyyy", phone, Number, phone},
		{"dd.mm.yyyy", "-1", Number, "-1"},
		{`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`, "45306", Date, "2024-01-15"},
		{"[h]:mm:ss", "1.5", Date, "1900-01-01 12:00:00"},
		{"mm:ss.0", "0.5", Date, "12:00:00"},
		{`"dmy "0`, "5", Number, "5"},
		{`"unclosed`, "5", Number, "5"},
		{`[unclosed`, "5", Number, "5"},
		{"", "5", Number, "5"},
		{"0", "0", Number, "0"},
		{"000", "-5", Number, "-5"},
		{"General", "1e400", Text, "1e400"},
	}
	for _, test := range tests {
		f := parseFormat(test.code)
		if kind, text := f.show(test.raw, 0); kind != test.kind || text != test.want {
			t.Errorf("%s under %s: %q (kind %d), want %q (kind %d)", test.raw, test.code, text, kind, test.want, test.kind)
		}
	}
}
