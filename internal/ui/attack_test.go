package ui

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// browser is a client that keeps cookies, of a page that is served.
type browser struct {
	*http.Client
	t      *testing.T
	s      *server
	origin string
}

// serve serves a page of an empty state folder.
func serve(t *testing.T) (*server, string) {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	s, err := newServer(Options{}, t.TempDir(), web.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	web.Config.Handler = s.handler()
	web.Start()
	t.Cleanup(func() {
		s.stop()
		web.Close()
	})
	return s, web.URL
}

// open is a browser that was let in.
func open(t *testing.T) *browser {
	t.Helper()
	s, origin := serve(t)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{&http.Client{Jar: jar}, t, s, origin}
	if status, _ := b.get(s.sessions.launch("/")); status != http.StatusOK {
		t.Fatalf("not let in: %d", status)
	}
	return b
}

func (b *browser) do(r *http.Request) (status int, body string) {
	b.t.Helper()
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func (b *browser) request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	r, err := http.NewRequest(method, b.origin+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *browser) get(path string) (int, string) {
	b.t.Helper()
	return b.do(b.request(http.MethodGet, path, nil))
}

// post posts a form as a page of this server does; pairs are names and values.
func (b *browser) post(path string, pairs ...string) (int, string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := b.request(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.origin)
	return b.do(r)
}

// upload posts a file, and fields behind it.
func (b *browser) upload(path, field, name string, content []byte, pairs ...string) (int, string) {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(content)
	}
	for i := 0; err == nil && i+1 < len(pairs); i += 2 {
		err = form.WriteField(pairs[i], pairs[i+1])
	}
	if err != nil || form.Close() != nil {
		b.t.Fatal(err)
	}
	r := b.request(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", b.origin)
	return b.do(r)
}

// A name that somebody pointed at this machine reaches nothing.
func TestForeignHost(t *testing.T) {
	b := open(t)
	port := b.origin[strings.LastIndex(b.origin, ":")+1:]
	for host, want := range map[string]int{
		"evil.example:" + port: http.StatusMisdirectedRequest, "evil.example": http.StatusMisdirectedRequest, "192.168.0.7:" + port: http.StatusMisdirectedRequest,
		"127.0.0.1:1": http.StatusMisdirectedRequest, "127.0.0.1.evil.example:" + port: http.StatusMisdirectedRequest, "localhost.evil.example:" + port: http.StatusMisdirectedRequest,
		"localhost:" + port: http.StatusOK, "127.0.0.1:" + port: http.StatusOK, "[::1]:" + port: http.StatusOK,
	} {
		for _, path := range []string{"/", "/assets/style.css", "/launch?token=x"} {
			r := b.request(http.MethodGet, path, nil)
			r.Host = host
			got, _ := b.do(r)
			if want == http.StatusMisdirectedRequest && got != want || want == http.StatusOK && got == http.StatusMisdirectedRequest {
				t.Errorf("%s%s: %d", host, path, got)
			}
		}
	}
}

// Another site's form changes nothing, with the browser's cookie or without.
func TestForeignForm(t *testing.T) {
	b := open(t)
	for _, header := range [][2]string{{"Origin", "http://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}} {
		r := b.request(http.MethodPost, "/never", strings.NewReader("chats=%2B4917139200231"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header[0], header[1])
		if got, _ := b.do(r); got != http.StatusForbidden {
			t.Errorf("%v: %d", header, got)
		}
	}
	if _, body := b.get("/never"); strings.Contains(body, "49171") {
		t.Error("somebody was put on the list")
	}
}

// Nothing that is answered may be framed, loaded from elsewhere, kept, or passed on by its address.
func TestHeaders(t *testing.T) {
	b := open(t)
	for _, path := range []string{"/", "/never", "/nothing", "/assets/page.js", "/launch?token=x"} {
		answer, err := b.Get(b.origin + path)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		for name, want := range map[string]string{
			"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
			"Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s: %q", path, name, got)
			}
		}
	}
}

// A token lets one browser in. Whoever comes second with it is refused, and so is everybody then:
// one of the two has read what was not meant for it.
func TestTokenWorksOnce(t *testing.T) {
	s, origin := serve(t)
	address := s.sessions.launch("/never")
	first, second := &browser{&http.Client{Jar: newJar(t)}, t, s, origin}, &browser{&http.Client{Jar: newJar(t)}, t, s, origin}
	if got, _ := first.get("/"); got != http.StatusForbidden {
		t.Errorf("without a token: %d", got)
	}
	if got, _ := first.get("/launch?token=AAAAAAAAAAAAAAAAAAAAAAAAAA"); got != http.StatusForbidden {
		t.Errorf("with a guessed token: %d", got)
	}
	if got, body := first.get(address); got != http.StatusOK || strings.Contains(body, "token=") {
		t.Errorf("with the token: %d", got)
	}
	if got, _ := first.get(address); got != http.StatusOK {
		t.Errorf("the same browser again: %d", got)
	}
	if got, _ := second.get(address); got != http.StatusForbidden {
		t.Errorf("another browser with the token: %d", got)
	}
	if got, _ := first.get("/"); got != http.StatusForbidden {
		t.Errorf("the first one after that: %d", got)
	}
}

func newJar(t *testing.T) http.CookieJar {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return jar
}

// The cookie is kept from scripts and from other sites, and is another one on another port.
func TestCookie(t *testing.T) {
	s, origin := serve(t)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(origin + s.sessions.launch("/"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	all := answer.Cookies()
	if len(all) != 1 || !all[0].HttpOnly || all[0].SameSite != http.SameSiteStrictMode || !strings.HasSuffix(origin, strings.TrimPrefix(all[0].Name, "contactcast-")) {
		t.Errorf("%v", all)
	}
}

// Only who can read the state folder gets an address from a page that is served.
func TestLaunchNeedsTheKey(t *testing.T) {
	b := open(t)
	for header, want := range map[string]int{"": http.StatusForbidden, "Bearer ": http.StatusForbidden, "Bearer x": http.StatusForbidden, "Bearer " + b.s.sessions.key: http.StatusOK} {
		r := b.request(http.MethodPost, "/launch", nil)
		r.Header.Set("Authorization", header)
		if got, _ := b.do(r); got != want {
			t.Errorf("%q: %d", header, got)
		}
	}
}

// A file's name leads nowhere but into the list's own folder, which nobody else can read.
func TestNamesOfUploads(t *testing.T) {
	b := open(t)
	const text = "chatId,phoneContact,firstName\n79000000501@c.us,79000000502,Anna\n"
	for _, name := range []string{"../../escape.csv", `..\..\escape.csv`, "/etc/escape.csv", "..", ".", "list.json", "a\x00b.csv", "\u202evsc.exe.csv", strings.Repeat("long ", 200) + ".csv", "CON.csv", " .csv"} {
		if got, body := b.upload("/lists", "file", name, []byte(text)); got >= http.StatusInternalServerError {
			t.Errorf("%q: %d %s", name, got, body)
		}
	}
	found := 0
	err := filepath.WalkDir(filepath.Dir(b.s.dir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(content, []byte(text)) {
			return err
		}
		found++
		if dir := filepath.Dir(filepath.Dir(path)); dir != b.s.shelf.dir {
			t.Errorf("%s was written outside", path)
		}
		if info, err := d.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
		return nil
	})
	if err != nil || found < 8 {
		t.Errorf("%d files, %v", found, err)
	}
}

// What stands in a file is text on the page, whatever it looks like.
func TestHTMLInCells(t *testing.T) {
	b := open(t)
	const evil = `<script>alert(1)</script><img src=x onerror=alert(1)>"'`
	text := "chatId,phoneContact,firstName,\"" + strings.ReplaceAll(evil, `"`, `""`) + "\"\n79000000501@c.us,79000000502,\"" + strings.ReplaceAll(evil, `"`, `""`) + "\",x\n\"" +
		strings.ReplaceAll(evil, `"`, `""`) + "\",1,Anna,x\n"
	status, body := b.upload("/lists", "file", evil+".csv", []byte(text))
	for range 50 {
		if !strings.Contains(body, "data-wait") {
			break
		}
		status, body = b.get("/lists/" + url.PathEscape(b.s.shelf.all(false)[0].Name) + "/check")
	}
	if status != http.StatusOK || !strings.Contains(body, "&lt;script&gt;") {
		t.Errorf("%d: %s", status, body)
	}
	if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
		t.Error("a cell became markup")
	}
}

// Who uploads too much is told so, and nothing of it is kept.
func TestTooLarge(t *testing.T) {
	b := open(t)
	r := b.request(http.MethodPost, "/never/words", io.LimitReader(zeros{}, mostForm+1))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.origin)
	if got, _ := b.do(r); got != http.StatusRequestEntityTooLarge {
		t.Errorf("a form: %d", got)
	}
	kept, err := os.ReadDir(b.s.shelf.dir)
	if err != nil || len(kept) > 0 {
		t.Errorf("%v %v", kept, err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// The token of an account is posted once and stands on no view.
func TestTokensStayHere(t *testing.T) {
	b := open(t)
	const token = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
	status, body := b.post("/accounts", "idInstance", "110100000x", "token", token, "apiUrl", "https://1101.api.greenapi.com", "name", "shop")
	if status != http.StatusUnprocessableEntity || strings.Contains(body, token) || !strings.Contains(body, "110100000x") {
		t.Errorf("%d: %s", status, body)
	}
}
