#!/bin/sh
# Portainer: the server, or the agent that lets a server manage this guest's Docker. Verbs:
#   check  exit code 0 if all of it is there; changes nothing
#   apply  makes it so
#
# Input: portainer_role, "server" or "agent".
# Parameters:
#   version   of the image; default 2.33.1
#   registry  where the images are; default docker.io/portainer
#   port      of the server's page (default 9443) or of the agent (default 9001)
#   data      folder of the server's data; default /var/lib/portainer
set -eu
. ./phoenix.sh

role=$(setting .portainer_role)
version=$(parameter .version 2.33.1)
registry=$(parameter .registry docker.io/portainer)
data=$(parameter .data /var/lib/portainer)

case $role in
  server)
    name=portainer
    image=$registry/portainer-ce:$version
    port=$(parameter .port 9443)
    inner=9443
    ;;
  agent)
    name=portainer-agent
    image=$registry/agent:$version
    port=$(parameter .port 9001)
    inner=9001
    ;;
  *) fail "portainer_role is '$role'; this feature is for \"server\" or \"agent\"" ;;
esac

# The container carries a label that says how it was made, so that another wish is seen.
wish="$image $port $data"

is_as_wished() {
  [ "$(docker inspect --format '{{index .Config.Labels "phoenix.wish"}}' "$name" 2>/dev/null)" = "$wish" ]
}

runs() {
  [ "$(docker inspect --format '{{.State.Running}}' "$name" 2>/dev/null)" = true ]
}

answers() {
  curl --silent --insecure --max-time 5 --output /dev/null "https://localhost:$port/"
}

check() {
  is_as_wished || { log "there is no container $name of $image"; return 1; }
  runs || { log "the container $name does not run"; return 1; }
  answers || { log "Portainer does not answer on port $port"; return 1; }
}

start() {
  case $role in
    server) set -- --volume "$data:/data" ;;
    agent) set -- --volume /var/lib/docker/volumes:/var/lib/docker/volumes ;;
  esac
  docker run --detach --name "$name" --restart unless-stopped --label "phoenix.wish=$wish" --publish "$port:$inner" \
    --volume /var/run/docker.sock:/var/run/docker.sock "$@" "$image" >/dev/null || fail "cannot start $image"
}

apply() {
  docker pull --quiet "$image" >/dev/null || fail "cannot pull $image"
  if ! is_as_wished; then
    # The data are in their folder, not in the container.
    docker rm --force "$name" >/dev/null 2>&1 || true
    [ "$role" != server ] || mkdir -p "$data"
    start
    log "started $image"
  fi
  runs || docker start "$name" >/dev/null
  tries=0
  until answers; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || fail "Portainer does not answer on port $port; see docker logs $name in the guest"
    sleep 2
  done
}

case ${1:-} in
  check) check ;;
  apply) apply ;;
  *) fail "usage: feature.sh check|apply" ;;
esac
