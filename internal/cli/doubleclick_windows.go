package cli

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// doubleClicked reports whether the program was started by a double click: then nobody else
// uses its console.
func doubleClicked(func(string) string) bool {
	var processes [2]uint32
	list := windows.NewLazySystemDLL("kernel32.dll").NewProc("GetConsoleProcessList")
	n, _, _ := list.Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	return n == 1
}
