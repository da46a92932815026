package words

// englishLedger are what the ledger keeps with rows, why a file cannot be used as a ledger, and
// what settles doubt or does not.
func englishLedger() map[Code]Entry {
	return map[Code]Entry{
		"duplicate":            {Text: "The same card to the same chat as row {row}."},
		"duplicate/person-row": {Text: "The same card to the same person as row {row}, who is {chat} there."},
		"duplicate/person":     {Text: "This person already got this card, as {chat}."},
		"example":              {Text: "This is the template's example row, which is never sent: replace it by a row of your own."},
		"opted-out":            {Text: "This chat is on the list of chats never to write to."},
		"opted-out/list":       {Text: "This chat is on the list of chats never to write to ({list})."},
		"excluded":             {Text: "This chat is on the list {list}, which this job leaves out."},
		"already-sent":         {Text: "This chat already got this card in job {list}."},
		"changed":              {Text: "This chat already got another card of this job, one that is no longer in the file.", Remedies: []Remedy{SendChanged}},
		"cooldown":             {Text: "This chat got a card from this account within the last {n} {n|day|days}."},
		"cooldown/hours":       {Text: "This chat got a card from this account within the last {time}."},

		"in-flight":              {Text: "The request is in flight, or was when its run was killed; the next run finds out."},
		"interrupted/in-flight":  {Text: "The run was killed while this request was in flight, so it may have been sent."},
		"assumed":                {Text: "Marked accepted by hand; its idMessage is not known."},
		"adopted":                {Text: "The account shows that it was sent."},
		"adopted/one-of-several": {Text: "The account shows that it was sent; which of several idMessages is its own is not known."},
		"unrecorded":             {Text: "The account shows several cards like it that are not recorded here."},
		"not-sent/absent":        {Text: "It was not sent: {why}."},
		"doubt/undecided":        {Text: "It may have been sent: {why}. ({tried})"},

		"doubt/undated": {Text: "It may have been sent: a clock was wrong or set meanwhile, so that what the account shows cannot be dated."},

		"doubt/found":          {Text: "the account shows this card under this id"},
		"doubt/maybe-older":    {Text: "the account shows a card like it, which may be an older one"},
		"doubt/older-by-clock": {Text: "the account shows a card like it, which may be older than this attempt: a clock was wrong when it was made"},
		"doubt/several":        {Text: "the account has sent {n} cards like it and any may be this one"},
		"doubt/other-message":  {Text: "a card like it was sent, which may be that of another message in doubt"},
		"doubt/not-read-yet":   {Text: "the journal was not read yet after the wait"},
		"doubt/cut-off":        {Text: "the {source} could not be read whole back to the attempt"},
		"doubt/absent":         {Text: "the {source} shows our messages around it and not this one"},
		"doubt/no-own":         {Text: "the {source} shows none of our messages that would prove it works"},
		"doubt/gap":            {Text: "the {source} has a gap: it lacks our {id}"},
		"doubt/may-be":         {Text: "{id} may be this card"},
		"doubt/tried":          {Text: "read since the attempt: queue {queue} times, journal {journal}, this chat's history {history}"},
		"source/queue":         {Text: "queue"},
		"source/journal":       {Text: "journal"},
		"source/chat-history":  {Text: "chat history"},
		"source/message":       {Text: "message"},

		"locked": {Text: "another run holds this account ({account}: process {pid} on {host}, since {since}): let it finish",
			CLI: "another run holds this account ({account}: process {pid} on {host}, since {since}): let it finish; {status} shows how far it is"},
		"locked/job": {Text: "another run holds this job ({job}: process {pid} on {host}, since {since}): let it finish",
			CLI: "another run holds this job ({job}: process {pid} on {host}, since {since}): let it finish; {status} shows how far it is"},
		"locked/old": {Text: "{path} is in use by an older contactcast: let it finish, then this one takes over what it knows"},
		"job-homonyms": {Text: "several accounts had a job named {job}, and all are kept: {jobs}. Nothing was sent. Again, {job} is the one of that name",
			CLI: "several accounts had a job named {job}, and all are kept: {jobs}. Nothing was sent. The same command again goes on with {job}; --job NAME goes on with another"},
		"ledger/lost-optouts": {Text: "this is not the list of opt-outs that {ledger} last saw, or it is older: people who said no would be written to. " +
			"Put that ledger.db back; or, to go on with this one, add the opt-outs again and delete the row of seen_store in {ledger}"},
		"ledger/one-account": {Text: "this is the ledger of one account, of an earlier version: in the state folder it is taken over at the next start"},
		"ledger/file":        {Text: "{file}: {why}"},
		"ledger/foreign":     {Text: "this is not a contactcast ledger; move it away or choose another state folder"},
		"ledger/newer":       {Text: "written by a newer contactcast (ledger version {version}, this one knows {known}); use that one"},
		"ledger/too-old":     {Text: "written by a contactcast from before the first release (ledger version {version}, this one knows {known}); finish its jobs with that one, and move it away then"},
		"ledger/damaged":     {Text: "the ledger is damaged: restore it from a backup, or recover what can be read with sqlite3's .recover"},
		"ledger/lost": {Text: "there was a ledger here, and it is gone or empty. It alone knows who was already sent to, and who said no. Restore it from a backup; " +
			"or, to begin anew, delete the folder {folder}, too"},
		"ledger/back-in-time":       {Text: "the ledger is not the one that this run wrote into: it was taken away, or replaced by another one. Nothing more is sent"},
		"ledger/lapsed":             {Text: "this run did not reach the ledger's database in time, or was stopped for too long, and so others may have taken over what it held. Nothing more is sent"},
		"ledger/address":            {Text: "the address of the ledger's database cannot be understood; it is postgres://USER@HOST/DATABASE, with a password kept in PGPASSFILE or PGPASSWORD"},
		"ledger/password":           {Text: "the address of the ledger's database holds a password, which others could read: put it into PGPASSFILE or PGPASSWORD, and leave it out there"},
		"ledger/lease":              {Text: "CONTACTCAST_LEASE={value} is no time of 3 s or more, such as 30s"},
		"ledger/away":               {Text: "the ledger's database {place} cannot be reached: {why}"},
		"ledger/connection-lost":    {Text: "the connection to the ledger's database was lost: {why}"},
		"ledger/standby":            {Text: "this database is a standby, which cannot be written to; name the primary, or all its hosts with target_session_attrs=read-write"},
		"ledger/read-only-database": {Text: "this database is read-only; nothing can be sent from a ledger that cannot be written to"},
		"ledger/not-durable":        {Text: "this database has {setting} off: it may lose what it has confirmed, and then cards would be sent twice. Turn it on, for this user at least where that can be done"},
		"ledger/foreign-schema":     {Text: "the schema {schema} of this database holds something else than a contactcast ledger; name another one: ?search_path=NAME"},
		"ledger/rights":             {Text: "the database's user {user} lacks rights. It needs CREATE on the database once, or on a schema {schema} made for it; later USAGE and CREATE on that schema and SELECT, INSERT, UPDATE, DELETE on its tables"},
		"ledger/database-full":      {Text: "the database's disk is full"},
		"ledger/database":           {Text: "the database refused it: {message} ({code})"},
		"ledger/broken": {
			Text: "the ledger is damaged and was not touched. It alone knows who was already sent to. Restore it from a backup; or recover what can be read: sqlite3 {path} .recover | sqlite3 NEW.db; " +
				"or move it and the folder {folder} away: the last report has the ids of then, and a new ledger finds in the account what was sent in the last day",
			CLI: "the ledger is damaged and was not touched. It alone knows who was already sent to. Restore it from a backup; or recover what can be read: sqlite3 {path} .recover | sqlite3 NEW.db; " +
				"or move it and the folder {folder} away: the last report has the ids of then, and a new ledger finds in the account what was sent in the last day (--adopt)",
		},
		"ledger/no-log": {
			Text: "the file {path}-wal is missing. The last run was killed, and what it sent last stood only there, so that going on would send it again. Put it back; " +
				"or move the ledger and the folder {folder} away: a new one finds in the account what was sent in the last day. To go on all the same, delete {mark}",
			CLI: "the file {path}-wal is missing. The last run was killed, and what it sent last stood only there, so that going on would send it again. Put it back; " +
				"or move the ledger and the folder {folder} away: a new one finds in the account what was sent in the last day (--adopt). To go on all the same, delete {mark}",
		},
		"ledger/network-drive": {Text: "the folder is on a network drive ({kind}), where SQLite's log and its locks cannot be relied on, and rows could be sent twice; choose a state folder of this machine"},
	}
}
