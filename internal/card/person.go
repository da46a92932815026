package card

import "strings"

// Person is one key for all chat ids by which WhatsApp may know one person: Mexico, Argentina
// and Brazil changed their numbers while WhatsApp kept some accounts under the old ones, and
// the sources disagree about which. For every other id it is the id itself.
func Person(chatID string) string {
	digits, ok := strings.CutSuffix(chatID, "@c.us")
	if !ok {
		return chatID
	}
	if other, country := Alternative(digits); country != "" && len(other) < len(digits) {
		return other + "@c.us"
	}
	return chatID
}

// OtherChat is the other chat id by which WhatsApp may know the same person; "" if there is none.
func OtherChat(chatID string) string {
	digits, isNumber := strings.CutSuffix(chatID, "@c.us")
	if other, country := Alternative(digits); isNumber && country != "" {
		return other + "@c.us"
	}
	return ""
}

// Alternative returns the other international number by which WhatsApp may know the same
// person, and its country's ISO code; both are "" if there is none.
// https://green-api.com/en/blog/how-to-correctly-enter-international-numbers-for-whatsapp
func Alternative(digits string) (other, country string) {
	begins := func(prefix string, length int) bool {
		return len(digits) == length && strings.HasPrefix(digits, prefix)
	}
	switch {
	case begins("521", 13):
		return "52" + digits[3:], "MX"
	case begins("52", 12):
		return "521" + digits[2:], "MX"
	case begins("549", 13):
		return "54" + digits[3:], "AR"
	case begins("54", 12):
		return "549" + digits[2:], "AR"
	case begins("55", 12) && digits[4] >= '6': // a mobile number without the ninth digit
		return digits[:4] + "9" + digits[4:], "BR"
	case begins("55", 13) && digits[4] == '9' && digits[5] >= '6':
		return digits[:4] + digits[5:], "BR"
	}
	return "", ""
}
