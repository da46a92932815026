package words

// englishReading are what there is to say of a list as it is read: what was chosen, what is wrong and what is doubtful.
func englishReading() map[Code]Entry {
	return map[Code]Entry{
		"list/sheet":        {Text: `sheet {"sheet"}`},
		"list/one-of":       {Text: `sheet {"sheet"}, one of {n}`, CLI: `sheet {"sheet"}, one of {n} (--sheet chooses another)`},
		"list/text":         {Text: `text in {encoding}, columns separated by {sign}`},
		"list/headless":     {Text: "{source}, without a header"},
		"list/header":       {Text: "{source}, header in row {row}"},
		"list/one-sheet":    {Text: `reading sheet {"sheet"}; the file has {n}`, CLI: `reading sheet {"sheet"}; the file has {n}: --sheet chooses another`},
		"list/encoding":     {Text: "the text is taken for {encoding}: {sample}", CLI: "the text is taken for {encoding}: {sample}; --encoding says otherwise"},
		"list/as-before":    {Text: "read as job {job} was before", CLI: "read as job {job} was before: {flag} (--map none forgets that)"},
		"list/above":        {Text: "{n} {n|row|rows} above the header, in row {row}, {n|is|are} not read"},
		"list/mapped":       {Text: `{field} from {letter} {"header"}`},
		"list/mapping":      {Text: "read: {columns}"},
		"list/mapping-kept": {Text: "read: {columns}; kept for the report: {ignored}"},
		"ledger/new":        {Text: "new ledger: {ledger}"},
		"ledger/used":       {Text: "ledger: {ledger}"},

		"list/or": {Text: "{one} or {other}"},

		"at/row":       {Text: "row {row}"},
		"at/rows":      {Text: "rows {rows}"},
		"at/cell":      {Text: `{where}, column {column} {"cell"}`},
		"at/such-cell": {Text: `{where}, such as column {column} {"cell"}`},
		"at/column":    {Text: "{where}, column {column}"},

		"problem":              {Text: "{where}: {why}"},
		"problem/rows":         {Text: "{n} rows: {why} ({where})"},
		"problem/skipped":      {Text: "{n} {n|row is|rows are} skipped as {code} ({where}): {why}"},
		"problem/more-kinds":   {Text: "and {n} more {n|kind|kinds} of mistakes; the report has them all"},
		"warnings":             {Text: "warning, {n} {n|row|rows} ({rows}): {doubts}"},
		"warnings/alternative": {Text: "warning, {n} {n|row|rows} ({rows}): {doubts}, which is {alternative} in row {row}"},
		"warnings/more-kinds":  {Text: "and {n} more {n|kind|kinds} of warnings"},
		"warnings/field":       {Text: "{field}: {doubt}"},

		"countries":        {Text: "by the digits of what has no +, {columns}"},
		"countries/column": {Text: "{field} holds numbers of {countries}"},
		"countries/few":    {Text: "{country} in {n|row|rows} {rows}"},
		"countries/look":   {Text: "by the digits of what has no +, {columns}: look whether the few lack their country code, {few}"},

		"card/to":     {Text: "to {chat} the card of {names}, +{phone}"},
		"span/days":   {Text: "{days} days"},
		"log/warning": {Text: "warning: {text}"},
	}
}
