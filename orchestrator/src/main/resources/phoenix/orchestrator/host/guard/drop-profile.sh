# Takes a profile of Phoenix's out of the kernel and away: drop-profile.sh NAME.
set -eu
file=/etc/apparmor.d/phoenix-host-$1
if [ -d /sys/kernel/security/apparmor ]; then
    apparmor_parser --remove "$file" >&2 || true
fi
rm -f "$file"
