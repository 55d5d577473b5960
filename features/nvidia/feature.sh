#!/bin/sh
# NVIDIA's user-space libraries, without a kernel module: that is the node's, and both must have the same version. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
#
# Inputs: nvidia_driver_version and nvidia_runfile_url of the file of the containers.
# Parameters:
#   runfile_sha256   checksum of the run file; required
set -eu
. ./phoenix.sh

version=$(setting .nvidia_driver_version)
url=$(setting .nvidia_runfile_url)
sha256=$(parameter .runfile_sha256)

# The version of the kernel module that the node has loaded; a container sees it in /proc.
node_version() {
  [ -r /proc/driver/nvidia/version ] || return 0
  sed -n 's/.*Kernel Module.*  \([0-9][0-9.]*\)  .*/\1/p' /proc/driver/nvidia/version | head -n 1
}

# The library's file has the version in its name.
has_library() {
  ldconfig --print-cache | grep -q 'libcuda\.so\.1 ' || return 1
  [ -n "$(find /usr/lib /usr/lib64 -name "libcuda.so.$version" -print -quit 2>/dev/null)" ]
}

has_gpu() {
  [ -e /dev/nvidiactl ]
}

check() {
  has_library || { log "the libraries of NVIDIA's driver $version are missing"; return 1; }
  [ -x /usr/bin/nvidia-smi ] || { log "nvidia-smi is missing"; return 1; }
  if has_gpu; then
    nvidia-smi --query-gpu=driver_version --format=csv,noheader | grep -qx "$version" ||
      { log "nvidia-smi finds no GPU with the driver $version"; return 1; }
  fi
}

apply() {
  node=$(node_version)
  if [ -n "$node" ] && [ "$node" != "$version" ]; then
    fail "the node's driver is $node, nvidia_driver_version says $version: both must be the same"
  fi
  runfile=/var/cache/phoenix/nvidia-$version.run
  fetch_file "$url" "$sha256" "$runfile"
  apt_install kmod
  log "installing NVIDIA's libraries $version"
  sh "$runfile" --silent --accept-license --no-kernel-module --no-nouveau-check --no-x-check --no-install-compat32-libs \
    --log-file-name=/var/log/nvidia-installer.log || fail "the installer failed; see /var/log/nvidia-installer.log in the guest"
  ldconfig
  rm -f "$runfile"
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
