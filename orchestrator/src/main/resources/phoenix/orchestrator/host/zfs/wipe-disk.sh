# Removes every signature of a disk and of its partitions: wipe-disk.sh PATH SERIAL. A disk with another serial number is left alone.
set -eu
real=$(readlink -f "$1")
serial=$(lsblk -dnro SERIAL "$real")
[ "$serial" = "$2" ] || { echo "$1 has serial number '$serial', not '$2'; it was not touched" >&2; exit 1; }
lsblk -nrpo NAME,TYPE "$real" | awk '$2 == "part" { print $1 }' | while read -r part; do wipefs -a "$part"; done
wipefs -a "$real"
blockdev --rereadpt "$real" 2>/dev/null || true
