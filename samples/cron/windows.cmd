rem A task that runs every ten minutes while you are logged on. Run "contactcast login" once, as the same user.
rem No lock is needed: a second run while the first is still sending ends with 4 at once.
schtasks /Create /TN contactcast /SC MINUTE /MO 10 /TR "C:\contactcast\contactcast.exe send C:\lists\customers.xlsx --yes --quiet"
