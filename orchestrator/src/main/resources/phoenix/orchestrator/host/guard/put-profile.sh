# Makes what it reads a profile of AppArmor: put-profile.sh NAME. It is parsed first, so that a broken one replaces nothing.
set -eu
file=/etc/apparmor.d/phoenix-host-$1
new=/etc/apparmor.d/phoenix-host-$1.phoenix-new
trap 'rm -f "$new"' EXIT
cat >"$new"
apparmor_parser --skip-kernel-load --skip-cache "$new" >&2
if [ -d /sys/kernel/security/apparmor ]; then
    apparmor_parser --replace --skip-cache "$new" >&2
fi
chmod 0644 "$new"
mv "$new" "$file"
