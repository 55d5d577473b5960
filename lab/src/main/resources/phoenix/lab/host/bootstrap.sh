#!/bin/sh
# Runs a command with a folder for its temporary files, in memory if asked.
# To be run in a mount name space of its own: what is mounted here goes when the last process goes.
#
# bootstrap.sh FOLDER MEBIBYTES COMMAND [ARGUMENT...]     MEBIBYTES: size of the memory file system; 0 for none
set -eu

folder=$1
mebibytes=$2
shift 2

rm -rf -- "$folder"
mkdir -p -- "$folder"
if [ "$mebibytes" -gt 0 ]; then
    mount -t tmpfs -o "size=${mebibytes}m,mode=0755" phoenix "$folder"
fi
TMPDIR=$folder exec "$@"
