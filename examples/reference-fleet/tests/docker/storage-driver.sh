#!/bin/sh
# Docker shares layers between containers: vfs would copy every image once more for every container.
set -eu
. ./phoenix.sh

driver=$(docker info --format '{{.Driver}}')
case $driver in
  overlay2 | overlayfs | fuse-overlayfs | btrfs | zfs) log "the storage driver is $driver" ;;
  *) fail "the storage driver is $driver, which shares nothing" ;;
esac
