# Writes what it reads to a file, whole or not at all: write-file.sh PATH MODE OWNER [CHECK...]
set -eu
path=$1 mode=$2 owner=$3
shift 3
new="$path.phoenix-new"
mkdir -p "$(dirname "$path")"
umask 077
cat >"$new"
chmod "$mode" "$new"
chown "$owner" "$new"
if [ $# -gt 0 ] && ! "$@" "$new" >&2; then
    rm -f "$new"
    echo "$path would be wrong; the file that was there stays" >&2
    exit 1
fi
mv "$new" "$path"
