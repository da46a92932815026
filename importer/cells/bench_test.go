package cells

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// people writes n lines of an invented list, tab-separated.
func people(w io.Writer, n int, cell func(row, column int, text string)) {}

func writeCSV(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "list.csv")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "chatId,phoneContact,firstName,middleName,lastName,company,quotedMessageId")
	for i := range n {
		fmt.Fprintf(w, "%d,%d,Ольга,,Smith%d,\"Horns, hooves & co %d\",\n", 79000000000+i, 79100000000+i, i, i%5000)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return path
}

func BenchmarkCSV(b *testing.B) {
	path := writeCSV(b, 200_000)
	b.Run("cells", func(b *testing.B) {
		for b.Loop() {
			readAll(b, path)
		}
	})
	b.Run("encoding/csv", func(b *testing.B) {
		for b.Loop() {
			f, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			r := csv.NewReader(bufio.NewReader(f))
			for {
				if _, err := r.Read(); err != nil {
					break
				}
			}
			f.Close()
		}
	})
}

func readAll(b *testing.B, path string) {
	f, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	for _, err := range f.Rows() {
		if err != nil {
			b.Fatal(err)
		}
	}
}

var _ = excelize.OpenFile
var _ = strings.Repeat
