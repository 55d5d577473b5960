#!/bin/sh
# The guest's root is nobody on the node, and AppArmor confines it.
set -eu
. ./phoenix.sh

read -r _ outside _ </proc/self/uid_map
[ "$outside" != 0 ] || fail "the guest's root is the node's root: the container is privileged"
profile=$(tr -d '\0' </proc/self/attr/current 2>/dev/null || echo unknown)
case $profile in
  unconfined) fail "AppArmor does not confine the guest" ;;
  *) log "root is the node's user $outside; AppArmor: $profile" ;;
esac
