#!/bin/sh
# Runs a service of Docker Compose. Beside the script stand compose.yaml and the files that it mounts. What compose.yaml may use:
#
#   variables   the guest's 'environment' by its names; its texts and numbers of 'parameters' in upper case; and
#               DATA, the folder of the guest's first volume; FILES, a digest of the files: a label that holds it makes Compose start
#               a container anew when a file has changed
#   files       those beside it, and for every list or object NAME of 'parameters' a file NAME.json
#
# The parameter data_owner ("UID:GID") is who shall own DATA.
set -eu
. ./phoenix.sh

home=/opt/service

variables() {
  # shellcheck disable=SC2016  # the dollar signs are jq's
  jq --raw-output '
    ((.parameters // {}) | with_entries(select((.key | test("^(//|_)") | not) and (.value | type | . == "string" or . == "number")))
      | with_entries(.key |= ascii_upcase))
    + (if (.volumes // []) == [] then {} else {DATA: .volumes[0].mount_point} end)
    + (.environment // {})
    | to_entries[]
    | if (.value | tostring | test("[\u0027\\n]")) then error("\(.key) holds a quote or a line break, which no variable may") else . end
    | "\(.key)=\u0027\(.value)\u0027"' "$PHOENIX_CONFIG"
}

lists() {
  jq --raw-output '.parameters // {} | to_entries[] | select(.value | type == "array" or type == "object") | .key' "$PHOENIX_CONFIG"
}

data=$(setting '.volumes[0].mount_point // ""')
owner=$(parameter .data_owner "")
if [ -n "$data" ]; then
  [ -d "$data" ] || fail "the volume is not mounted at $data"
  if [ -n "$owner" ] && [ "$(stat --format '%u:%g' "$data")" != "$owner" ]; then
    chown "$owner" "$data"
  fi
fi

mkdir -p "$home"
for file in *; do
  [ -f "$file" ] || continue
  case $file in
    phoenix.sh | guest.json | parameters.json | "${0##*/}") ;;
    *) write_file "$home/$file" <"$file" ;;
  esac
done
for name in $(lists); do
  jq ".parameters.$name" "$PHOENIX_CONFIG" | write_file "$home/$name.json"
done
found=$(variables) || fail "the variables for compose.yaml cannot be written"
cd "$home"
digest=$(cat -- * | sha256sum | cut -c 1-16)
printf '%s\n' "$found" "FILES=$digest" | write_file "$home/.env" 0600

docker compose config --quiet || fail "Compose does not accept compose.yaml"
docker compose pull --quiet || fail "cannot pull the images"
docker compose up --detach --remove-orphans --quiet-pull || fail "the service does not start"
log "running: $(docker compose ps --services --status running | paste -sd ' ' -)"
