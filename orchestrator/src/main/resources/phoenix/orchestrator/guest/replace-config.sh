# Replaces a container's configuration file as a whole, unless it is another by now. Parameters: the file, the file that Proxmox locks
# for it, the SHA-1 of the text that was read. Standard input: the new text. Exit code 3 if the file is another, 4 if it stays locked.
set -eu
file=$1 lock=$2 read=$3
new=$file.tmp.$$
mkdir -p "${lock%/*}"
exec 9>>"$lock"
flock --timeout 10 9 || {
  echo "$lock is held by somebody else" >&2
  exit 4
}
found=$(sha1sum <"$file")
[ "${found%% *}" = "$read" ] || exit 3
trap 'rm -f "$new"' EXIT
cat >"$new"
mv "$new" "$file"
