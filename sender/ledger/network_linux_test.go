package ledger

import "testing"

func TestNetworkDrives(t *testing.T) {
	for magic, want := range map[uint32]string{
		0x6969:     "NFS",
		0xff534d42: "SMB", // cifs
		0xfe534d42: "SMB", // smb2
		0xef53:     "",    // ext4
		0x01021994: "",    // tmpfs
		0x794c7630: "",    // overlay, as in containers
	} {
		if got := networkType(magic); got != want {
			t.Errorf("%#x is %q, want %q", magic, got, want)
		}
	}
	if got := network(t.TempDir()); got != "" {
		t.Errorf("the folder of tests is said to be on a network drive: %s", got)
	}
}
