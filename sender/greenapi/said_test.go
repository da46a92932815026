package greenapi

import (
	"encoding/json"
	"testing"
)

// What a sender wrote or chose is read wherever the kind of message has it.
func TestWhatWasSaid(t *testing.T) {
	for _, entry := range []string{
		`{"typeMessage":"textMessage","textMessage":"STOP"}`,
		`{"typeMessage":"extendedTextMessage","extendedTextMessage":{"text":"STOP","title":"a page"}}`,
		`{"typeMessage":"quotedMessage","extendedTextMessage":{"text":"STOP"},"quotedMessage":{"textMessage":"hello"}}`,
		`{"typeMessage":"buttonsResponseMessage","buttonsResponseMessage":{"stanzaId":"1","selectedButtonId":"2","selectedButtonText":"STOP"}}`,
		`{"typeMessage":"templateButtonsReplyMessage","templateButtonReplyMessage":{"selectedIndex":2,"selectedDisplayText":"STOP"}}`,
		`{"typeMessage":"listResponseMessage","listResponseMessage":{"title":"STOP","listType":1,"singleSelectReply":"x"}}`,
		`{"typeMessage":"imageMessage","downloadUrl":"https://example.com/a.jpg","caption":"STOP"}`,
		`{"typeMessage":"documentMessage","fileName":"a.pdf","caption":"STOP","documentMessage":{"title":"a.pdf"}}`,
		`{"typeMessage":"editedMessage","editedMessage":{"textMessage":"STOP","stanzaId":"1"}}`,
		`{"typeMessage":"textMessage","textMessage":null,"extendedTextMessage":[],"caption":"STOP"}`,
	} {
		var m JournalMessage
		if err := json.Unmarshal([]byte(entry), &m); err != nil || m.Text != "STOP" {
			t.Errorf("%s: %q, %v", entry, m.Text, err)
		}
	}
}
