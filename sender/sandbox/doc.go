// Package sandbox is a simulated GREEN-API account: the sending method, a queue that drains, a journal that lags,
// limits, quotas, states, and faults on request. It is what `contactcast send --sandbox` talks to, what
// `contactcast sandbox` serves, and the judge in tests: its record says what was accepted, when and how often.
//
// It has wire structs of its own and follows the API's public documentation and issue tracker, not our client,
// so that a misreading in the client shows. Where the documentation is silent it takes the stricter reading of a
// request and the plainer form of an answer.
//
// # What is simulated
//
// sendContact, getStateInstance, getSettings, getWaSettings, showMessagesQueue, getMessagesCount,
// lastOutgoingMessages, lastIncomingMessages, getChatHistory and getMessage. The methods that change an account or consume its
// notifications (setSettings, reboot, logout, clearMessagesQueue, receiveNotification, deleteNotification) answer
// 200, do nothing and are noted, see Sandbox.Forbidden. All other methods, and wrong verbs, are not found.
//
// A message is in the queue from its acceptance until it leaves, one every delay, and only while the account is
// authorized. After 24 hours it is deleted unsent. From then on, a lag later, the journal shows it, with a status
// that follows from its age: pending, sent after 1 s, delivered after 3 s, for every second recipient read. Under
// a yellow card, or suspended, as it is called since July 2026, messages are accepted and kept but never sent; the
// journal shows them under the state's name, and they are dropped when the account is authorized again.
//
// Nothing runs in the background: all of it is computed from the record of acceptances and the time, so a bubble
// of testing/synctest moves it as it likes (Sandbox is a http.RoundTripper, too).
//
// Each account is a Sandbox; Accounts are several behind one address, that have nothing in common.
//
// # Memory
//
// With Options.Memory the account outlives its process. The file holds one JSON object a line: an acceptance, or
// a change of the account's state or of its queue's pace. Each is handed to the operating system before the request is
// answered, so killing the process loses no acceptance that was answered (a power cut may). Faults, quotas, limits
// and scheduled changes are not kept.
//
// # Controls
//
// A served sandbox (several: each under /sandbox/{idInstance}/) is steered under /sandbox/; bodies and answers are JSON, errors are 400 with {"error": ...}.
//
//	GET  /sandbox/record    everything accepted, as an array of Acceptance
//	GET  /sandbox/status    {"stateInstance", "accepted", "queued", "requests": {method: n}, "forbidden": [...]}
//	GET  /sandbox/requests  the reading requests since Open: [{"method", "at", "overLimit"}]
//	POST /sandbox/state     {"stateInstance": "yellowCard"}; with "accepted": 10 and "after": "30s" only once 10
//	                        more messages were accepted and 30 s passed since
//	POST /sandbox/faults    {"faults": "before:502=3%,after:drop=#17"}, see ParseFaults; "" ends them
//	POST /sandbox/clock     {"ahead": "-3h"} sets the server's clock, which dates answers and journals; "" is right;
//	                        "undated": true leaves the Date header out
//	POST /sandbox/quota     {"chats": 3, "calls": {"sendContact": 1000}}; {} lifts it
//	POST /sandbox/inject    {"count": 500} other senders' messages; "chatId", "contact", "quotedMessageId" for a
//	                        card, "origin": "phone" for one sent by hand; answers their ids
//	POST /sandbox/incoming  {"chatId": "79000000000@c.us", "text": "Stop"} a message to the account, also from an
//	                        "@lid", and with "senderId" in a group; answers its id
package sandbox
