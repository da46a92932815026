package ui

import (
	"net"
	"net/http"
	"strings"
)

// policy is what a page may load and do: what this server serves, and nothing else.
const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// guard lets through what comes from this machine's browser and this program's own pages.
//
// A foreign Host is refused, as a name that was pointed at this machine would carry one; a
// request that changes something must not come from another site; whatever is answered cannot
// be framed, nor passed on by its address.
func guard(origin string, next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(origin, "http://"))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !loopback(r.Host, port) {
			http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// loopback reports whether a Host header names this machine and the port that is served.
func loopback(host, port string) bool {
	name, at, err := net.SplitHostPort(host)
	if err != nil || at != port {
		return false
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}
