# Takes a profile of Phoenix's out of the kernel and away: drop-profile.sh NAME [FOLDER KERNEL]. A profile that was not in the kernel is none
# the less gone; one that the kernel keeps keeps its file, and what apparmor_parser says of it is said.
set -eu
file=${2:-/etc/apparmor.d}/phoenix-host-$1 kernel=${3:-/sys/kernel/security/apparmor}
if [ -d "$kernel" ] && ! said=$(apparmor_parser --remove "$file" 2>&1); then
    # It fails alike for one that was not loaded and for one that stays. The kernel's list says which.
    names=$(apparmor_parser --names "$file" 2>/dev/null) || names=
    loaded=$(sed 's/ ([a-z]*)$//' "$kernel/profiles")
    if [ -z "$names" ] || printf '%s\n' "$loaded" | grep -qxF -e "$names"; then
        printf '%s\n' "$said" >&2
        exit 1
    fi
fi
rm -f "$file"
