package sender

import (
	"errors"

	"contactcast/internal/words"
	"contactcast/sender/greenapi"
)

// This file is what the errors of reading methods mean: whether to ask again, and why that is of no use. What an answer
// to sendContact means stands in verdict.go.

// passing reports whether a failed reading is worth asking for again.
func passing(err error) bool {
	var api *greenapi.APIError
	return !errors.As(err, &api) || api.Status == 429 || api.Status >= 500
}

// worthRepeating reports whether a failed reading passes by itself.
func worthRepeating(err error) bool {
	if putOff(err) != nil {
		return false
	}
	var api *greenapi.APIError
	if errors.As(err, &api) {
		return passing(err) || api.Status == 400 && api.Says("starting")
	}
	return !unreadable(err)
}

// unreadable reports a 200 that cannot be parsed: asking again would give the same.
func unreadable(err error) bool {
	var none *greenapi.NoAnswerError
	return errors.As(err, &none) && none.Status == 200 && !errors.As(err, new(*greenapi.PageError)) // a page is the network's
}

// notUnderstood reports a 400 about the request, not about the instance.
func notUnderstood(err error) bool {
	var api *greenapi.APIError
	return errors.As(err, &api) && api.Status == 400 && !says(api, "starting", "not authorized", "expired", "instance is deleted")
}

// routeStop explains a way to the API that is wrong from the beginning: a setting or a person cures
// it, not patience; nil for any other error. Once the API has answered it is waited for as any network.
func routeStop(err error) *StopError {
	route := greenapi.WrongRoute(err)
	if route == nil {
		return nil
	}
	return &StopError{Reason: route.Fact(), Err: route}
}

// closedOnUs reports whether the connection was closed without an answer.
func closedOnUs(err error) bool {
	var none *greenapi.NoAnswerError
	return errors.As(err, &none) && none.Status == 0
}

// readStop explains an error of a reading method that no patience cures; nil for any other.
func readStop(err error) *StopError {
	var api *greenapi.APIError
	switch {
	case putOff(err) != nil:
		return putOff(err)
	case !errors.As(err, &api):
		return nil
	case api.Status == 401, api.Status == 403, api.Status == 404, api.Status == 405, api.Status >= 300 && api.Status < 400:
		return haltFor(api)
	case api.Status == 400 && !says(api, "starting"):
		return &StopError{Reason: words.New("instance-state/refused", "answer", api), Err: err}
	}
	return nil
}
