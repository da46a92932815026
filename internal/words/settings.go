package words

const (
	tokenVariable = "GREENAPI_API_TOKEN_INSTANCE"
	inConsole     = "from the instance's page in GREEN-API's console, https://console.green-api.com"
	settings      = "idInstance is given as GREENAPI_ID_INSTANCE or --id-instance, apiTokenInstance as " + tokenVariable +
		" or --token-file, apiUrl as GREENAPI_URL or --api-url, and all of them by contactcast login"
	getAccount = "run {login}, or take it " + inConsole + ", and give it as "
	orSandbox  = "; or add --sandbox to try without an account"
	stateHow   = "choose one with --state or CONTACTCAST_STATE"
)

// englishSettings are the reasons why the account, the state folder or an option cannot be used.
func englishSettings() map[Code]Entry {
	login, choose, state := []Remedy{LogIn}, []Remedy{NameAccount}, []Remedy{ChooseState}
	return map[Code]Entry{
		"credentials/none-kept": {Text: "no account is kept under the name {account}, nor under any other",
			CLI: "no account is kept: contactcast login {account} keeps one under this name", Remedies: login},
		"credentials/not-kept":  {Text: "no account is kept under the name {account}: there is {known}", CLI: "no account is kept under the name {account}: there is {known}", Remedies: choose},
		"credentials/not-there": {Text: "{cause}"},
		"credentials/several": {Text: "several accounts are kept: {names}: choose one",
			CLI: "several accounts are kept: {names}: choose one with --account or CONTACTCAST_ACCOUNT", Remedies: choose},
		"credentials/one-token": {Text: "a token file is one account's, and several are named: {names}",
			CLI: "--token-file is one account's, and several are named: {names}"},
		"credentials/no-id":    {Text: "no account is chosen", CLI: "idInstance is not set: " + getAccount + "GREENAPI_ID_INSTANCE or --id-instance" + orSandbox, Remedies: login},
		"credentials/no-token": {Text: "the account's token is not kept", CLI: "apiTokenInstance is not set: " + getAccount + tokenVariable + " or --token-file" + orSandbox, Remedies: login},
		"credentials/no-address": {Text: "the account's address is none: it looks like https://7103.api.greenapi.com",
			CLI: "--api-url is not an address: it looks like https://7103.api.greenapi.com", Remedies: login},
		"credentials/malformed":      {Text: "{cause}", CLI: "{cause} (" + settings + ")"},
		"credentials/malformed-here": {Text: "{cause}"},
		"credentials/token-file":     {Text: "the token file cannot be read: {cause}"},
		"credentials/token-empty":    {Text: "the token file {file} is empty: it is to hold apiTokenInstance " + inConsole},
		"credentials/damaged": {Text: "{cause}: delete that file, and add the accounts again",
			CLI: "{cause}: delete that file and run contactcast login again", Remedies: login},
		"credentials/name-taken": {Text: "{name} is the name of instance {instance}: choose another name, or forget that account first",
			CLI: "{name} is the name of instance {instance}: choose another, or contactcast logout {name} first"},
		"login/not-kept":      {Text: "the account could not be kept: {cause}"},
		"login/not-forgotten": {Text: "the account could not be forgotten: {cause}"},

		"state/none": {Text: "{variable} is {fault}, so there is no folder to keep the ledger in",
			CLI: "{variable} is {fault}, so there is no folder to keep the ledger in: " + stateHow, Remedies: state},
		"state/unset":    {Text: "not set"},
		"state/relative": {Text: "not an absolute path"},
		"state/either":   {Text: "{one} or {other}"},
		"state/unusable": {Text: "the folder of the ledgers cannot be used: {cause}",
			CLI: "the folder of the ledgers cannot be used ({cause}): mend that, or choose another with --state or CONTACTCAST_STATE", Remedies: state},
		"no-ledger": {Text: "nothing was sent yet", CLI: "nothing was sent yet: there is no ledger {ledger}"},
		"sandbox":   {Text: "the simulated account: {cause}"},

		"options/job-unnamed": {Text: "standard input has no name: give the job one", CLI: "standard input has no name: add --job NAME"},
		"options/job-dash": {Text: "the job cannot be named {job}: a name that begins with - would be taken for a flag by every command; choose another",
			CLI: "--job {job}: a name that begins with - would be taken for a flag by every other command; choose another"},
		"options/job-invisible": {Text: "the job cannot be named {job}: the name holds characters that cannot be seen (a line break, a control character, a direction mark); choose another",
			CLI: "--job {job}: the name holds characters that cannot be seen (a line break, a control character, a direction mark); choose another"},
		"options/job-space": {Text: "the job cannot be named {job}: the name begins or ends with a space; choose another",
			CLI: "--job {job}: the name begins or ends with a space; choose another"},
		"options/account-name":      {Text: "{cause}"},
		"options/faults":            {Text: "the faults of the simulated account: {cause}", CLI: "--faults: {cause}"},
		"options/report-format":     {Text: "{cause}"},
		"options/report-folder":     {Text: "the report {file} cannot be written: there is no folder {folder}; make it first, or choose another"},
		"options/no-folder":         {Text: "{file} cannot be written: there is no folder {folder}; make it first, or choose another"},
		"options/report-over-list":  {Text: "the report {file} would replace the list of job {job}: choose another name"},
		"options/report-over-input": {Text: "the report {file} would replace a file that this run reads: choose another name"},
		"report/unwritable": {Text: "the report {file} cannot be written ({cause})",
			CLI: "the report {file} cannot be written ({cause}): name another place with --report FILE"},
		"setting/rate":      {Text: `{"given"}: want auto, max, or a number a second, minute or hour, such as 2/s, 30/m or 500/h`},
		"setting/new-chats": {Text: `{"given"}: want a number of chats a day, such as 20, or 20+10 for 20 on the account's first day and 10 more each day after`},
		"setting/hours": {Text: `{"given"}: want two different times of day, such as 09:00-18:00 or 22:00-06:00, ` +
			`with days before them if not every day is meant, such as "mon-fri 09:00-18:00"`},
		"options/digits": {Text: "{text}: want a number of digits or a range, such as 11-12; no number has more than 15",
			CLI: "--phone-digits {text}: want a number of digits or a range, such as 11-12; no number has more than 15"},
		"options/delimiter": {Text: `{"text"} cannot separate columns: want one character, or tab`,
			CLI: `--delimiter {"text"}: want one character, or tab`},
		"options/field": {Text: "there is no field {field}; the fields are {fields}",
			CLI: "--{what} {field}=...: there is no such field; the fields are {fields}"},
		"options/test-chat": {Text: "{chat} is no chat: {cause}", CLI: "--test-to {chat}: {cause}"},
		"options/stop-word": {Text: "{name} is no stop word: a word has letters or digits; case and punctuation do not count",
			CLI: "optout word {name}: a word has letters or digits; case and punctuation do not count"},
	}
}
