package importer_test

import (
	"testing"

	"contactcast/importer"
)

// Telegram's chat_id is no phone number, and a column that says chat id need not be WhatsApp's.
var chatIDColumns = []struct {
	lines []string
	want  string // with one card for all
}{
	{[]string{"chat_id;first_name;phone", "501234567;Oksana;0671234567"}, "missing-column chatId? A C"},
	{[]string{"Chat ID;Phone", "501234567;0671234567", "1501234568;0671234568"}, "missing-column chatId? A B"},
	{[]string{"chat_id;first_name", "501234567;Oksana"}, "missing-column chatId? A"},
	{[]string{"user,tg chat id,телефон", "oks,501234567,+380671234567"}, "chatId=C"},
	{[]string{"chat_id,phone", "79000000101@c.us,+79000000101"}, "chatId=A"},
	{[]string{"chat_id,phone", "79000000101,+79000000201"}, "chatId=A"},
	{[]string{"chatId,phone,name", "9000000101,+79000000201,Anna"}, "missing-column chatId? A B"},
	{[]string{"chatId,name", "9000000101,Anna"}, "chatId=A"},
}

func TestChatIDColumns(t *testing.T) {
	for _, test := range chatIDColumns {
		t.Run(test.lines[0], func(t *testing.T) {
			if got := outcome(t, csvFile(t, test.lines...), importer.Options{Card: new(newCard())}); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
