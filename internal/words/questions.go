package words

// englishQuestions are what a person has to decide, or to know, about how a list is read.
func englishQuestions() map[Code]Entry {
	return map[Code]Entry{
		"field/chatId":       {Text: "the recipient (chatId)"},
		"field/phoneContact": {Text: "the card's number (phoneContact)"},
		"field/name":         {Text: "the card's name (firstName, middleName, lastName or company)"},
		"field/nor":          {Text: "{one}, nor for {other}"},

		"column/letter":   {Text: "{letter}"},
		"column/header":   {Text: `{letter} {"header"}`},
		"column/headless": {Text: "{letter}, which has no header,"},
		"column/blank":    {Text: "{column} (blank so far)"},
		"column/values":   {Text: "{column} ({values})"},
		"column/unnamed":  {Text: "{letter} without a header ({values})"},

		"missing-column/named":   {Text: `no column is called {"header"}, which was to be {field}`},
		"missing-column/perhaps": {Text: "no column is certain to be {field}; {column} may be: is it?"},
		"missing-column/lacking": {Text: "no column for {fields}"},
		"missing-column/which":   {Text: "which column is {field}?"},
		"missing-column/whose":   {Text: whose},
		"duplicate-column/which": {Text: "which column is {field}?"},
		"duplicate-column/whose": {Text: whose},
		"no-header":              {Text: "no row names the columns"},
		"no-header/below":        {Text: "row {below} reads like a header, but row {data} above it looks like data"},
		"no-header/data":         {Text: "row {row} was to name the columns, and holds a number: it is a row of data"},
		"no-header/blank":        {Text: "row {row}, where the columns should be named, is blank"},

		"hint/near":      {Text: "{column} is not read: did you mean {usual}?", CLI: "{column} is not read: did you mean {usual}? Then add {flag}"},
		"hint/near-kind": {Text: "{column} is not read: did you mean {usual}?"},
		"hint/name":      {Text: "{column} looks like a name and is not on the card", CLI: "{column} looks like a name and is not on the card: {flag} puts it there"},
		"hint/name-instead": {Text: "{column} looks like a name and is not on the card; column {chosen} is",
			CLI: "{column} looks like a name and is not on the card: {flag} puts it there, in place of column {chosen}"},
		"hint/other": {Text: "the chats are those of column {chosen}; {column} is not read", CLI: "the chats are those of column {chosen}; {column} is not read: {flag} takes it instead"},
		"hint/set-card": {Text: "{column} is the recipient's, and not on the card, whose number is the same for all",
			CLI: "{column} is the recipient's, and not on the card, whose number is the same for all: {flag} puts it there"},
		"hint/second":        {Text: "{column} is not read: the card has the other last name alone", CLI: "{column} is not read: to have both last names on the card, add {flag}"},
		"hint/whole":         {Text: "{column} is not read, as column {chosen} holds the whole name", CLI: "{column} is not read, as column {chosen} holds the whole name: {flag} puts it on the card, too"},
		"hint/whole-instead": {Text: "{column} is not read, as column {chosen} holds the whole name", CLI: "{column} is not read, as column {chosen} holds the whole name: {flag} takes it instead"},

		"question":                {Text: "{file}: {question}"},
		"question/row":            {Text: "{file}, row {row}: {question}"},
		"question/answer":         {Text: "{answer}: {command}"},
		"question/if":             {Text: "if {column} is {field}: {command}"},
		"question/any-column":     {Text: "any column can be named; the fields are {fields}", CLI: "any column is named with --map field=Header; the fields are {fields}"},
		"question/card-for-all":   {Text: "the same card can go to everybody", CLI: "the same card for everybody: --set-contact card.vcf, or --set phoneContact=NUMBER --set firstName=NAME"},
		"question/name-for-all":   {Text: "the same name can go to everybody", CLI: "the same name for everybody: --set firstName=NAME, or --set company=NAME"},
		"question/columns":        {Text: "the columns are {columns}"},
		"question/columns-more":   {Text: "the columns are {columns}, and {n} more"},
		"question/begin-there":    {Text: "to begin there and leave out what is above row {row}"},
		"question/above-data":     {Text: "row {row} stands above the first row that looks like data; none of its words is known:"},
		"question/which-is-which": {Text: "say which is which", CLI: "say which is which: {command}"},
		"question/person-too":     {Text: "if row {row} is a person, too, name the columns in their order", CLI: "if row {row} is a person, too, name the columns in their order: {command}"},
		"question/first-rows":     {Text: "the first rows hold"},
		"question/no-header":      {Text: "a file without a header has its columns named in their order", CLI: "a file without a header has its columns named in their order: {command}"},
		"question/no-numbers":     {Text: "no column holds phone numbers or chat ids"},
		"question/template":       {Text: "the template is an example", CLI: "contactcast template list.xlsx makes an example"},
		"question/quoted-text": {Text: `every line is one text in quotes, with {"sign"} between its values: take the quotes away, or open the file in a spreadsheet program, ` +
			"split column A (Data, Text to Columns) and save it"},
		"question/quoted-cells": {Text: `all values stand in one column, with {"sign"} between them: split it in the spreadsheet program (Data, Text to Columns)`},
		"question/separated":    {Text: `the values seem to be separated by {"sign"}`},
		"question/sheets":       {Text: `sheet {"sheet"} was read, and others name their columns:`},
		"question/sheet":        {Text: `sheet {"sheet"}`},
		"question/other-sheets": {Text: `sheet {"sheet"} was read; the file also has {others}`, CLI: `sheet {"sheet"} was read; the file also has {others}: --sheet chooses one`},
		"question/encoding":     {Text: "if that is not what the file says, its text is not in {encoding}", CLI: "if that is not what the file says, its text is not in {encoding}: name the encoding with --encoding"},
	}
}

const whose = `the card's number is in column {letter} {"header"}: whose name goes with it?`
