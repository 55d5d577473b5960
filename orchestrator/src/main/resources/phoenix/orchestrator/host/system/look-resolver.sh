# Prints the file of the name servers.
cat /etc/resolv.conf
