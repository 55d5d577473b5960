#!/bin/sh
# Builds the service's image in the guest and runs a container of it. It may run any number of times.
set -eu
. ./phoenix.sh

port=$(parameter .port)

apt_install busybox-static

build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
cp Dockerfile /bin/busybox "$build"
sed -e "s|@ID@|$PHOENIX_GUEST_ID|g" -e "s|@NAME@|$PHOENIX_GUEST_NAME|g" index.html >"$build/index.html"
# The image is called by what it is made of, so that the same files are the same image, and a container of another one is replaced.
image=service:$(cat "$build/Dockerfile" "$build/index.html" "$build/busybox" | sha256sum | cut -c 1-12)

if ! docker image inspect "$image" >/dev/null 2>&1; then
  log "building $image"
  DOCKER_BUILDKIT=0 docker build --quiet --network none --tag "$image" "$build" >/dev/null || fail "cannot build $image"
fi
is=$(docker inspect --format '{{.Config.Image}} {{.State.Running}} {{json .HostConfig.PortBindings}}' service 2>/dev/null || :)
case $is in
  "$image true "*"\"HostPort\":\"$port\""*) log "the service runs already" ;;
  *)
    docker rm --force service >/dev/null 2>&1 || :
    docker run --detach --name service --restart unless-stopped --publish "$port:8000" "$image" >/dev/null || fail "cannot start the service"
    log "the service listens on port $port"
    ;;
esac
