package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"os"
	"strconv"
	"strings"

	"contactcast/internal/card"
	"contactcast/internal/words"
	"contactcast/sender/ledger"
)

var (
	header     = []string{"chatId", "phoneContact", "firstName", "middleName", "lastName", "company", "quotedMessageId"}
	firstNames = []string{"Анна", "Olga", "Пётр", "John", "Мария", "Jürgen", "Екатерина", "Zoë", "Иван", "Chiara", "Алексей"}
	lastNames  = []string{"Ковалёва", "Smith", "Петров", "Müller", "Иванова", "O'Neill", "Щербакова", "García", "Романов"}
	companies  = []string{"ООО Ромашка", "Horns, hooves & co", "Студия \"Свет\"", "Example GmbH", "Пекарня на углу"}
)

// card is row i of every list, from 0. One in a thousand lacks its recipient and cannot be sent.
func cardOf(i int) card.Card {
	m := card.Card{ChatID: fmt.Sprintf("7900%07d@c.us", i)}
	m.Contact = card.Contact{
		PhoneContact: 79100000000 + int64(i),
		FirstName:    firstNames[i%len(firstNames)],
		LastName:     lastNames[i%len(lastNames)],
	}
	if i%3 == 0 {
		m.Contact.Company = fmt.Sprintf("%s %d", companies[i%len(companies)], i%5000)
	}
	if i%10 == 0 {
		m.Contact.MiddleName = "Петровна"
	}
	if i%1000 == 99 {
		m.ChatID = ""
	}
	return m
}

// sendable is how many of the first rows can be sent.
func sendable(rows int) int { return rows - (rows+900)/1000 }

// cells are a card as it stands in a list.
func cells(m card.Card) []string {
	c := m.Contact
	return []string{strings.TrimSuffix(m.ChatID, "@c.us"), strconv.FormatInt(c.PhoneContact, 10), c.FirstName, c.MiddleName, c.LastName, c.Company, m.QuotedMessageID}
}

// planned yields the rows as the importer hands them to the ledger.
func planned(rows int) iter.Seq2[ledger.Row, error] {
	return func(yield func(ledger.Row, error) bool) {
		for i := range rows {
			m := cardOf(i)
			row := ledger.Row{Number: i + 2, Source: cells(m), Message: m}
			if m.ChatID == "" {
				row.Problem = &ledger.Problem{Field: "chatId", Reason: words.New("missing/chat")}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// writeCSV writes a list of so many rows.
func writeCSV(path string, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(f)
	w := csv.NewWriter(buffer)
	err = w.Write(header)
	for i := 0; i < rows && err == nil; i++ {
		err = w.Write(cells(cardOf(i)))
	}
	w.Flush()
	return errors.Join(err, w.Error(), buffer.Flush(), f.Close())
}
