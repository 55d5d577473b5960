#!/bin/sh
# The guest finds names, by the name servers that its configuration gives it.
set -eu
. ./phoenix.sh

name=$(awk '$1 == "URIs:" { print $2; exit } $1 == "deb" { print ($2 ~ /^\[/) ? $4 : $2; exit }' /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
  sed 's|^[a-z]*://||; s|/.*||')
[ -n "$name" ] || fail "no package source is configured, so there is no name to look for"
getent ahosts "$name" >/dev/null || fail "the address of $name is not found"
log "found $name"
