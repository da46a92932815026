#!/bin/sh
# Sends a list, acts on how it ended, and posts the closing summary (or the error) as JSON to $CONTACTCAST_HOOK, if set.
#
#   contactcast-run.sh FILE [FLAGS OF contactcast send]
set -u
PATH=$PATH:/usr/local/bin # which is not in cron's

summary=$(contactcast send "$@" --json --yes 2>>"${CONTACTCAST_LOG:-/dev/null}")
code=$?

post() {
	[ -n "${CONTACTCAST_HOOK:-}" ] || return 0
	printf '%s\n' "$summary" | curl --silent --show-error --fail --retry 3 --max-time 30 --output /dev/null \
		--header 'Content-Type: application/json' --data-binary @- "$CONTACTCAST_HOOK"
}

case $code in
0) post ;;                                                                  # all is sent
1) post; echo "contactcast: some rows need a person: see the report" >&2 ;; # the others are sent
2) post; echo "contactcast: could not start: $summary" >&2 ;;               # settings or the file: another try will not help
3) post; echo "contactcast: stopped; the next run goes on: $summary" >&2 ;; # network, account, plan
4) exit 0 ;;                                                                # the run before is still sending
5) exit 0 ;;                                                                # a limit of yours: the next run goes on
*) echo "contactcast: ended with $code" >&2 ;;                              # killed
esac
exit "$code"
