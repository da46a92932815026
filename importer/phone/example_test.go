package phone_test

import (
	"fmt"

	"contactcast/importer/phone"
	"contactcast/internal/words"
)

// A number is completed for the parser's region only; nothing is guessed.
func ExampleParser_Parse() {
	british, err := phone.NewParser("GB")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"07911 123456", "+7 (900) 123-45-67", "12345"} {
		number, err := british.Parse(text)
		if err != nil {
			fmt.Println(text, "->", words.Of(err).ErrorCode())
			continue
		}
		fmt.Println(text, "->", number.Digits)
	}
	// Output:
	// 07911 123456 -> 447911123456
	// +7 (900) 123-45-67 -> 79001234567
	// 12345 -> invalid-phone
}
