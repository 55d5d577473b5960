# Puts an AppArmor profile in its place on the node and into the kernel. Parameters: the file. Standard input: the profile. It is parsed
# first, so that a broken one replaces nothing.
set -eu
file=$1
new=$file.new
trap 'rm -f "$new"' EXIT
cat >"$new"
apparmor_parser --skip-kernel-load --skip-cache "$new"
mv "$new" "$file"
apparmor_parser --replace "$file"
