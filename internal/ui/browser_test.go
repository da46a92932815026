package ui

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// chromium starts a browser, and fails the test for whatever it complains of. Where there is
// none, the test is skipped, which -v tells.
func chromium(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("SKIPPED: there is no Chromium on this machine; the page was not tried in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	do(t, ctx, chromedp.Navigate("about:blank"))
	return ctx
}

// quiet fails the test for what the browser's console says: a script's error, or what the policy forbids.
func quiet(t *testing.T, ctx context.Context) {
	t.Helper()
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == "error" || m.Type == chromedp.ConsoleException {
				t.Errorf("the console says: %s", m.Text)
			}
		}
	}()
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		where, _ := chromedp.Run(context.WithoutCancel(ctx), chromedp.Evaluate[string](`location.href + "\n" + document.body.innerText`))
		t.Fatalf("%v\n%s", err, where)
	}
}

// see waits until an expression holds on the page.
func see(t *testing.T, ctx context.Context, expression string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		// a view may be about to be replaced
		if holds, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`)); err == nil && holds {
			return
		}
		if ctx.Err() != nil || time.Now().After(end) {
			text, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
			t.Fatalf("never seen: %s\n%s", expression, text)
		}
	}
}

// text is a condition that some element holds a text.
func text(selector, want string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))`, selector, want)
}

// choose chooses an option as a person does.
func choose(selector, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(
			`(e => { e.focus(); e.value = %q; e.dispatchEvent(new Event("change", {bubbles: true})); return true })(document.querySelector(%q))`, value, selector)))
		return err
	})
}

// A list with mistakes becomes a list that can be sent without leaving the page: a country, a
// column and a kind of rows are chosen, and the rows change with the answer.
func TestCheckInABrowser(t *testing.T) {
	ctx := chromium(t)
	s, origin := serve(t)
	quiet(t, ctx)
	do(t, ctx, chromedp.Navigate(origin+s.sessions.launch("/")), chromedp.WaitVisible("#file"))
	sample, err := filepath.Abs("samples/mistakes.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.SetUploadFiles("#file", []string{sample})) // sent as soon as it is chosen
	see(t, ctx, text(".summary .big", "8 of 20 rows"))
	see(t, ctx, text("tr.is-invalid .says", "country code is missing"))

	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`window.stays = true`)); err != nil {
		t.Fatal(err)
	}
	do(t, ctx, choose(`.problems select[name="region"]`, "RU"))
	see(t, ctx, text(".summary .big", "9 of 20 rows"))
	do(t, ctx, choose(`#column-D`, "")) // the middle name is on the card no longer
	see(t, ctx, `!document.querySelector(".contact").textContent.includes("Сергеевна")`)
	see(t, ctx, `document.activeElement.id === "column-D" && document.activeElement.value === ""`)
	do(t, ctx, chromedp.Click(`.filters a[href*="show=invalid"]`))
	see(t, ctx, `document.querySelectorAll("#rows tbody tr").length === 10 && !document.querySelector("#rows tr.is-pending")`)
	do(t, ctx, chromedp.Click(`.filters a[href*="show=pending"]`))
	see(t, ctx, text("#rows tbody tr:nth-child(2) .row a", "3"))
	do(t, ctx, chromedp.Click(`#rows tbody tr:nth-child(3) .row a`))
	see(t, ctx, text("#card-title", "row 6"))
	see(t, ctx, `window.stays`)

	do(t, ctx, chromedp.NavigateBack())
	see(t, ctx, text("#card-title", "row 2"))
	do(t, ctx, chromedp.Navigate(origin+"/")) // and everything is kept
	do(t, ctx, chromedp.Click(`.lists a[href="/lists/mistakes/check"]`))
	see(t, ctx, text(".summary .big", "9 of 20 rows"))
}

// Somebody who just said no is put on the list from the first screen, and found there.
func TestNeverInABrowser(t *testing.T) {
	ctx := chromium(t)
	s, origin := serve(t)
	quiet(t, ctx)
	do(t, ctx, chromedp.Navigate(origin+s.sessions.launch("/")), chromedp.SendKeys("#phoned", "+49 171 3920023\n"))
	see(t, ctx, text(".note", "1 person was added"))
	do(t, ctx, chromedp.Navigate(origin+"/never"), chromedp.SendKeys("#search", "0171 39"))
	do(t, ctx, chromedp.SetValue("#search", "171 39"), chromedp.SendKeys("#search", "\n"))
	see(t, ctx, text("tbody th", "491713920023@c.us"))
	see(t, ctx, text("tbody td", "entered by hand"))
}

// Every view fits a window of 320 pixels, which is 1280 at 400 %: only tables scroll, in their own box.
func TestNarrow(t *testing.T) {
	ctx := chromium(t)
	s, origin := serve(t)
	quiet(t, ctx)
	b := &browser{&http.Client{Jar: newJar(t)}, t, s, origin}
	b.get(s.sessions.launch("/"))
	mistakes, err := sampleFiles.ReadFile("samples/mistakes.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	b.upload("/lists", "file", "mistakes.xlsx", mistakes)
	b.upload("/lists", "file", "without a header.csv", []byte("Anna;+79000000501;+79000000502\nBoris;+79000000503;+79000000504\n"))
	b.post("/never", "chats", "x")
	do(t, ctx, chromedp.EmulateViewport(320, 800), chromedp.Navigate(origin+s.sessions.launch("/")))
	for _, scheme := range []string{"light", "dark"} {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/try/", "/accounts", "/never", "/lists/mistakes/check", "/lists/" + url.PathEscape("without a header") + "/check"} {
			do(t, ctx, chromedp.Navigate(origin+path))
			see(t, ctx, `document.querySelector("h1") && !document.querySelector("[data-wait]")`)
			wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`document.documentElement.scrollWidth <= 320 ? [] :
				[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 321 && !e.closest(".scroll")).map(e => e.outerHTML.slice(0, 120))`))
			if err != nil || len(wide) > 0 {
				t.Errorf("%s: %v %v", path, wide, err)
			}
		}
	}
}

// Controls have names, views have a title, a heading and one main part, and no id stands twice.
func TestNamesOfControls(t *testing.T) {
	ctx := chromium(t)
	s, origin := serve(t)
	b := &browser{&http.Client{Jar: newJar(t)}, t, s, origin}
	b.get(s.sessions.launch("/"))
	mistakes, err := sampleFiles.ReadFile("samples/mistakes.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	b.upload("/lists", "file", "mistakes.xlsx", mistakes)
	b.upload("/lists", "file", "none.csv", []byte("Anna;+79000000501;+79000000502\nBoris;+79000000503;+79000000504\n"))
	do(t, ctx, chromedp.Navigate(origin+s.sessions.launch("/")))
	for _, path := range []string{"/", "/try/", "/accounts", "/never", "/lists/mistakes/check", "/lists/none/check"} {
		do(t, ctx, chromedp.Navigate(origin+path))
		see(t, ctx, `document.querySelector("h1") && !document.querySelector("[data-wait]")`)
		faults, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[
			...[...document.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(e => !e.labels?.length && !e.ariaLabel).map(e => "no label: " + e.outerHTML.slice(0, 120)),
			...[...document.querySelectorAll("button, a[href]")].filter(e => !e.textContent.trim() && !e.ariaLabel).map(e => "no name: " + e.outerHTML.slice(0, 120)),
			...[...document.querySelectorAll("[id]")].filter((e, i, all) => all.findIndex(o => o.id === e.id) !== i).map(e => "twice: #" + e.id),
			...[...document.querySelectorAll("[aria-labelledby], [aria-describedby]")].filter(e => !document.getElementById(e.getAttribute("aria-labelledby") ?? e.getAttribute("aria-describedby"))).map(e => "nothing there: " + e.outerHTML.slice(0, 120)),
			...(document.querySelectorAll("main").length === 1 && document.querySelectorAll("h1").length === 1 && document.title && document.documentElement.lang ? [] : ["landmarks"]),
		]`))
		if err != nil || len(faults) > 0 {
			t.Errorf("%s: %s %v", path, strings.Join(faults, "\n"), err)
		}
	}
}

// axe-core finds nothing serious, where it is: AXE_CORE is the path of its axe.min.js.
func TestAxe(t *testing.T) {
	path := os.Getenv("AXE_CORE")
	if path == "" {
		t.Skip("SKIPPED: AXE_CORE does not name axe-core's axe.min.js")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx := chromium(t)
	s, origin := serve(t)
	b := &browser{&http.Client{Jar: newJar(t)}, t, s, origin}
	b.get(s.sessions.launch("/"))
	mistakes, err := sampleFiles.ReadFile("samples/mistakes.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	b.upload("/try/lists", "file", "mistakes.xlsx", mistakes)
	b.upload("/lists", "file", "none.csv", []byte("Anna;+79000000501;+79000000502\nBoris;+79000000503;+79000000504\n"))
	b.post("/never", "chats", "+79000000501")
	do(t, ctx, chromedp.Navigate(origin+s.sessions.launch("/")))
	for _, scheme := range []string{"light", "dark"} {
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/try/", "/accounts", "/never", "/try/lists/mistakes/check", "/lists/none/check", "/try/lists/mistakes/send", "/try/lists/mistakes/result"} {
			do(t, ctx, chromedp.Navigate(origin+path))
			see(t, ctx, `document.querySelector("h1") && !document.querySelector("[data-wait]")`)
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](string(axe)+"; true")); err != nil {
				t.Fatal(err)
			}
			found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run().then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical")
				.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 160) + " " + n.failureSummary)))`, chromedp.EvalAwaitPromise))
			if err != nil || len(found) > 0 {
				t.Errorf("%s, %s: %s %v", path, scheme, strings.Join(found, "\n"), err)
			}
		}
	}
}

// A page elsewhere that knows the address can neither send a form nor show this one in a frame.
func TestForeignPageInABrowser(t *testing.T) {
	ctx := chromium(t)
	s, origin := serve(t)
	do(t, ctx, chromedp.Navigate(origin+s.sessions.launch("/")))
	see(t, ctx, `document.querySelector("#file")`)
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<!doctype html><iframe id="frame" src=%q></iframe><form method="post" action=%q><input name="chats" value="+4917139200231"><button id="go">go</button></form>`,
			origin+"/", origin+"/never")
	}))
	defer foreign.Close()
	elsewhere := strings.Replace(foreign.URL, "127.0.0.1", "localhost", 1)
	do(t, ctx, chromedp.Navigate(elsewhere), chromedp.Click("#go"))
	see(t, ctx, `location.origin === `+fmt.Sprintf("%q", origin))
	if body, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.textContent`)); err != nil || strings.Contains(body, "was added") {
		t.Errorf("the form was taken: %s, %v", body, err)
	}
	do(t, ctx, chromedp.Navigate(origin+"/never"))
	see(t, ctx, text("main", "0 people"))
	do(t, ctx, chromedp.Navigate(elsewhere), chromedp.Sleep(300*time.Millisecond))
	inside, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`(() => { try { return !!document.getElementById("frame").contentDocument?.querySelector("#file") } catch { return false } })()`))
	if err != nil || inside {
		t.Errorf("the page stands in a frame: %v, %v", inside, err)
	}
}
