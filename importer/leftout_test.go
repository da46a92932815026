package importer_test

import (
	"errors"
	"testing"

	"contactcast/importer"
)

// A field can be said to have no column, although one is called like it.
func TestMapToNoColumn(t *testing.T) {
	path := write(t, "list.csv", "chatId,phoneContact,firstName,company\n79000000501,79000000502,Anna,Acme\n")
	table, err := importer.Open(path, importer.Options{Map: map[importer.Field]string{importer.Company: "-"}})
	if err != nil {
		t.Fatal(err)
	}
	defer table.Close()
	for row, err := range table.Rows() {
		if err != nil || row.Message.Contact.Company != "" || row.Message.Contact.FirstName != "Anna" {
			t.Errorf("%+v, %v", row, err)
		}
	}
	_, err = importer.Open(path, importer.Options{Map: map[importer.Field]string{importer.ChatID: "-"}})
	if question, ok := errors.AsType[*importer.QuestionError](err); !ok || len(question.Lacking) != 1 || question.Lacking[0] != importer.ChatID {
		t.Errorf("a list without recipients: %v", err)
	}
}
