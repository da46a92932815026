package pace

import "contactcast/internal/words"

// SettingError says that a text is no rate, no limit or no hours.
type SettingError struct{ Reason words.Fact }

func settingError(code words.Code, given string) error {
	return &SettingError{words.New(code, "given", given)}
}

// Fact says what is wanted.
func (e *SettingError) Fact() words.Fact { return e.Reason }

// Error is for programmers; whoever speaks to people makes its words from the fact.
func (e *SettingError) Error() string { return e.Reason.String() }
