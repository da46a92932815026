package words

// Remedy is something a person can do. It is a value: a command line renders it as a
// command that works as it stands, a page as a control, a report as its sentence alone.
type Remedy string

// The remedies. What they need to know (a column, a job) are the places of their fact.
const (
	CorrectRows    Remedy = "correct-rows"    // correct the rows in the file or the report, and send it again
	SayCountry     Remedy = "say-country"     // numbers of one country are completed
	RegionMeant    Remedy = "region-meant"    // the region's two letters
	WidenDigits    Remedy = "widen-digits"    // how many digits a phoneContact may have
	MapColumn      Remedy = "map-column"      // field: this column
	NameColumns    Remedy = "name-columns"    // the file has no header
	ChooseHeader   Remedy = "choose-header"   // the header's row
	ChooseSheet    Remedy = "choose-sheet"    // another sheet
	ChooseEncoding Remedy = "choose-encoding" // the text's encoding
	ChooseDelim    Remedy = "choose-delim"    // what separates the columns
	HiddenInclude  Remedy = "hidden-include"  // hidden rows are sent
	HiddenSkip     Remedy = "hidden-skip"     // hidden rows are left out
	SaveAgain      Remedy = "save-again"      // open in a spreadsheet program and save
	GetAgain       Remedy = "get-again"       // the file is damaged: get it again, or check and save it
	NameEncoding   Remedy = "name-encoding"   // the encoding was guessed
	GoOn           Remedy = "go-on"           // the same command again
	Decide         Remedy = "decide"          // look at what is in doubt
	Track          Remedy = "track"           // fetch delivery
	ResendUnknown  Remedy = "resend-unknown"
	ResendRejected Remedy = "resend-rejected"
	ResendFailed   Remedy = "resend-undelivered"
	AssumeAccepted Remedy = "assume-accepted"
	SendChanged    Remedy = "send-changed" // the corrected card, too
	SkipAlready    Remedy = "skip-already"
	SendAlready    Remedy = "send-already"
	OtherJob       Remedy = "other-job" // go on with that job
	Adopt          Remedy = "adopt"     // unrecorded cards are this list's
	AdoptNone      Remedy = "adopt-none"
	NoJournal      Remedy = "no-journal"
	LogIn          Remedy = "log-in"
	NameAccount    Remedy = "name-account"
	ChooseState    Remedy = "choose-state"
	LiftOptOut     Remedy = "lift-opt-out"
	WordSeen       Remedy = "word-seen"
	AddOptOut      Remedy = "add-opt-out"    // never write to this chat, from any account
	ExcludeEach    Remedy = "exclude-each"   // one list at a time
	NameEach       Remedy = "name-each"      // one chat at a time
	CheckAddress   Remedy = "check-address"  // the API's address
	CheckInstance  Remedy = "check-instance" // the instance's number
	CheckToken     Remedy = "check-token"    // the token
	WriteHTTPS     Remedy = "write-https"    // https:// in the API's address
	NameProxy      Remedy = "name-proxy"     // the internet is reached through a proxy only
	SignIn         Remedy = "sign-in"        // at the network's page
	TrustFile      Remedy = "trust-file"     // an authority's certificate is named
	TrustSystem    Remedy = "trust-system"   // an authority's certificate is added to the system's
)

// Code is the remedy's sentence for a command line, whose place {command} is the command that does it.
func (r Remedy) Code() Code { return Code("remedy/" + string(r)) }

// Control is what a page calls the control that does it.
func (r Remedy) Control() Code { return Code("control/" + string(r)) }
