package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"contactcast/importer"
)

// benchmarkRows reads 100,000 rows from CSV; the figure is rows per second.
func benchmarkRows(b *testing.B, opts importer.Options, row func(i int) string) {
	const rows = 100_000
	var text strings.Builder
	text.WriteString("chatId,phoneContact,firstName,middleName,lastName,company,quotedMessageId\n")
	for i := range rows {
		text.WriteString(row(i) + "\n")
	}
	path := write(b, "list.csv", text.String())
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		table := open(b, path, opts)
		for row, err := range table.Rows() {
			if err != nil || row.Problem != nil {
				b.Fatal(err, row.Problem)
			}
			n++
		}
		if n != rows {
			b.Fatalf("%d rows", n)
		}
		table.Close()
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRowsOneCard(b *testing.B) {
	benchmarkRows(b, importer.Options{}, func(i int) string {
		return fmt.Sprintf("7900%07d,79000000201,Анна,Петровна,Примерова,Пример,", i)
	})
}

func BenchmarkRowsOwnCards(b *testing.B) {
	benchmarkRows(b, importer.Options{}, func(i int) string {
		return fmt.Sprintf("7900%07d@c.us,+7 900 %07d,Анна,,Примерова,Пример № %d,BAE5F4D0A1B2C3D4", i, i, i)
	})
}

func BenchmarkRowsNational(b *testing.B) {
	benchmarkRows(b, importer.Options{Region: "IL"}, func(i int) string {
		return fmt.Sprintf("050-%07d,052-%07d,Anna,,Example,Example,", i, i)
	})
}

// BenchmarkReadChats reads 100,000 opt-outs as a CRM program exports them.
func BenchmarkReadChats(b *testing.B) {
	const rows = 100_000
	var text strings.Builder
	text.WriteString("Record ID,Name,E-mail,Phone,Unsubscribed at,Note\n")
	for i := range rows {
		fmt.Fprintf(&text, "%d,Anna Example,anna%d@example.com,+49 171 %07d,2026-01-31 10:00:00,customer since %d\n", i, i, i, 2000+i%26)
	}
	path := write(b, "optout.csv", text.String())
	b.ReportAllocs()
	for b.Loop() {
		list, err := importer.ReadChats(path, importer.Options{})
		if err != nil || len(list.Chats) != rows {
			b.Fatal(len(list.Chats), err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkReadChatsBare reads 100,000 chat ids, one a line.
func BenchmarkReadChatsBare(b *testing.B) {
	const rows = 100_000
	var text strings.Builder
	for i := range rows {
		fmt.Fprintf(&text, "49171%07d@c.us\n", i)
	}
	path := write(b, "optout.csv", text.String())
	b.ReportAllocs()
	for b.Loop() {
		list, err := importer.ReadChats(path, importer.Options{})
		if err != nil || len(list.Chats) != rows {
			b.Fatal(len(list.Chats), err)
		}
	}
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
