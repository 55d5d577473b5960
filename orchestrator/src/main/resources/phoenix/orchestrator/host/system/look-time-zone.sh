# Prints the time zone: where the clock's link leads, else what the file says.
zone=$(readlink /etc/localtime | sed 's,.*/zoneinfo/,,')
[ -n "$zone" ] || zone=$(cat /etc/timezone)
echo "zone $zone"
