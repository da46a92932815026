package sandbox

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// The sandbox is the opponent in the engine's benchmarks, so it must cost next to nothing.
func BenchmarkSendContact(b *testing.B) {
	for _, memory := range []string{"", "file"} {
		b.Run("memory="+memory, func(b *testing.B) {
			o := Options{Limits: -1, Delay: -1}
			if memory != "" {
				o.Memory = filepath.Join(b.TempDir(), "memory")
			}
			s, err := Open(o)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			for i := 0; b.Loop(); i++ {
				body := fmt.Sprintf(`{"chatId":"7900%07d@c.us","contact":{"phoneContact":79005550101,"firstName":"Ada"}}`, i)
				r := httptest.NewRequest(http.MethodPost, "/waInstance1/sendContact/t", strings.NewReader(body))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				if s.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatal(w.Code, w.Body)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msgs/s")
		})
	}
}
