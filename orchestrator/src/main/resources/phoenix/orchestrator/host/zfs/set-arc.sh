# Sets the cache's limit in the running module, and brings the file to where it is read at boot: set-arc.sh [BYTES]
set -eu
if [ -n "$1" ]; then echo "$1" >/sys/module/zfs/parameters/zfs_arc_max; fi
if command -v update-initramfs >/dev/null; then update-initramfs -u -k all; fi
