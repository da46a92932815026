// Contactcast turns a spreadsheet of recipients into WhatsApp contact cards, sent
// through GREEN-API's sendContact, and hands the spreadsheet back with an idMessage or
// a reason on every row. Nobody is sent the same card twice and nobody is dropped:
// what may have been sent is written down before it leaves, and the same command
// resumes. README.md is the manual.
package main

import (
	"os"

	"contactcast/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
