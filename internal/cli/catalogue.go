package cli

import "contactcast/internal/words"

// What to know of the settings when one of them is wrong.
const (
	tokenVariable = "GREENAPI_API_TOKEN_INSTANCE"
	inConsole     = "from the instance's page in GREEN-API's console, https://console.green-api.com"
	settings      = "idInstance is given as GREENAPI_ID_INSTANCE or --id-instance, apiTokenInstance as " + tokenVariable +
		" or --token-file, apiUrl as GREENAPI_URL or --api-url, and all of them by contactcast login"
	getAccount = "run {login}, or take it " + inConsole + ", and give it as "
	orSandbox  = "; or add --sandbox to try without an account"
	stateHow   = "choose one with --state or CONTACTCAST_STATE"
)

// catalogue is what facts mean on a command line, where their sentences name flags and
// commands. {cause} is the error behind a refusal.
func catalogue() map[words.Code]words.Entry {
	texts := map[words.Code]string{
		"credentials/none-kept":      "no account is kept: contactcast login {account} keeps one under this name",
		"credentials/not-kept":       "no account is kept under the name {account}: there is {known}",
		"credentials/not-there":      "{cause}",
		"credentials/several":        "several accounts are kept: {names}: choose one with --account or CONTACTCAST_ACCOUNT",
		"credentials/one-only":       "this takes one account, and several are named: {names}",
		"credentials/no-id":          "idInstance is not set: " + getAccount + "GREENAPI_ID_INSTANCE or --id-instance" + orSandbox,
		"credentials/no-token":       "apiTokenInstance is not set: " + getAccount + tokenVariable + " or --token-file" + orSandbox,
		"credentials/no-address":     "--api-url is not an address: it looks like https://7103.api.greenapi.com",
		"credentials/malformed":      "{cause} (" + settings + ")",
		"credentials/malformed-here": "{cause}",
		"credentials/token-file":     "the token file cannot be read: {cause}",
		"credentials/token-empty":    "the token file {file} is empty: it is to hold apiTokenInstance " + inConsole,
		"credentials/damaged":        "{cause}: delete that file and run contactcast login again",
		"credentials/name-taken":     "{name} is the name of instance {instance}: choose another, or contactcast logout {name} first",
		"login/not-kept":             "the account could not be kept: {cause}",
		"login/not-forgotten":        "the account could not be forgotten: {cause}",

		"state/none":     "{variable} is {fault}, so there is no folder to keep the ledger in: " + stateHow,
		"state/unusable": "the folder of the ledgers cannot be used ({cause}): mend that, or choose another with --state or CONTACTCAST_STATE",
		"no-ledger":      "nothing was sent from this account yet: there is no ledger {ledger}",
		"sandbox":        "the simulated account: {cause}",

		"options/job-unnamed":       "standard input has no name: add --job NAME",
		"options/job-dash":          "--job {job}: a name that begins with - would be taken for a flag by every other command; choose another",
		"options/job-invisible":     "--job {job}: the name holds characters that cannot be seen (a line break, a control character, a direction mark); choose another",
		"options/job-space":         "--job {job}: the name begins or ends with a space; choose another",
		"options/account-name":      "{cause}",
		"options/faults":            "--faults: {cause}",
		"options/report-format":     "{cause}",
		"options/report-folder":     "the report {file} cannot be written: there is no folder {folder}; make it first, or choose another",
		"options/no-folder":         "{file} cannot be written: there is no folder {folder}; make it first, or choose another",
		"options/report-over-list":  "the report {file} would replace the list of job {job}: choose another name",
		"options/report-over-input": "the report {file} would replace a file that this run reads: choose another name",
		"report/unwritable":         "the report {file} cannot be written ({cause}): name another place with --report FILE",
		"declined/decision":         "nothing was changed",
		"declined/test":             "nothing was sent",
		"declined/plan":             "nothing was sent; the plan is kept, and the same command asks again",

		"options/digits":     "--phone-digits {text}: want a number of digits or a range, such as 11-12; no number has more than 15",
		"options/delimiter":  "--delimiter \"{text}\": want one character, or tab",
		"options/field":      "--{what} {field}=...: there is no such field; the fields are {fields}",
		"options/test-chat":  "--test-to {chat}: {cause}",
		"options/stop-word":  "optout word {name}: a word has letters or digits; case and punctuation do not count",
		"no-file":            "{file}: no such file",
		"no-file/alike":      "{file}: no such file; there is {alike}",
		"column-moved":       "column {column}, which was said to be {field} when the job was planned, was called \"{before}\" and is called \"{now}\" now: name it again with --map {field}=..., or forget what was said with --map none",
		"card-changed":       "{file} has changed since the job was planned, and the card is still as it was: --set-contact {file} takes the new one",
		"card-gone":          "there is no {file} any more: the card is as it was there when the job was planned",
		"reading-kept":       "how job {job} was read before cannot be understood ({cause}): --map none forgets it",
		"no-rows":            "no row of the file can be sent, so there is no card to test",
		"excluded/test-chat": "--test-to {chat}: this chat is on the list {list}",
		"not-listed":         "none of them is on the list of chats never to write to; nothing was changed",
		"not-listed/job":     "none of them is on the chats that job {job} leaves out; nothing was changed",
		"not-listed/word":    "{name} is no stop word; nothing was changed",
		"not-listed/sender":  "none of them is open; contactcast status shows who is. Nothing was changed",
		"still-listed":       "{file} still holds {chat} (row {row}), so that the next run would leave it out again: take it out there first. Nothing was changed",
		"incoming-gap/look": "the account cannot show what came in from {since} to {until}, and a stop word may be among it. " +
			"Look at the chats on the phone, opt out who said no ({optout}), and then: {seen}",
		"incoming-hidden/words": "there are stop words, but the instance's settings hide incoming messages: " +
			"switch on the notifications about incoming messages in GREEN-API's console (incomingWebhook), or contactcast optout word remove the words",

		"planned-from":       "this job was last planned from {file}",
		"unchanged":          "{file} is unchanged since it was planned {at}",
		"doubts-before":      "{n} {n|row was|rows were} on the wire or without an answer when an earlier run stopped; looking for evidence while the rest is sent",
		"clock-ahead":        "this ledger's last messages are dated {ahead} ahead of the API's clock: this machine's clock was wrong when they were sent; they are dated anew",
		"no-journal-kept":    "this account's settings keep no journal of what is sent, so that a ledger that was lost or restored could not be noticed",
		"disowned":           "{n} {n|card|cards} that the account shows are recorded as not this list's",
		"unrecorded/adopted": "{n} {n|card|cards} that the account shows as sent are marked accepted",
		"stop-words":         "{n} {n|person sent|people sent} a stop word, and {n|is|are} opted out",

		"report-edited":   "{file} was edited since it was written, and is left as it is",
		"report-not-ours": "{file} was not written by this account's runs, and is left as it is",
		"report-unknown":  "the ledger could not be told of it, so that the next report will be written beside it: {cause}",
		"unencrypted":     "{url} is plain http: others on the way can read the token",
	}
	entries := make(map[words.Code]words.Entry, len(texts))
	for code, text := range texts {
		entries[code] = words.Entry{Text: text}
	}
	return entries
}
