package job

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"time"

	"contactcast/sender"
	"contactcast/sender/greenapi"
)

// explained gives a stop that comes from the way to the API its cause and its remedy.
func explained(account greenapi.Account, err error) error {
	var stop *sender.StopError
	if !errors.As(err, &stop) || stop.Err == nil {
		return err
	}
	route := greenapi.WrongRoute(stop.Err)
	switch {
	case route != nil && stop.Setup():
		stop.Text = routeText(account, route)
	case route != nil && stop.Code == "network":
		stop.Text = "the API cannot be reached: " + routeText(account, route)
	case stop.Code == "network":
		stop.Text += "; " + unreachable(account, stop.Err)
	}
	return err
}

const checkAddress = "check --api-url (GREENAPI_URL) against apiUrl on the instance's page in GREEN-API's console"

// routeText says what is wrong with the way to the API, and what to do.
func routeText(account greenapi.Account, e *greenapi.RouteError) string {
	address, err := url.Parse(account.APIURL)
	if err != nil {
		address = &url.URL{}
	}
	host, proxy := address.Host, proxyVariable(address)
	var op *net.OpError
	if errors.As(e.Err, &op) && op.Op == "proxyconnect" {
		host = "the proxy that " + proxy + " names"
	}
	switch e.Fault {
	case greenapi.NoSuchHost:
		return fmt.Sprintf("there is no host %s: %s; where the internet is reached through a proxy only, %s names it", cmp.Or(e.Host, host), checkAddress, proxy)
	case greenapi.NoSuchProxy:
		return fmt.Sprintf("there is no proxy %s: check %s", e.Host, proxy)
	case greenapi.BadProxy:
		return fmt.Sprintf("the address in %s cannot be read: it looks like http://HOST:PORT", proxy)
	case greenapi.ProxyRefused:
		return proxyText(e, host, proxy)
	case greenapi.PlainHTTP:
		return fmt.Sprintf("%s does not speak https: check whether the address begins with http:// and names the right port; %s", host, checkAddress)
	case greenapi.WantsHTTPS:
		return fmt.Sprintf("%s speaks https, and the address begins with http://: write https:// in --api-url (GREENAPI_URL)", host)
	case greenapi.WebPage:
		page := "a web page"
		if e.Title != "" {
			page = fmt.Sprintf("a web page titled %q", e.Title)
		}
		return fmt.Sprintf("%s answers with %s in place of the API (a sign-in page of the network?): open a browser and sign in, or %s", host, page, checkAddress)
	}
	return certificateText(e, host)
}

func proxyText(e *greenapi.RouteError, host, variable string) string {
	who := "the proxy"
	if e.Host != "" {
		who += " " + e.Host
	}
	if e.WantsPassword() {
		return fmt.Sprintf("%s wants a user and a password (%s): give them with %s=http://USER:PASSWORD@HOST:PORT", who, e.StatusText(), variable)
	}
	return fmt.Sprintf("%s does not let %s through (%s): ask whoever runs it, or name another with %s", who, host, e.StatusText(), variable)
}

// proxyVariable is where net/http finds the proxy for an address.
func proxyVariable(address *url.URL) string {
	if address.Scheme == "http" {
		return "HTTP_PROXY"
	}
	return "HTTPS_PROXY"
}

func certificateText(e *greenapi.RouteError, host string) string {
	switch e.Fault {
	case greenapi.UnknownCertificate:
		return fmt.Sprintf("the certificate of %s is signed by an authority that this machine does not trust. If that is your company or its network, %s; "+
			"if not, somebody may be reading along. Nothing was sent", host, trust(runtime.GOOS))
	case greenapi.OtherCertificate:
		return fmt.Sprintf("the certificate that %s shows belongs to another host: %s, and whether the network wants a sign-in", cmp.Or(e.Host, host), checkAddress)
	case greenapi.ExpiredCertificate:
		return fmt.Sprintf("the certificate of %s has run out, or is not valid yet: check this machine's clock, which says %s", host, time.Now().Format(time.RFC3339))
	}
	return fmt.Sprintf("the certificate of %s cannot be used: %s", host, e.Err)
}

// trust says how an authority is made known to Go on that system.
func trust(system string) string {
	if system == "windows" || system == "darwin" {
		return "add its certificate to the system's trusted ones"
	}
	return "SSL_CERT_FILE=FILE.pem names a file that holds its certificate"
}

// unreachable is what to look at when nothing better is known.
func unreachable(account greenapi.Account, err error) string {
	var op *net.OpError
	address, perr := url.Parse(account.APIURL)
	switch {
	case perr != nil:
		return checkAddress
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "check the proxy that " + proxyVariable(address) + " names"
	case address.Scheme == "http" && !errors.As(err, new(*greenapi.NotSentError)):
		return "the address begins with http://: if " + address.Host + " speaks https, write https:// in --api-url (GREENAPI_URL)"
	}
	return "check the network, and " + checkAddress[len("check "):]
}
