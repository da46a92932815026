package words

// englishCommandLine are what only a command line has to say: of its flags, its arguments and how it is asked.
func englishCommandLine() map[Code]Entry {
	return map[Code]Entry{
		"cli/flag-with-answer":    {Text: "unknown flag {flag}: {answer}"},
		"cli/command-with-answer": {Text: "there is no command {given}: {answer}"},
		"cli/unknown-flag":        {Text: "unknown flag {given}"},
		"cli/unknown-flag-near":   {Text: "unknown flag {given}, did you mean {near}?"},
		"cli/unexpected":          {Text: "unexpected argument {given}"},
		"cli/unexpected-near":     {Text: "unexpected argument {given}, did you mean {near}?"},
		"cli/no-command":          {Text: "expected one of {commands}; see contactcast --help"},
		"cli/see-help":            {Text: "{text}; see {command} --help"},
		"cli/list-alone":          {Text: "what is to be done with {file}? To look at it: {check}. To send it: {send}"},
		"cli/one-file": {Text: "unexpected argument {given}; one FILE at a time: put all rows into one file, or run one command after the other. " +
			"A name with blanks in it stands in quotes"},
		"cli/one-job": {Text: "{given} is one too many: one job at a time; a name with spaces stands in quotation marks"},

		"cli/port":      {Text: "--port {n}: a port is a number from 1 to 65535; 0 is any free one"},
		"cli/ui-opened": {Text: "the page is open in the browser; if it is not, open this address, which works once:"},
		"cli/ui-open":   {Text: "no browser could be opened; open this address, which works once:"},
		"cli/ui-ends":   {Text: "Ctrl-C ends the page, and with it what it is sending; the next start goes on"},

		"cli/flag/look":     {Text: "to look without sending anything: contactcast check {list}"},
		"cli/flag/resume":   {Text: "it is not needed: the same command goes on where it stopped"},
		"cli/flag/force":    {Text: "there is nothing to force: what was sent stays sent, and the same command goes on with the rest"},
		"cli/flag/token":    {Text: "there is no token flag, since flags show in ps: contactcast login keeps the token, or --token-file names a file that holds it"},
		"cli/flag/output":   {Text: "reports are named with --report FILE"},
		"cli/flag/speed":    {Text: "the pace is --rate, such as --rate 30/m"},
		"cli/flag/country":  {Text: "the country of national numbers is --region, such as --region KZ"},
		"cli/flag/name":     {Text: "a job is named with --job NAME"},
		"cli/flag/proxy":    {Text: "a proxy is named by the environment: HTTPS_PROXY=http://host:port"},
		"cli/flag/instance": {Text: "an account that is not kept is named with --id-instance N"},
		"cli/flag/test":     {Text: "one card to a phone of your own, to look at it: --test-to CHAT"},
		"cli/flag/yes":      {Text: "not to be asked is --yes"},
		"cli/flag/quiet":    {Text: "to say nothing unless there is something to do is --quiet"},
		"cli/flag/verbose":  {Text: "all there is to say is said already; --json says it for programs"},

		"cli/verb/resume":   {Text: "the same send again goes on where it stopped: contactcast send {list}; contactcast status lists what waits"},
		"cli/verb/run":      {Text: "it is contactcast send {list}"},
		"cli/verb/look":     {Text: "to look without sending anything: contactcast check {list}"},
		"cli/verb/jobs":     {Text: "what was sent and what waits: contactcast status"},
		"cli/verb/stop":     {Text: "Ctrl-C in the window of a run stops it, and nothing is lost: the same command goes on"},
		"cli/verb/init":     {Text: "an empty list to fill in: contactcast template list.xlsx"},
		"cli/verb/auth":     {Text: "contactcast login keeps an account's credentials"},
		"cli/verb/delivery": {Text: "what became of accepted rows: contactcast track JOB"},
		"cli/verb/export":   {Text: "a job's report: contactcast report JOB -o FILE"},

		"cli/in-flight":     {Text: "--in-flight: want 1 to 1000"},
		"cli/timeout":       {Text: "--timeout: want a second or more"},
		"cli/settle":        {Text: "--settle: want a second or more; less than 5m suits only an API known to be quick"},
		"cli/adopt-or-not":  {Text: "--adopt and --no-journal: one asks for a look at the account's journal, the other does without"},
		"cli/adopt":         {Text: `{"given"}: want --adopt or --adopt none`},
		"cli/limits":        {Text: "--limit, --daily-limit: want 1 or more; leave the flag out for no limit"},
		"cli/resend":        {Text: "--resend {given}: want rejected, undelivered or unknown"},
		"cli/one-decision":  {Text: "--assume-accepted and --resend: decide one after the other"},
		"cli/only":          {Text: "--only {given}: there is no such status; the statuses are {statuses}"},
		"cli/no-header":     {Text: "--no-header needs --columns, which names the file's columns in order"},
		"cli/map":           {Text: `{"given"}: want FIELD=HEADER, or none to forget how the job was read before`},
		"cli/digits":        {Text: `{"given"}: want a number of digits or a range, such as 11-12; no number has more than 15`},
		"cli/span":          {Text: `{"given"}: want a number of days, such as 30d, or a time such as 12h`},
		"cli/two-accounts":  {Text: "--account and --id-instance (CONTACTCAST_ACCOUNT, GREENAPI_ID_INSTANCE) both name an account: leave one out"},
		"cli/which-account": {Text: "From which account ({names}; several with commas between, or all)? "},
		"cli/no-account":    {Text: "no account was chosen, and nothing was done"},
		"cli/time-zone": {Text: `TZ is {"zone"}, which names no time zone that is known here, so that days and hours would be meant by another clock: ` +
			"set it to a name such as Europe/Berlin or America/New_York, or unset it for this machine's own"},
		"cli/sandbox":          {Text: "a simulated account, {drain}; use it with:"},
		"cli/sandbox-accounts": {Text: "{n} simulated accounts at {url}, {drain}; the token of each is {token}"},
		"cli/sandbox-queue":    {Text: "sending one message every {delay}"},
		"cli/sandbox-no-queue": {Text: "without a queue"},
		"cli/missing":          {Text: "{what} is missing: {command}"},
		"cli/no-file":          {Text: "{flag}: {file}: no such file"},
		"cli/want":             {Text: "{flag}: {given}: want {wanted}"},
		"cli/want-value":       {Text: "{flag}: want a value, {wanted}: {help}"},
		"cli/want-time":        {Text: "{flag}: {given}: want a time with its unit, such as 90s, 5m or 2h"},
		"cli/want-number":      {Text: "{flag}: {given}: want a number"},
		"cli/not-its-flag":     {Text: "{verb} has no flag {flag}: it belongs to contactcast {owner}"},
		"cli/flags-behind":     {Text: "flags stand behind the command: {command}"},
		"cli/shell":            {Text: "the shell {name} is not known here: contactcast completion bash, zsh, fish or powershell"},
		"cli/completion": {Text: "To complete commands, flags, jobs and accounts with the Tab key in this window of {shell}:\n\n    {line}\n\n" +
			"To have it in every window, write that line into {file}."},
		"cli/behind-compinit": {Text: "{file}, behind compinit"},
		"cli/profile":         {Text: "the file {file}"},

		"names/job":   {Text: "{job}"},
		"names/and":   {Text: "{one}, {other}"},
		"no-job":      {Text: "no job {job} in {ledger}; there is {known}"},
		"no-job/none": {Text: "no job {job} in {ledger}; there are none"},

		"row/not-there": {Text: "row {row}: the file has no such row", CLI: "--row {row}: the file has no such row"},
		"row/not-resent": {Text: "row {row} is {status}, and is not to be sent again",
			CLI: "--row {row}: that row is {status}, and not among those that --resend names"},
		"row/not-in-doubt": {Text: "row {row} is {status}, not in doubt", CLI: "--row {row}: that row is {status}, not in doubt"},

		"already-sent/jobs":      {Text: "job {job}"},
		"already-sent/jobs-more": {Text: "job {job} and {n} other {n|job|jobs}"},
		"already-sent/ask": {Text: "{n} of {total} {total|row|rows} already got this card in {jobs} ({n|row|rows} {rows}), and nothing was sent",
			Remedies: []Remedy{OtherJob, SkipAlready, SendAlready}},

		"opted-out/test": {Text: "{chat} cannot have the test: this chat is on the list of chats never to write to since {since}",
			CLI: "--test-to {chat}: this chat is on the list of chats never to write to since {since}"},

		"unrecorded/both":         {Text: "{one}; and {other}"},
		"unrecorded/cards":        {Text: unrecorded, Remedies: []Remedy{Adopt, AdoptNone}},
		"unrecorded/cards-too":    {Text: unrecorded},
		"unrecorded/hidden":       {Text: "this account sent {n} {n|card|cards} like these " + unclear, Remedies: []Remedy{AdoptNone}},
		"unrecorded/hidden-dated": {Text: "this account sent {n} {n|card|cards} like these ({first} to {last}) " + unclear, Remedies: []Remedy{AdoptNone}},

		"state/read-only": {Text: "the ledger {ledger} cannot be opened: neither it nor its folder may be read-only, even to look at it ({cause})",
			CLI: "the ledger {ledger} cannot be opened: neither it nor its folder may be read-only, even to look at it ({cause}); make it writable, or choose another folder with --state or CONTACTCAST_STATE", Remedies: []Remedy{ChooseState}},
		"list/unusable": {Text: "{file}: {cause}"},
		"chats/exclude": {Text: "{file}: {cause}", CLI: "--exclude {file}: {cause}"},
		"chats/kept":    {Text: "{file}: {cause}; {why}"},
		"chats/verb":    {Text: "{file}: {cause}", CLI: "{verb} {file}: {cause}"},
	}
}

const (
	unrecorded = "this account already sent {n} of these cards, not recorded in {ledger}: was the ledger lost, restored from a backup, or is it another machine's? Nothing was sent"
	unclear    = "that are not recorded here, to chats that it shows under hidden ids (@lid): more rows than that hold such a card, and which of them were sent cannot be told. Nothing was sent"
)
