#!/bin/sh
# Prints the checksum that a publisher's list has of one file. The keyring, if the list is signed, comes on standard input.
# Arguments: the list's address, the file's name, the signature's address or nothing.
set -eu
list=$1 file=$2 signature=$3

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fetch() {
  curl --fail --silent --show-error --location --retry 3 --max-time 120 --max-filesize 10000000 --output "$2" -- "$1"
}

fetch "$list" "$folder/list"
if [ -n "$signature" ]; then
  cat >"$folder/given"
  # gpgv reads keys as bytes; what stands between the lines of an armoured file are those bytes in base64.
  if grep -q '^-----BEGIN PGP PUBLIC KEY BLOCK-----' "$folder/given"; then
    sed -e '1,/^[[:space:]]*$/d' -e '/^[=-]/,$d' "$folder/given" | base64 --decode >"$folder/keyring"
  else
    mv "$folder/given" "$folder/keyring"
  fi
  fetch "$signature" "$folder/signature"
  gpgv --quiet --keyring "$folder/keyring" "$folder/signature" "$folder/list" || {
    echo "the signature of $list is not by a key of the keyring" >&2
    exit 3
  }
fi

# "SUM  NAME", "SUM *NAME", or "SHA256 (NAME) = SUM"; the name may have ./ before it.
sum=$(tr -d '\r' <"$folder/list" | awk -v file="$file" '
  { name = $2; sub(/^\*/, "", name); sub(/^\.\//, "", name) }
  NF == 2 && name == file { print tolower($1) }
  $3 == "=" && $2 == "(" file ")" { print tolower($4) }
' | sort -u)

case $sum in
  "") echo "$list has no checksum of $file" >&2; exit 4 ;;
  *[!0-9a-f]*) echo "$list has several checksums of $file, or none that can be read" >&2; exit 4 ;;
esac
case ${#sum} in
  64) echo "sha256:$sum" ;;
  128) echo "sha512:$sum" ;;
  *) echo "$list has no SHA-256 and no SHA-512 checksum of $file" >&2; exit 4 ;;
esac
