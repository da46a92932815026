package cells

import "strings"

// byteOrderMark is U+FEFF in UTF-8. It says how a file is encoded and is no part
// of any text, though it gets into the middle where files are put behind each other.
var byteOrderMark = []byte("\uFEFF")

func withoutMark(text string) string {
	if strings.IndexByte(text, byteOrderMark[0]) < 0 {
		return text
	}
	return strings.ReplaceAll(text, string(byteOrderMark), "")
}
