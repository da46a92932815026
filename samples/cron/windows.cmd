rem A task that runs every ten minutes while you are logged on (on a notebook: and plugged in). Run "contactcast login"
rem once, as the same user. No lock is needed: a second run while the first is still sending ends with 4 at once.
rem What the Task Scheduler shows as the last result is the exit code: 0x0, 0x4 and 0x5 are as they should be.
schtasks /Create /TN contactcast /SC MINUTE /MO 10 /TR "C:\contactcast\contactcast.exe send C:\lists\customers.xlsx --yes --quiet"
