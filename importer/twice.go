package importer

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decodeTwice returns the text that was meant by one in UTF-8 that a program took
// for windows-1252 or windows-1251 and wrote in UTF-8 again, as in JÃ¶rg; "" for
// any other text.
func decodeTwice(text string) (meant string) {
	if isASCII(text) {
		return ""
	}
	for range 3 { // and again
		next := decodeOnce(text, charmap.Windows1252)
		if next == "" {
			next = decodeOnce(text, charmap.Windows1251)
		}
		if next == "" {
			break
		}
		text, meant = next, next
	}
	return meant
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeOnce returns the UTF-8 that the text's bytes are in an encoding, or "" if
// they are none or nothing but ASCII, or not what people write.
func decodeOnce(text string, page *charmap.Charmap) string {
	missing, wide := 0, false // bytes of the character under way
	for _, r := range text {
		b, ok := byteOf(r, page)
		switch {
		case !ok:
			return ""
		case missing > 0:
			if b&0xc0 != 0x80 {
				return ""
			}
			missing--
		case b >= 0xc2 && b <= 0xf4:
			missing, wide = 1, true
			if b >= 0xe0 {
				missing++
			}
			if b >= 0xf0 {
				missing++
			}
		case b >= utf8.RuneSelf:
			return ""
		}
	}
	if missing > 0 || !wide {
		return ""
	}
	var meant []byte
	for _, r := range text {
		b, _ := byteOf(r, page)
		meant = append(meant, b)
	}
	if !utf8.Valid(meant) {
		return ""
	}
	for _, r := range string(meant) {
		if !usual(r) {
			return ""
		}
	}
	return string(meant)
}

// byteOf returns a character's byte in an encoding. Bytes that stand for nothing
// are kept by programs as the control characters of the same number.
func byteOf(r rune, page *charmap.Charmap) (byte, bool) {
	if r < utf8.RuneSelf || r < 0xa0 && page == charmap.Windows1252 {
		return byte(r), true
	}
	return page.EncodeRune(r)
}

// usual reports whether people write a character in names: letters of living
// scripts, marks, signs and emoji, but not the phonetic and African extensions of
// Latin, which É® would be.
func usual(r rune) bool {
	switch {
	case r >= 0x180 && r < 0x370:
		return r >= 0x218 && r <= 0x21b || r == 0x1a0 || r == 0x1a1 || r == 0x1af || r == 0x1b0
	case r < 0x370:
		return !unicode.IsControl(r)
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.P, unicode.S, unicode.Zs)
}
