package account

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"contactcast/sender/greenapi"
)

const token = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"

func kept(name, id string) Kept {
	return Kept{name, greenapi.Credentials{APIURL: "https://7103.api.greenapi.com", IDInstance: id, Token: token}}
}

func TestKept(t *testing.T) {
	dir := t.TempDir() + "/new"
	if l, err := Read(dir); len(l) > 0 || err != nil {
		t.Fatalf("%v, %v", l, err)
	}
	l := List{}.With(kept("shop", "7103000001")).With(kept("office", "7103000002"))
	if err := l.Write(dir); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(Path(dir)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	got, err := Read(dir)
	if err != nil || len(got) != 2 || got[0] != l[0] || got[1] != l[1] {
		t.Errorf("%v, %v; want %v", got, err, l)
	}
	if text := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(text, token) {
		t.Errorf("the token is shown: %s", text)
	}
}

func TestFinding(t *testing.T) {
	l := List{kept("shop", "7103000001"), kept("7103000001x", "7103000002")}
	for name, want := range map[string]string{"shop": "7103000001", "SHOP": "7103000001", "7103000002": "7103000002"} {
		if got, err := l.Find(name); err != nil || got.IDInstance != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	var none *NotKeptError
	if _, err := l.Find("home"); !errors.As(err, &none) || len(none.Known) != 2 {
		t.Errorf("%v", err)
	}
	var several *SeveralError
	if _, err := l.Only(); !errors.As(err, &several) {
		t.Errorf("%v", err)
	}
	if got, err := l[:1].Only(); err != nil || got.Name != "shop" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := l.Without("shop").Only(); err != nil || got.IDInstance != "7103000002" {
		t.Errorf("%v, %v", got, err)
	}
	// An instance is kept once, and so is a name.
	if again := l.With(kept("other", "7103000001")).With(kept("OTHER", "7103000003")); len(again) != 2 || again[1].IDInstance != "7103000003" {
		t.Errorf("%v", again)
	}
}

// Accounts that were kept before they had names go by their instance.
func TestWithoutNames(t *testing.T) {
	dir := t.TempDir()
	old := `{"accounts":[{"idInstance":"7103000001","apiUrl":"https://x.greenapi.com","apiTokenInstance":"` + token + `"}]}`
	if err := os.WriteFile(Path(dir), []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := Read(dir); err != nil || len(l) != 1 || l[0].Name != "7103000001" {
		t.Errorf("%v, %v", l, err)
	}
}

func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(Path(dir), []byte(`{"accounts":[{"apiTokenInstance":"`+token), 0o600); err != nil {
		t.Fatal(err)
	}
	var damaged *DamagedError
	if _, err := Read(dir); !errors.As(err, &damaged) || strings.Contains(err.Error(), token) {
		t.Errorf("%v", err)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"shop", "Магазин-2", "7103000001", "a.b_c"} {
		if err := CheckName(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "all", "All", "-shop", "my shop", "a\nb", "a\u202eb", strings.Repeat("a", 41), "a/b", "$x"} {
		if CheckName(name) == nil {
			t.Errorf("%q is taken for a name", name)
		}
	}
}
