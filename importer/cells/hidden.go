package cells

import (
	"strconv"
	"strings"
)

// hiddenRows counts the hidden rows that are a question.
type hiddenRows struct {
	what  HiddenRows
	rows  int
	first []string
}

// skip decides about a hidden row that is not blank.
func (h *hiddenRows) skip(number int) bool {
	if h.what == AskHidden {
		h.rows++
		if len(h.first) < 5 {
			h.first = append(h.first, strconv.Itoa(number))
		}
	}
	return h.what != IncludeHidden
}

// question is the error that asks about the hidden rows, if there are any.
func (h *hiddenRows) question() error {
	if h.rows == 0 {
		return nil
	}
	which := strings.Join(h.first, ", ")
	if h.rows > len(h.first) {
		which += ", ..."
	}
	return refused("hidden-rows", "n", h.rows, "rows", which)
}
