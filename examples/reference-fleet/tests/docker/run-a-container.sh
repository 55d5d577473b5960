#!/bin/sh
# A container of Docker's runs. Its image is made of the guest's own busybox, so that no registry is needed.
set -eu
. ./phoenix.sh

apt_install busybox-static
image=phoenix-test:1
trap 'docker image rm --force "$image" >/dev/null 2>&1 || true' EXIT
tar --create --directory / --dereference --transform 's|.*|bin/sh|' bin/busybox | docker import --quiet - "$image" >/dev/null ||
  fail "the image cannot be made"
said=$(docker run --rm --network none "$image" /bin/sh -c 'echo alive') || fail "the container does not run"
[ "$said" = alive ] || fail "the container said '$said'"
log "a container ran"
