package importer_test

import (
	"testing"

	"golang.org/x/text/encoding/htmlindex"

	"contactcast/importer"
)

// plain lists whose letters leave their encoding open, and whose headers do not.
var encodedLists = []struct{ encoding, text string }{
	{"windows-1252", "Prénom,Nom,Deuxième prénom,Téléphone\nZoé,Petit,,+33639980001\n"},
	{"windows-1252", "Nome;Società;Cellulare\nAda;Rossi;+393331234567\n"},
	{"windows-1252", "Nombre;Teléfono;Dirección\nIñigo;+34600111201;X\n"},
	{"windows-1252", "Nome;Celular;Cidade\nJoão;+5511912345671;Maceió\n"},
	{"windows-1254", "Adı;Soyadı;Şehir;Cep Telefonu\nAda;Ak;X;+905321234567\n"},
	{"shift_jis", "お名前,電話番号\n山田,+819012345678\n"},
	{"gb18030", "姓名,手机号码\n李雷,+8613800000001\n"},
	{"big5", "姓名,手機號碼\n李雷,+886912345678\n"},
	{"euc-kr", "이름,휴대폰번호\n김철수,+821012345678\n"},
}

func TestHeaderTellsEncoding(t *testing.T) {
	for _, list := range encodedLists {
		t.Run(list.encoding+list.text[:8], func(t *testing.T) {
			enc, err := htmlindex.Get(list.encoding)
			if err != nil {
				t.Fatal(err)
			}
			text, err := enc.NewEncoder().String(list.text)
			if err != nil {
				t.Fatal(err)
			}
			table := open(t, write(t, "list.csv", text), importer.Options{Card: new(newCard())})
			if table.Encoding != list.encoding || !table.EncodingGuessed || table.Sample == "" {
				t.Errorf("read as %s, guessed %v, %q", table.Encoding, table.EncodingGuessed, table.Sample)
			}
		})
	}
}
