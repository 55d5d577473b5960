# Makes what it reads AppArmor's variables of Phoenix's, for profiles that include <tunables/phoenix>; nothing to read takes them away.
# Profiles that use them are read again.
set -eu
file=/etc/apparmor.d/tunables/phoenix
mkdir -p /etc/apparmor.d/tunables
cat >"$file.phoenix-new"
if [ -s "$file.phoenix-new" ]; then mv "$file.phoenix-new" "$file"; else rm -f "$file" "$file.phoenix-new"; fi
[ -d /sys/kernel/security/apparmor ] || exit 0
grep -ls 'tunables/phoenix' /etc/apparmor.d/phoenix-host-* | while read -r profile; do
    apparmor_parser --replace --skip-cache "$profile" >&2
done
