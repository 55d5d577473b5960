# Makes a folder with its owner and mode: make-folder.sh PATH OWNER MODE. An empty owner or mode is left as it is.
set -eu
mkdir -p -- "$1"
[ -z "$2" ] || chown -- "$2" "$1"
[ -z "$3" ] || chmod -- "$3" "$1"
