package cells

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"
)

// peopleNames are names as lists hold them, by encoding. All are common or invented.
var peopleNames = []struct{ encoding, names string }{
	{"windows-1251", "Иван Петров,Ольга Смирнова,Алексей Кузнецов,Елена Попова,Дмитрий Соколов,Наталья Лебедева,Юрий Цой,Фёдор Щукин,Мария Новикова,Сергей Морозов,Татьяна Волкова,Андрей Соловьёв,Людмила Васильева,Никита Зайцев,Ирина Павлова,Михаил Семёнов,Анна Голубева,Артём Виноградов,Светлана Богданова,Павел Воробьёв,ООО «Ромашка»,ИП Жуков,Завод № 5"},
	{"koi8-u", "Иван Петров,Ольга Смирнова,Алексей Кузнецов,Елена Попова,Дмитрий Соколов,Наталья Лебедева,Мария Новикова,Сергей Морозов,Татьяна Волкова,Людмила Васильева,Никита Зайцев,Ирина Павлова,Анна Голубева,Светлана Богданова"},
	{"ibm866", "Иван Петров,Ольга Смирнова,Алексей Кузнецов,Елена Попова,Дмитрий Соколов,Наталья Лебедева,Мария Новикова,Сергей Морозов,Татьяна Волкова,Людмила Васильева,Никита Зайцев,Ирина Павлова,Анна Голубева,Светлана Богданова"},
	{"x-mac-cyrillic", "Иван Петров,Ольга Смирнова,Алексей Кузнецов,Елена Попова,Дмитрий Соколов,Наталья Лебедева,Мария Новикова,Сергей Морозов,Татьяна Волкова,Людмила Васильева,Никита Зайцев,Ирина Павлова,Анна Голубева,Светлана Богданова"},
	{"windows-1251", "Олександр Шевченко,Ганна Коваленко,Володимир Бондаренко,Наталія Ткаченко,Андрій Кравченко,Оксана Олійник,Сергій Шевчук,Юлія Поліщук,Євген Лисенко,Ірина Марченко,Тарас Їжакевич"},
	{"windows-1251", "Георги Иванов,Мария Димитрова,Иван Георгиев,Елена Петрова,Димитър Николов,Йорданка Стоянова,Николай Ангелов,Цветелина Христова,Петър Тодоров,Десислава Илиева"},
	{"windows-1255", "דנה כהן,יוסי לוי,אורי מזרחי,שרה פרץ,משה ביטון,רחל דהן,יעקב אברהם,נועה פרידמן,אבי שפירא,תמר גולן,חיים אזולאי,מיכל עמר,דוד חדד,רונית גבאי,איתן אוחיון"},
	{"windows-1256", "محمد أحمد,فاطمة علي,خالد عبد الله,مريم حسن,يوسف إبراهيم,نورة سعيد,عمر الخطيب,ليلى منصور,سامي الحداد,هدى ناصر,طارق شريف,زينب كريم,بلال عثمان,رنا العلي"},
	{"windows-1253", "Γιώργος Παπαδόπουλος,Μαρία Νικολάου,Δημήτρης Γεωργίου,Ελένη Ιωάννου,Κώστας Οικονόμου,Αικατερίνη Παππά,Νίκος Βασιλείου,Σοφία Αθανασίου"},
	{"iso-8859-7", "Γιώργος Παπαδόπουλος,Μαρία Νικολάου,Άννα Γεωργίου,Ελένη Ιωάννου"},
	{"iso-8859-2", "Łukasz Żak,Święta Góra,Paweł Wójcik,Małgorzata Dąbrowska,Michał Woźniak,Grażyna Kamińska"},
	{"macintosh", "François Lefèvre,Hélène Benoît,José Durand,Zoë Crête,Jürgen Müller,Günther Weiß"},
	{"windows-1257", "Jānis Bērziņš,Līga Kalniņa,Žydrūnė Kazlauskienė,Šarūnas Petrauskas,Ąžuolas"},
	{"windows-874", "สมชาย ใจดี,สมหญิง รักไทย,ประเสริฐ ศรีสุข,วิชัย แสงทอง,นภา พงษ์ไทย,กิตติ สุวรรณ"},
	{"gb18030", "王小明,李丽,张伟,刘洋,陈静,杨帆,赵磊,黄晓燕,周杰,吴敏,徐强,孙艳,北京科技有限公司"},
	{"shift_jis", "山田太郎,鈴木一郎,佐藤花子,すずき,ヤマダ,田中実,高橋さくら,渡辺健,伊藤美咲,中村翔"},
	{"euc-kr", "김철수,이영희,박민수,최지우,정하늘,강다은,조현우,윤서연,장미란,한가인"},
	{"windows-1252", "Jürgen Müller,Günther Weiß,Jörg Schröder,Käthe Jäger,Björn König,Sören Krüger,Anna Groß,Ulrike Böhm,Bärbel Lüdtke,Straße 5"},
	{"windows-1252", "François Lefèvre,Hélène Benoît,José Durand,Zoë Crête,Jérôme Lemaître,Océane Prévost,Anaïs Garçon,Gisèle Noël,Thérèse Hébert"},
	{"windows-1252", "José García,María Peña,Íñigo Núñez,Ángel Muñoz,Sofía Martínez,Andrés López,Lucía Rodríguez,Raúl Ibáñez,Belén Gutiérrez"},
	{"windows-1252", "João Gonçalves,Conceição Araújo,António Simões,Inês Magalhães,Luís Falcão,Márcia Brandão,Antônio Conceição,Estêvão Guimarães"},
	{"windows-1252", "Åsa Sjöberg,Göran Öberg,Märta Åkesson,Jörgen Nyström,Päivi Hämäläinen,Väinö Mäkelä,Björn Lindström"},
	{"windows-1252", "Søren Kjær,Bjørn Ødegård,Åse Sørensen,Jørgen Nygård,Mørk Næss,Pål Bråten,Grethe Ødegaard"},
	{"windows-1250", "Paweł Wójcik,Małgorzata Dąbrowska,Łukasz Zieliński,Agnieszka Wiśniewska,Michał Woźniak,Grażyna Kamińska,Stanisław Żak,Święta Góra"},
	{"windows-1250", "Jiří Dvořák,Tomáš Černý,Lukáš Procházka,Eliška Nováková,Ondřej Růžička,Zdeněk Šťastný,Božena Kučerová,Věra Kříž"},
	{"windows-1250", "Gábor Szabó,Erzsébet Tóth,László Kovács,Győző Kőszegi,Ödön Fűrész,Zsófia Németh,Jenő Hegedűs"},
	{"windows-1254", "Ayşe Yılmaz,Mehmet Şahin,Gülşen Çelik,Oğuz Doğan,İbrahim Kılıç,Şükrü Aydın,Çağla Güneş,Işıl Yıldız"},
}

// TestStrayByte: a byte that an encoding does not have spoils its row, not the guess.
func TestStrayByte(t *testing.T) {
	enc, _ := htmlindex.Get("windows-1251")
	raw, err := enc.NewEncoder().String("name\nИван Петров\nОльга Смирнова\nАлексей Кузнецов\nЕлена Попова\n")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := read(write(t, []byte(raw+"Ab\x98\n")), Options{})
	if err != nil || len(rows) != 6 || rows[1] != "2: Иван Петров" || !strings.Contains(rows[5], "lost") {
		t.Errorf("got %q, %v", rows, err)
	}
}

// TestGuessIsRightOrAsks draws lists of all sizes: a guess may be withheld, never wrong.
func TestGuessIsRightOrAsks(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, lang := range peopleNames {
		enc, err := htmlindex.Get(lang.encoding)
		if err != nil {
			t.Fatal(err)
		}
		names := strings.Split(lang.names, ",")
		for _, size := range []int{1, 2, 3, 6, 20} {
			sure, tries := 0, 8
			for range tries {
				list := "chatId,name\n"
				for range size {
					list += "79000000101," + names[rnd.IntN(len(names))] + "\n"
				}
				raw, err := enc.NewEncoder().String(list)
				if err != nil {
					t.Fatal(err)
				}
				s, _ := newSurvey(strings.NewReader(raw))
				if len(s.words) == 0 {
					tries--
					continue
				}
				best, rivals := guess(s)
				if len(rivals) > 0 {
					continue
				}
				sure++
				want, _ := enc.NewDecoder().String(raw)
				other, _ := htmlindex.Get(best.name)
				if got, _ := other.NewDecoder().String(raw); got != want {
					t.Errorf("%s guessed as %s: %q for %q", lang.encoding, best.name, got, want)
				}
			}
			t.Logf("%s %.12s size %d: sure %d of %d", lang.encoding, lang.names, size, sure, tries)
		}
	}
}
