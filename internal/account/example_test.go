package account_test

import (
	"fmt"
	"os"

	"contactcast/internal/account"
	"contactcast/sender/greenapi"
)

// An account is kept under a name of the operator's own. Printing it never shows the token.
func ExampleList() {
	dir, err := os.MkdirTemp("", "account")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	list := account.List{}.With(account.Kept{Name: "shop", Credentials: greenapi.Credentials{
		APIURL: "https://7103.api.greenapi.com", IDInstance: "7103000001", Token: "d75b3a66374942c5b3c019c698abc2067e151558acbd412345",
	}})
	if err := list.Write(dir); err != nil {
		fmt.Println(err)
		return
	}
	kept, err := account.Read(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	shop, err := kept.Find("SHOP")
	fmt.Println(shop, err)
	// Output: instance 7103000001 at https://7103.api.greenapi.com <nil>
}
