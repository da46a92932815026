package job

import (
	"errors"

	"contactcast/internal/words"
	"contactcast/sender"
	"contactcast/sender/greenapi"
)

// explained gives a stop that comes from the way to the API its cause and its remedy.
func explained(account greenapi.Credentials, err error) error {
	var stop *sender.StopError
	if !errors.As(err, &stop) || stop.Err == nil {
		return err
	}
	route := greenapi.WrongRoute(stop.Err)
	switch {
	case route != nil && stop.Setup():
		stop.Reason = route.For(account)
	case route != nil && stop.Code() == "network":
		stop.Reason = words.New("network", "cause", route.For(account))
	case stop.Code() == "network":
		stop.Reason = greenapi.Unreachable(account, stop.Err)
	}
	return err
}
