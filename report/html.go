package report

import (
	"context"
	"errors"
	"io"
)

func writeHTML(ctx context.Context, w io.Writer, _ string, r Result) error {
	return errors.New("not written yet")
}
