package words

// englishUsage are the reasons why options cannot be used, and why a contact card cannot.
func englishUsage() map[Code]Entry {
	return map[Code]Entry{
		"usage/no-region":       {Text: `there is no region {"region"}: give two letters as in RU, KZ, DE, IL`},
		"usage/region-meant":    {Text: `there is no region {"region"}: its two letters are {meant}`, Remedies: []Remedy{RegionMeant}},
		"usage/columns-and-map": {Text: "the columns are named in their order and by their headers: leave one out"},
		"usage/map-blank":       {Text: "the column for {field} needs a header's name"},
		"usage/set-and-map":     {Text: "{field} is given a value and a column: leave one out"},
		"usage/set-and-card":    {Text: "{field} is given a value and is on the card for everybody: leave one out"},
		"usage/map-and-card":    {Text: "{field} is given a column and is on the card for everybody: leave one out"},
		"usage/column-name":     {Text: `the name of column {n}, {"given"}, is no field: the fields are {fields}, and - for none`},
		"usage/no-field":        {Text: `{"field"} is no field: the fields are {fields}`},
		"usage/card":            {Text: "the card for everybody cannot be sent: {field}: {why}"},
		"usage/set":             {Text: "the value of {field} for every row cannot be sent: {why}"},

		"card":                  {Text: "{file}: {why}"},
		"card/no-name":          {Text: "the card has neither a name (N, FN) nor an organization (ORG)"},
		"card/too-large":        {Text: "this is too large for one contact card"},
		"card/encoding":         {Text: "the text is not UTF-8: export the contact as vCard 3.0 or 4.0"},
		"card/none":             {Text: "there is no vCard in this file"},
		"card/damaged":          {Text: "this is no whole vCard: {cause}"},
		"card/several":          {Text: "there is more than one card, or something behind the first: leave the one that is to be sent"},
		"card/version":          {Text: `this is vCard version {"version"}: export the contact as vCard 3.0 or 4.0`},
		"card/no-number":        {Text: "it has no TEL"},
		"card/number":           {Text: `{"number"}: {why}`},
		"card/several-numbers":  {Text: "the card has several numbers, {one} and {other}: leave the one that is to be sent"},
		"card/no-usable-number": {Text: "the card has no usable phone number: {why}"},
	}
}
