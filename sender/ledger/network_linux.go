package ledger

import "syscall"

// network names the kind of network drive that a folder is on, or is "".
func network(dir string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return "" // whatever is wrong shows when the ledger is opened
	}
	return networkType(uint32(s.Type))
}

// networkType knows the numbers that statfs(2) lists.
func networkType(magic uint32) string {
	switch magic {
	case 0x6969:
		return "NFS"
	case 0x517b, 0xfe534d42, 0xff534d42:
		return "SMB"
	}
	return ""
}
