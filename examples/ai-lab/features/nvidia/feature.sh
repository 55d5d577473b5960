#!/bin/sh
# A stand-in for NVIDIA's user-space libraries. Remove this folder, and the feature of the same name that comes with Phoenix is used.
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
set -eu
. ./phoenix.sh

version=$(setting .nvidia_driver_version)
program=/usr/bin/nvidia-smi

content() {
  sed "s|@VERSION@|$version|g" nvidia-smi
}

check() {
  { [ -x "$program" ] && content | cmp -s - "$program"; } || { log "the stand-in $program is missing"; return 1; }
  "$program" --query-gpu=driver_version --format=csv,noheader >/dev/null || { log "there is no GPU in the guest"; return 1; }
}

apply() {
  log "installing a stand-in for nvidia-smi $version"
  content | write_file "$program" 0755
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
