#!/bin/sh
# Takes out of a new system what belongs to one machine alone, and what its making left behind.
#
# finish-image.sh ROOT
set -eu

cd "$1"
rm -f etc/hostname etc/resolv.conf var/lib/dbus/machine-id
: > etc/machine-id
rm -f etc/apt/apt.conf.d/99mmdebstrap etc/dpkg/dpkg.cfg.d/99mmdebstrap
rm -f var/log/bootstrap.log var/log/dpkg.log var/log/alternatives.log var/log/apt/history.log var/log/apt/term.log
chmod 0755 .

# Where manuals were left out their folders are missing too, and update-alternatives of later packages fails without them.
for section in 1 2 3 4 5 6 7 8; do
    mkdir -p "usr/share/man/man$section"
done
