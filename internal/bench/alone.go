package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/xuri/excelize/v2"

	"contactcast/internal/card"
	"contactcast/sender/ledger"
)

// alone is the hidden argument with which this program starts itself, to do one part of the work with
// nothing around it, in a process as the program's is.
const alone = "alone"

func runAlone(args []string) error {
	does := map[string]func([]string) error{
		"csv":  func(a []string) error { return eachRecord(a[0], func([]string) error { return nil }) },
		"xlsx": func(a []string) error { return readXLSX(a[0]) },
		"book": func(a []string) error { return writeBook(a[0], a[1]) },
		"plan": func(a []string) error { return planAlone(a[0]) },
		"post": func(a []string) error { return postAlone(a[0], a[1], a[2], a[3]) },
	}
	return does[args[0]](args[1:])
}

// eachRecord reads a list with encoding/csv, without its header.
func eachRecord(path string, visit func([]string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	_, err = r.Read()
	for err == nil {
		var record []string
		if record, err = r.Read(); err == nil {
			err = visit(record)
		}
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// readXLSX reads a workbook with excelize, row by row.
func readXLSX(path string) error {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return err
		}
	}
	return rows.Error()
}

// writeBook makes a workbook of a CSV list, for machines without LibreOffice: numbers as numbers, texts shared.
func writeBook(from, to string) error {
	f := excelize.NewFile()
	defer f.Close()
	line := 1
	err := f.SetSheetRow("Sheet1", "A1", &header)
	if err == nil {
		err = eachRecord(from, func(record []string) error {
			row := make([]any, len(record))
			for i, text := range record {
				if row[i] = text; i < 2 {
					row[i], _ = strconv.Atoi(text) // an empty one stays nothing
				}
				if text == "" {
					row[i] = nil
				}
			}
			line++
			return f.SetSheetRow("Sheet1", fmt.Sprint("A", line), &row)
		})
	}
	return errors.Join(err, f.SaveAs(to))
}

// planAlone plans a list into a throw-away ledger, as check does, without reading it from a file.
func planAlone(rows string) error {
	n, err := strconv.Atoi(rows)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "contactcast-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	l, err := ledger.Draft(ctx, filepath.Join(dir, "none.db"))
	if err != nil {
		return err
	}
	_, err = l.Plan(ctx, ledger.Plan{Job: "list", Header: header}, planned(n))
	return errors.Join(err, l.Close())
}

// postAlone posts the first rows of a CSV list that can be sent, with so many connections, and prints how
// many seconds it took. It is what anybody would write first: it keeps nothing.
func postAlone(path, url, connections, limit string) error {
	workers, err := strconv.Atoi(connections)
	if err != nil {
		return err
	}
	left, err := strconv.Atoi(limit)
	if err != nil {
		return err
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: workers}}
	messages, failures := make(chan card.Card), make(chan error, workers)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			var failed error
			for m := range messages {
				failed = errors.Join(failed, post(client, url, m))
			}
			failures <- failed
		})
	}
	started := time.Now()
	err = eachRecord(path, func(record []string) error {
		if record[0] == "" || left == 0 {
			return nil
		}
		left--
		phone, err := strconv.ParseInt(record[1], 10, 64)
		messages <- card.Card{ChatID: record[0] + "@c.us", Contact: card.Contact{
			PhoneContact: phone, FirstName: record[2], MiddleName: record[3], LastName: record[4], Company: record[5]}}
		return err
	})
	close(messages)
	wg.Wait()
	fmt.Print(time.Since(started).Seconds())
	for range workers {
		err = errors.Join(err, <-failures)
	}
	return err
}

func post(client *http.Client, url string, m card.Card) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	resp, err := client.Post(url, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer struct{ IDMessage string }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if answer.IDMessage == "" {
		err = errors.Join(err, fmt.Errorf("no idMessage: %s", resp.Status))
	}
	return err
}
