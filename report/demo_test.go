package report

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"contactcast/sender/greenapi"
	"contactcast/sender/ledger"
)

// list is an invented job of many rows, most of which went well.
func list(rows int) Result {
	random := rand.New(rand.NewPCG(1, 2))
	names := []string{"Анна Ковалёва", "Boris Lindt", "Chloë O'Neil", "דוד לוי", "王小明", "Fatima al-Sayed"}
	reasons := []ledger.Line{
		{Status: ledger.Invalid, Field: "phoneContact", ErrorCode: "phone-length", Error: `"7900123" has 7 digits, a number has 11 or 12`},
		{Status: ledger.Invalid, Field: "chatId", ErrorCode: "missing", Error: "chatId is empty"},
		{Status: ledger.Rejected, ErrorCode: "http-400", Error: "Validation failed. Details: 'chatId' must be one of the following: phone_number@c.us or group_id@g.us", Attempts: 1},
		{Status: ledger.Unknown, ErrorCode: "no-answer", Error: "no answer within 60 s; the journal does not show the message", Attempts: 2},
		{Status: ledger.Skipped, ErrorCode: "duplicate", Error: "same card and chat as row 2"},
	}
	lines := make([]ledger.Line, rows)
	at := noon
	for i := range lines {
		phone := int64(79000000000 + i)
		l := ledger.Line{Status: ledger.Accepted, Attempts: 1}
		pick := random.IntN(50)
		if pick < len(reasons) {
			l = reasons[pick]
		}
		l.Row, l.Source = i+2, []string{fmt.Sprintf("+%d", phone), names[i%len(names)], "Berlin"}
		if l.Status != ledger.Invalid {
			l.Message = &greenapi.ContactMessage{
				ChatID: fmt.Sprintf("%d@c.us", phone), Contact: greenapi.Contact{PhoneContact: 79001112233, FirstName: names[i%len(names)]},
			}
		}
		if l.Status == ledger.Accepted {
			at = at.Add(500*time.Millisecond + time.Duration(random.IntN(100))*time.Millisecond)
			if i == rows/2 {
				at = at.Add(20 * time.Minute)
			}
			l.IDMessage, l.AcceptedAt = fmt.Sprintf("3EB0%012X", i), at
			l.Delivery = []string{"read", "delivered", "delivered", "sent", "read", ""}[random.IntN(6)]
			if random.IntN(60) == 0 {
				l.Delivery = "noAccount"
			}
		}
		lines[i] = l
	}
	r := everyStatus()
	r.Job.Name, r.Job.File, r.Job.Header = "march", "/lists/march.xlsx", []string{"phone", "name", "city"}
	r.Job.EndedAt, r.Counts, r.Lines = at, count(lines), each(lines)
	return r
}

func TestDemo(t *testing.T) {
	dir := os.Getenv("DEMO")
	if dir == "" {
		t.Skip()
	}
	for _, e := range Formats() {
		for name, r := range map[string]Result{"small": everyStatus(), "march": list(4000)} {
			if _, err := Write(t.Context(), filepath.Join(dir, name+e), r); err != nil {
				t.Error(err)
			}
		}
	}
}
