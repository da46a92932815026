package words

// englishAPI are the API's answers, and what is wrong with the way to it.
func englishAPI() map[Code]Entry {
	address, certificate := []Remedy{CheckAddress}, []Remedy{CheckAddress, SignIn}
	return map[Code]Entry{
		"http":           {Text: "{method}: HTTP {status} {phrase}: {said}"},
		"http/silent":    {Text: "{method}: HTTP {status} {phrase}"},
		"http/no-answer": {Text: "no usable answer came (HTTP {status}): {cause}"},
		"no-answer":      {Text: "no usable answer came: {cause}"},
		"not-sent":       {Text: "not sent: {cause}"},
		"not-sent/stale": {Text: "not sent: {age} had passed since the intent to send it"},

		"network":             {Text: "the API cannot be reached: {cause}"},
		"network/state":       {Text: "the account's state cannot be read: {cause}"},
		"network/unreachable": {Text: "the API cannot be reached: {cause}; check the network", Remedies: address},
		"network/address":     {Text: "the API cannot be reached: {cause}", Remedies: address},
		"network/proxy":       {Text: "the API cannot be reached: {cause}; check the proxy that {variable} names"},
		"network/plain":       {Text: "the API cannot be reached: {cause}; the address begins with http://, and {host} may speak https only", Remedies: []Remedy{WriteHTTPS}},

		"no-such-host":               {Text: "there is no host {host}", Remedies: []Remedy{CheckAddress, NameProxy}},
		"no-such-proxy":              {Text: "there is no proxy {host}: check {variable}"},
		"bad-proxy":                  {Text: "the address in {variable} cannot be read: it looks like http://HOST:PORT"},
		"proxy-refused":              {Text: "the proxy {host} does not let {address} through ({status} {phrase}): ask whoever runs it, or name another with {variable}"},
		"proxy-refused/unnamed":      {Text: "the proxy does not let {address} through ({status} {phrase}): ask whoever runs it, or name another with {variable}"},
		"proxy-refused/credentials":  {Text: "the proxy wants a user and a password ({status} {phrase}): give them with {variable}=http://USER:PASSWORD@HOST:PORT"},
		"plain-http":                 {Text: "{address} does not speak https: check whether the address begins with http:// and names the right port", Remedies: address},
		"wants-https":                {Text: "{address} speaks https, and the address begins with http://", Remedies: []Remedy{WriteHTTPS}},
		"web-page":                   {Text: `{address} answers with a web page titled {"title"} in place of the API (a sign-in page of the network?)`, Remedies: []Remedy{SignIn, CheckAddress}},
		"web-page/untitled":          {Text: "{address} answers with a web page in place of the API (a sign-in page of the network?)", Remedies: []Remedy{SignIn, CheckAddress}},
		"unknown-certificate":        {Text: "the certificate of {address} is signed by an authority that this machine does not trust. If that is not your company or its network, somebody may be reading along. Nothing was sent", Remedies: []Remedy{TrustFile}},
		"unknown-certificate/system": {Text: "the certificate of {address} is signed by an authority that this machine does not trust. If that is not your company or its network, somebody may be reading along. Nothing was sent", Remedies: []Remedy{TrustSystem}},
		"unknown-certificate/proxy":  {Text: "the certificate of the proxy that {variable} names is signed by an authority that this machine does not trust. Nothing was sent", Remedies: []Remedy{TrustFile}},
		"other-certificate":          {Text: "the certificate that {host} shows belongs to another host", Remedies: certificate},
		"other-certificate/proxy":    {Text: "the certificate that the proxy {host} shows belongs to another host: check {variable}"},
		"expired-certificate":        {Text: "the certificate of {address} has run out, or is not valid yet: check this machine's clock, which says {now}"},
		"expired-certificate/proxy":  {Text: "the certificate of the proxy that {variable} names has run out, or is not valid yet: check this machine's clock, which says {now}"},
		"bad-certificate":            {Text: "the certificate of {address} cannot be used: {cause}"},
		"bad-certificate/proxy":      {Text: "the certificate of the proxy that {variable} names cannot be used: {cause}"},

		"account/damaged": {Text: "the accounts in {file}: {cause}"},
		"account/name":    {Text: `{"given"} cannot be an account's name: want 1 to {most} letters, digits, dots, dashes and underscores, beginning with a letter or digit`},

		"account/id-instance":      {Text: "idInstance must be 1 to 12 digits: copy it from the instance's page in the console"},
		"account/no-token":         {Text: "the apiTokenInstance is missing: copy it from the instance's page in the console"},
		"account/token-characters": {Text: "the apiTokenInstance holds characters that no token has: copy it again, without quotes or spaces"},
		"account/token-length":     {Text: "the apiTokenInstance must have {least} to {most} characters: copy it again, whole and alone"},
		"account/no-url":           {Text: "the apiUrl is missing: copy it from the instance's page in the console"},
		"account/url-scheme":       {Text: "the apiUrl must begin with https:// as in https://api.greenapi.com: copy it from the instance's page in the console"},
		"account/url-host":         {Text: "the apiUrl names no host: copy it from the instance's page in the console, as in https://api.greenapi.com"},
		"account/url-more":         {Text: "the apiUrl must hold a host only, no user, ? or #: copy it from the instance's page in the console"},
	}
}
