package importer_test

import (
	"testing"

	"contactcast/importer"
	"github.com/google/go-cmp/cmp"
)

// Files as programs export them.
func TestChatFiles(t *testing.T) {
	for name, want := range map[string][]string{
		"C03_exclude_google_one.exclude.csv":     persons("34600111201"),
		"C04_exclude_blank_whatsapp.exclude.csv": persons("34600111201", "34600111202"),
	} {
		list, err := importer.ReadChats("testdata/chats/"+name, importer.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, chatIDs(list)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
