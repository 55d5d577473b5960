# Writes a cloud-init document on the node, for root's eyes only, whole or not at all. Parameter: the file. Standard input: the text.
set -eu
umask 077
mkdir -p "$(dirname "$1")"
cat >"$1.new"
mv "$1.new" "$1"
