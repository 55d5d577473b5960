#!/bin/sh
# Downloads a file to a volume of the node's, and goes on where an earlier try broke off. What is not right is never moved into place.
# Ends with 75 where this node has not what it takes: then Proxmox has to do it.
# Arguments: address, volume, checksum as sha256:... or sha512:...
set -eu
url=$1 volume=$2 algorithm=${3%%:*}
sum=$(printf %s "${3#*:}" | tr A-F a-f)

command -v wget >/dev/null && path=$(pvesm path "$volume" 2>/dev/null) && [ -n "$path" ] || exit 75

# What the datacenter goes through, this goes through.
proxy=$(sed -n 's/^http_proxy:[[:space:]]*//p' /etc/pve/datacenter.cfg 2>/dev/null || true)
[ -z "$proxy" ] || export http_proxy="$proxy" https_proxy="$proxy"

is_right() {
  [ "$("${algorithm}sum" <"$1" | cut -d ' ' -f 1)" = "$sum" ]
}

mkdir -p "$(dirname "$path")"
part=$path.part-$(printf %.16s "$sum")
exec 9>"$path.lock"
flock 9 # another run may be at it
trap 'rm -f "$path.lock"' EXIT
for old in "$path".part-*; do # what was published under the same name before
  [ "$old" = "$part" ] || rm -f "$old"
done

if [ -e "$path" ] && is_right "$path"; then
  echo "it has come in the meantime"
  exit 0
fi
if [ -e "$part" ]; then
  echo "going on after $(stat -c %s "$part") bytes"
fi
if ! [ -e "$part" ] || ! is_right "$part"; then
  wget --continue --no-verbose --tries=5 --timeout=60 --output-document="$part" -- "$url" || {
    [ -s "$part" ] || rm -f "$part"
    exit 1
  }
fi
if ! is_right "$part"; then
  found=$("${algorithm}sum" <"$part" | cut -d ' ' -f 1)
  rm -f "$part"
  echo "checksum mismatch: got '$found' instead of '$sum'; what came was thrown away" >&2
  exit 1
fi
mv "$part" "$path"
