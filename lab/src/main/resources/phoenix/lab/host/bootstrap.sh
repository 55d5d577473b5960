#!/bin/sh
# Runs a command with a folder for its temporary files, in memory if asked.
# To be run in a mount name space of its own: what is mounted here goes when the last process goes.
#
# bootstrap.sh FOLDER MEBIBYTES LABS COMMAND [ARGUMENT...]
#   MEBIBYTES  size of the memory file system; 0 for none
#   LABS       folder of the labs on this machine
set -eu

folder=$1
mebibytes=$2
labs=$3
shift 3

# This name space began as a copy, with the disks of other labs mounted: let go of them, or they stay busy as long as we run.
while read -r _ _ _ _ mounted _; do
    case $mounted in
        "$labs"/*) umount -l "$mounted" ;;
    esac
done < /proc/self/mountinfo

rm -rf -- "$folder"
mkdir -p -- "$folder"
if [ "$mebibytes" -gt 0 ]; then
    mount -t tmpfs -o "size=${mebibytes}m,mode=0755" phoenix "$folder"
fi
TMPDIR=$folder exec "$@"
